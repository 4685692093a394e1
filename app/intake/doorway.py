"""What the short ways have in common: whom they let in, and what stands around their answers."""

import secrets
import time
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import HTTPException

from app.errors import TakrimError
from app.headers import hardened
from app.i18n import LOCALES
from app.instance import Instance
from app.intake import device, guard
from app.logs import log, log_request
from app.vault import Vault
from qr.errors import BadPayload

__all__ = ["Doorway", "Route", "Visit", "client_of", "sent_body"]

_LANGUAGES = {"": "", **{f"lang={code}": code for code in LOCALES}}


class Visit(NamedTuple):
    """A request with nothing about it but what an ordinary one has.

    Attributes:
        token: The device's own, empty if the browser has none yet.
        asked: The language its address asks for, empty if it asks for none.
        locale: The language its reader is answered in.
        started: By ``time.perf_counter``.
    """

    token: str
    asked: str
    locale: str
    started: float


class Route(NamedTuple):
    """By which name and method the log knows a request."""

    name: str
    method: str


class Doorway:
    """Knows an ordinary visit when it sees one, and answers it as the application would."""

    def __init__(self, city: Instance) -> None:
        self._city, self._secure = city, city.settings.secure
        self._cookie = device.cookie_name(secure=self._secure)
        self._hosts = {*(city.settings.trusted_hosts or city.settings.own_hosts)}
        self._without_page = _but_its_number(hardened("", "", secure=self._secure))

    def visit(self, environ: WSGIEnvironment) -> Visit | None:
        """Return a visit for one of our hosts without a foreign cookie, else nothing."""
        token = device.only_token(environ.get("HTTP_COOKIE", ""), self._cookie)
        asked = _LANGUAGES.get(environ.get("QUERY_STRING", ""))
        host, colon, port = environ.get("HTTP_HOST", "").partition(":")
        ours = host in self._hosts and (port.isdecimal() or not colon)
        if token is None or asked is None or not ours:
            return None
        return Visit(token, asked, asked or self._city.settings.locale, time.perf_counter())

    def leave(self, fault: Exception) -> None:
        """Leave a request to the application, which meets the same fault and answers for it.

        One nobody foresaw is logged here too, by its kind alone: it may be of the short way only.
        """
        if not isinstance(fault, (TakrimError, BadPayload, HTTPException)):
            log.warning("short_way_left", kind=type(fault).__name__)

    def show(
        self, start: StartResponse, visit: Visit, route: Route, page: bytes, nonce: str
    ) -> Iterable[bytes]:
        """Answer with a page whose sheet and script carry ``nonce``."""
        number = secrets.token_hex(8)
        around = hardened(nonce, number, secure=self._secure)
        start("200 OK", [*around.items(), *_told(len(page))])
        log_request(number, route.name, route.method, 200, started=visit.started)
        return [page]

    def send_on(
        self, start: StartResponse, visit: Visit, route: Route, path: str, *, greet: bool = False
    ) -> Iterable[bytes]:
        """Send the browser on to ``path`` in its language; ``greet`` gives it a token."""
        number = secrets.token_hex(8)
        if visit.asked not in {"", self._city.settings.locale}:
            path = f"{path}?lang={visit.asked}"
        headers = [
            *self._without_page,
            ("X-Request-Id", number),
            ("Location", path),
            *_told(0),
        ]
        if greet and not visit.token:
            headers.append(device.set_cookie(self._cookie, secure=self._secure))
        start("303 SEE OTHER", headers)
        log_request(number, route.name, route.method, 303, started=visit.started)
        return [b""]


def client_of(environ: WSGIEnvironment, visit: Visit, vault: Vault) -> guard.Client:
    """Return the hashes of the browser behind a visit."""
    agent, languages = (environ.get(n, "") for n in ("HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE"))
    return guard.client_of(vault, environ.get("REMOTE_ADDR"), visit.token, agent, languages)


def sent_body(environ: WSGIEnvironment, most: int) -> bytes | None:
    """Return what was sent, if its length is told, at most ``most`` and true.

    It can be read again by who comes next.
    """
    told = environ.get("CONTENT_LENGTH", "")
    if not told.isdecimal() or int(told) > most:
        return None
    sent: bytes = environ["wsgi.input"].read(int(told))
    environ["wsgi.input"] = BytesIO(sent)
    return sent if len(sent) == int(told) else None


def _told(length: int) -> list[tuple[str, str]]:
    return [
        ("Content-Length", str(length)),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
    ]


def _but_its_number(headers: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers.items() if name != "X-Request-Id"]
