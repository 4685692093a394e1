"""The device's own token, as the citizen's pages know it; see ``app.device``."""

from app.device import LIFETIME_S, cookie_name, fresh_token, only_token, set_cookie, token_in

__all__ = ["LIFETIME_S", "cookie_name", "fresh_token", "only_token", "set_cookie", "token_in"]
