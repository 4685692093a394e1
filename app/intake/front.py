"""The door before the door: a badge page is handed out without drawing it anew.

The page of one badge in one language differs between two citizens in four small things alone: the
submission key, the nonce of its sheet, the number of the request and the token of the device.  The
view says where they stand (``offer``); for two seconds the page is then handed out with these four
made afresh.  The page of another badge of its kind is filled into the outline of the first
(``outline``), after one read of the badge.  Nothing personal can be kept: a request with any cookie
but the device's own goes the ordinary way, and so does whatever is not a living badge.
"""

import secrets
import time
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import g, request

from app import clock
from app.badges.photos_files import PhotoFiles
from app.badges.queries import SubjectPage, subject_for_serial
from app.badges.rules import BadgeStatus
from app.catalogues import LOCALES
from app.errors import Unwritable
from app.feedback.rules import Channel
from app.instance import Instance
from app.intake import device, outline
from app.intake.outline import ADDRESS, KEY, MARKS, NONCE, Outline
from app.intake.portrait import portrait
from app.intake.scanned import Scanned
from app.intake.submission import Purpose, fresh
from app.keystore import Keys
from app.logs import log_request
from qr import payload
from qr.errors import BadPayload

__all__ = ["Front", "offer"]

FRESH_S = 2.0
_MOST = 512
_OFFER = "takrim.page"
_OUTLINES = "takrim.outlines"
_OWN = {"x-request-id", "content-security-policy", "content-length", "set-cookie"}
_LANGUAGES = {f"lang={code}": code for code in LOCALES}


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the view says of a page: what varies in it, and the same page drawn from marks."""

    serial: str
    marks: dict[str, str]
    kind: Hashable | None
    drawn_open: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page or an outline, with the headers around it."""

    outline: Outline
    headers: list[tuple[str, str]]
    policy: list[str]
    serial: str
    keys: Keys
    at: float


def offer(key: str, page: SubjectPage, photo: str, draw: Callable[[SubjectPage, str], str]) -> None:
    """Let the page of this request be handed out to others, and its outline be filled for others.

    Args:
        key: The submission key that stands in the page.
        page: The badge.
        photo: Its photo, as it stands in the page.
        draw: Draws the page of a badge and a photo.
    """
    kind = outline.kind_of(page, photo)
    known: Collection[object] | None = request.environ.get(_OUTLINES)
    drawn = ""
    if kind and known is not None and len(known) < _MOST:
        new = (*_name(request.environ), kind) not in known
        drawn = draw(*outline.stand_in(page, photo)) if new else ""
    marks = {NONCE: g.get("csp_nonce") or "", KEY: key, ADDRESS: request.path[3:]}
    request.environ[_OFFER] = _Offer(page.serial, marks, kind, drawn)


class Front:
    """WSGI middleware around the application, inside of what reads the proxy's headers."""

    def __init__(self, inner: WSGIApplication, city: Instance, scanned: Scanned) -> None:
        self._inner, self._city, self._scanned = inner, city, scanned
        self._cookie = device.cookie_name(secure=city.settings.secure)
        self._kept: dict[tuple[str, ...], _Kept] = {}
        self._outlines: dict[tuple[Hashable, ...], _Kept] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand out a page that is known but for small things, or let the application draw it."""
        token = device.only_token(environ.get("HTTP_COOKIE", ""), self._cookie)
        if token is None or not _is_scan(environ):
            return self._inner(environ, start_response)
        started, name = time.perf_counter(), (*_name(environ), environ["PATH_INFO"])
        kept, keys = self._kept.get(name), self._city.keys
        if kept is None or time.monotonic() - kept.at >= FRESH_S or kept.keys is not keys:
            kept = self._filled(environ, keys)
            if kept is None:
                return self._draw(name, environ, keys, start_response)
            self._keep(name, kept)
        return self._hand_out(kept, token, started, start_response)

    def _filled(self, environ: WSGIEnvironment, keys: Keys) -> _Kept | None:
        """Return the page of a living badge whose kind is known, else nothing."""
        asked = environ.get("QUERY_STRING", "")
        page = self._living(environ["PATH_INFO"][3:], keys)
        if page is None or (asked and asked not in _LANGUAGES):
            return None
        photo = page.photo and portrait(PhotoFiles.of(self._city.settings), page.photo)
        known = self._outlines.get((*_name(environ), outline.kind_of(page, photo)))
        if known is None:
            return None
        locale = _LANGUAGES.get(asked, self._city.settings.locale)
        words = outline.words_of(page, photo, locale)
        own = known.outline.filled(words | {ADDRESS: environ["PATH_INFO"][3:].encode()})
        now = time.monotonic()
        return _Kept(own, known.headers, known.policy, page.serial, keys, now)

    def _living(self, token: str, keys: Keys) -> SubjectPage | None:
        try:
            seen = payload.verify(token, keys.ring)
            page = self._scanned.page(seen.serial.hex(), lambda: self._found(seen.serial.hex()))
        except (BadPayload, Unwritable):
            return None
        if page is None or page.key_id != seen.key_id:
            return None
        return page if page.standing(clock.now()) is BadgeStatus.ACTIVE else None

    def _found(self, serial: str) -> SubjectPage | None:
        with self._city.db.reading_rows() as rows:
            return subject_for_serial(rows, serial)

    def _hand_out(
        self, kept: _Kept, token: str, started: float, start: StartResponse
    ) -> Iterable[bytes]:
        nonce, number = secrets.token_urlsafe(16), secrets.token_hex(8)
        key = fresh(
            kept.keys.vault.submission,
            Purpose.BADGE,
            channel=Channel.QR,
            serial=kept.serial,
            now=clock.now(),
        )
        whole = kept.outline.filled({NONCE: nonce.encode(), KEY: key.encode()})
        body = b"".join(whole.pieces)
        headers = [
            *kept.headers,
            ("Content-Security-Policy", nonce.join(kept.policy)),
            ("X-Request-Id", number),
            ("Content-Length", str(len(body))),
        ]
        if not token:
            headers.append(device.set_cookie(self._cookie, secure=self._city.settings.secure))
        start("200 OK", headers)
        log_request(number, "intake.badge", "GET", 200, started=started)
        return [body]

    def _draw(
        self, name: tuple[str, ...], environ: WSGIEnvironment, keys: Keys, start: StartResponse
    ) -> Iterable[bytes]:
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            told[:] = [status, headers]
            return start(status, headers, exc_info) if exc_info else start(status, headers)

        environ[_OUTLINES] = self._outlines
        answer = self._inner(environ, listen)
        offered: _Offer | None = environ.get(_OFFER)
        if offered is None or not told[0].startswith("200"):
            return answer
        body = b"".join(answer)
        if callable(close := getattr(answer, "close", None)):
            close()
        self._learn(name, body.decode(), told[1], offered, keys)
        return [body]

    def _learn(
        self,
        name: tuple[str, ...],
        body: str,
        headers: list[tuple[str, str]],
        offered: _Offer,
        keys: Keys,
    ) -> None:
        kept = [(n, value) for n, value in headers if n.lower() not in _OWN]
        policy = next((v for n, v in headers if n.lower() == "content-security-policy"), "")
        around = (kept, policy.split(offered.marks[NONCE]), offered.serial, keys, time.monotonic())
        varying = {gap: offered.marks[gap] for gap in (NONCE, KEY)}
        self._keep(name, _Kept(outline.cut(body, varying), *around))
        if offered.drawn_open:
            drawn = outline.cut(offered.drawn_open, offered.marks | MARKS)
            self._outlines[(*name[:-1], offered.kind)] = _Kept(drawn, *around)

    def _keep(self, name: tuple[str, ...], kept: _Kept) -> None:
        if len(self._kept) >= _MOST:
            old = [key for key, one in self._kept.items() if kept.at - one.at >= FRESH_S]
            for key in old or list(self._kept):
                self._kept.pop(key, None)
        self._kept[name] = kept


def _is_scan(environ: WSGIEnvironment) -> bool:
    return environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"][:3] in {"/B/", "/b/"}


def _name(environ: WSGIEnvironment) -> tuple[str, str, str]:
    """Return what a page depends on besides its badge."""
    asked = environ.get("QUERY_STRING", "")
    return environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), asked
