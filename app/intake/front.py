"""The door before the door: a badge page that was drawn a moment ago is handed out again.

The page of one badge in one language differs between two citizens in four small things alone: the
submission key, the nonce of its sheet, the number of the request and the token of the device.  The
view says where the key stands (``offer``); for two seconds the page is then handed out with these
four made afresh.  Nothing personal can be kept: a request with any cookie but the device's own
goes the ordinary way, and only an answer of 200 is kept.
"""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import g, request

from app import clock
from app.feedback.rules import Channel
from app.instance import Instance
from app.intake import device
from app.intake.submission import Purpose, fresh
from app.keystore import Keys

__all__ = ["Front", "offer"]

FRESH_S = 2.0
_MOST = 512
_OFFER = "takrim.page"
_OWN = {"x-request-id", "content-security-policy", "content-length", "set-cookie"}


@dataclass(frozen=True, slots=True)
class _Offer:
    """Where the varying parts of a drawn page stand."""

    key: str
    nonce: str
    serial: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page in pieces: ``pieces`` alternate with the numbers of ``gaps`` (0 nonce, 1 key)."""

    at: float
    keys: Keys
    offer: _Offer
    headers: list[tuple[str, str]]
    policy: str
    pieces: list[bytes]
    gaps: list[int]


def offer(key: str, serial: str, channel: Channel) -> None:
    """Let the page of this request be handed out to others for a moment."""
    nonce = g.get("csp_nonce") or ""
    request.environ[_OFFER] = _Offer(key, nonce, serial, channel)


class Front:
    """WSGI middleware around the application, inside of what reads the proxy's headers."""

    def __init__(self, inner: WSGIApplication, city: Instance) -> None:
        self._inner, self._city = inner, city
        self._cookie = device.cookie_name(secure=city.settings.secure)
        self._kept: dict[tuple[str, ...], _Drawn] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand out a drawn page, or let the application draw it."""
        token = device.only_token(environ.get("HTTP_COOKIE", ""), self._cookie)
        if token is None or not _is_scan(environ):
            return self._inner(environ, start_response)
        name = (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
        drawn = self._kept.get(name)
        if drawn is None or time.monotonic() - drawn.at >= FRESH_S or drawn.keys is not self._keys:
            return self._draw(name, environ, start_response)
        return self._hand_out(drawn, token, start_response)

    @property
    def _keys(self) -> Keys:
        return self._city.keys

    def _hand_out(self, drawn: _Drawn, token: str, start: StartResponse) -> Iterable[bytes]:
        nonce = secrets.token_urlsafe(16)
        key = fresh(
            drawn.keys.vault.submission,
            Purpose.BADGE,
            channel=drawn.offer.channel,
            serial=drawn.offer.serial,
            now=clock.now(),
        )
        fill = (nonce.encode(), key.encode())
        parts = [drawn.pieces[0]]
        for gap, piece in zip(drawn.gaps, drawn.pieces[1:], strict=True):
            parts += (fill[gap], piece)
        body = b"".join(parts)
        headers = [
            *drawn.headers,
            ("Content-Security-Policy", drawn.policy.replace(drawn.offer.nonce, nonce)),
            ("X-Request-Id", secrets.token_hex(8)),
            ("Content-Length", str(len(body))),
        ]
        if not token:
            headers.append(device.set_cookie(self._cookie, secure=self._city.settings.secure))
        start("200 OK", headers)
        return [body]

    def _draw(
        self, name: tuple[str, ...], environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            told[:] = [status, headers]
            return start(status, headers, exc_info) if exc_info else start(status, headers)

        keys = self._keys
        answer = self._inner(environ, listen)
        offered: _Offer | None = environ.get(_OFFER)
        if offered is None or not told[0].startswith("200"):
            return answer
        body = b"".join(answer)
        if callable(close := getattr(answer, "close", None)):
            close()
        self._keep(name, _drawn(body, told[1], offered, keys))
        return [body]

    def _keep(self, name: tuple[str, ...], drawn: _Drawn) -> None:
        if len(self._kept) >= _MOST:
            old = [key for key, one in self._kept.items() if drawn.at - one.at >= FRESH_S]
            for key in old or list(self._kept):
                self._kept.pop(key, None)
        self._kept[name] = drawn


def _is_scan(environ: WSGIEnvironment) -> bool:
    return environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"][:3] in {"/B/", "/b/"}


def _drawn(body: bytes, headers: list[tuple[str, str]], offered: _Offer, keys: Keys) -> _Drawn:
    pieces, gaps = [], []
    for number, line in enumerate(body.split(offered.nonce.encode())):
        if number:
            gaps.append(0)
        for inner, piece in enumerate(line.split(offered.key.encode())):
            if inner:
                gaps.append(1)
            pieces.append(piece)
    kept = [(name, value) for name, value in headers if name.lower() not in _OWN]
    policy = next((v for n, v in headers if n.lower() == "content-security-policy"), "")
    return _Drawn(time.monotonic(), keys, offered, kept, policy, pieces, gaps)
