"""The security headers of every answer, errors included.

They are nearly constant, so they are put together once; only the nonce of the page's own sheet and
script differs.  A header library computed them anew for each answer, at a third of the cost of a
small page.
"""

import secrets
from collections.abc import Mapping

from flask import Flask, Response, g, request

__all__ = ["CSP", "harden", "hardened"]

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
_WITH_NONCE = {"script-src", "style-src"}
_HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def harden(app: Flask, *, secure: bool) -> None:
    """Set the security headers of every answer; ``secure`` where the public address is https."""
    app.config.update(
        SESSION_COOKIE_SECURE=secure, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax"
    )
    app.jinja_env.globals["csp_nonce"] = lambda: g.csp_nonce

    @app.before_request
    def number_the_request() -> None:
        g.request_id, g.csp_nonce = secrets.token_hex(8), secrets.token_urlsafe(16)

    @app.after_request
    def keep_private(response: Response) -> Response:
        headers = response.headers
        told = hardened(g.get("csp_nonce", ""), g.get("request_id", ""), secure=secure)
        for name, value in told.items():
            headers[name] = value
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        return response


def hardened(nonce: str, request_id: str, *, secure: bool) -> dict[str, str]:
    """Return the headers every answer has.

    Args:
        nonce: What allows the page's own sheet and script.
        request_id: Number of the request, as in the log.
        secure: Whether the public address is https.
    """
    before, between, after = _POLICY
    return (_ALWAYS | _HSTS if secure else _ALWAYS) | {
        "Content-Security-Policy": f"{before}{nonce}{between}{nonce}{after}",
        "X-Request-Id": request_id,
    }


def _policy(rules: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the policy in three pieces, between which the nonce goes."""
    told = [
        f"{name} {rule} 'nonce-\0'" if name in _WITH_NONCE else f"{name} {rule}"
        for name, rule in rules.items()
    ]
    before, between, after = "; ".join(told).split("\0")
    return before, between, after


_POLICY = _policy(CSP)
