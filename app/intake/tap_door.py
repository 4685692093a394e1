"""The short way of a tap: one touch of a face on a genuine, living badge, stored at once.

A tap is what citizens send most, and almost every one is alike: a small form with a genuine key
and a face, from a browser that carries nothing but its own token.  Such a one is checked and
stored here by the very services the page uses, without what a page needs around it.  Whatever is
not just that - another cookie, another field, a spent window, a badge that has ended, a fault of
the store - is left to the application, which says what to do; so nothing is decided here but yes.
"""

import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from app import clock
from app.badges.queries import bearer_of_serial
from app.badges.rules import BadgeStatus
from app.errors import Missing, TakrimError
from app.feedback.rules import Channel
from app.headers import hardened
from app.i18n import LOCALES
from app.instance import Instance
from app.intake import device, guard, service
from app.intake.submission import Purpose, Submission, read
from app.keystore import Keys
from app.logs import log_request
from qr import payload
from qr.errors import BadPayload

__all__ = ["TapDoor"]

_DOORS = ("/B/", "/b/")
_FORM = "application/x-www-form-urlencoded"
_MOST_BYTES = 64
_ORDINARY = re.compile(rb"key=([A-Za-z]{48})&tap=([1-5])")
_LANGUAGES = {f"lang={code}": code for code in LOCALES}


@dataclass(frozen=True, slots=True)
class _Touch:
    """An ordinary tap: its key as it was sent and as read, who signed the badge, who touched it."""

    word: str
    key: Submission
    key_id: int
    tap: service.Tap
    who: guard.Client
    at: datetime


class TapDoor:
    """WSGI middleware in front of the application, inside of what reads the proxy's headers."""

    def __init__(self, inner: WSGIApplication, city: Instance) -> None:
        self._inner, self._city = inner, city
        self._secure = city.settings.secure
        self._cookie = device.cookie_name(secure=self._secure)
        self._always = [
            one for one in hardened("", "", secure=self._secure).items() if one[0] != "X-Request-Id"
        ]
        self._hosts = {*(city.settings.trusted_hosts or city.settings.own_hosts)}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Store an ordinary tap, or let the application look at the request."""
        token = device.only_token(environ.get("HTTP_COOKIE", ""), self._cookie)
        if token is None or not self._is_tap(environ):
            return self._inner(environ, start_response)
        started = time.perf_counter()
        sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        try:
            touch = self._read(environ, sent, token)
            guard.allow_rating(self._city, touch.who, touch.key.serial)
            environ[guard.COUNTED] = True
            self._store(touch)
        except (TakrimError, BadPayload):
            environ["wsgi.input"] = BytesIO(sent)
            return self._inner(environ, start_response)
        return self._thank(touch, environ, token, started, start_response)

    def _is_tap(self, environ: WSGIEnvironment) -> bool:
        size = environ.get("CONTENT_LENGTH", "")
        return (
            environ["REQUEST_METHOD"] == "POST"
            and environ["PATH_INFO"].startswith(_DOORS)
            and environ.get("CONTENT_TYPE", "") == _FORM
            and size.isdecimal()
            and int(size) <= _MOST_BYTES
            and environ.get("HTTP_HOST", "").partition(":")[0] in self._hosts
        )

    def _read(self, environ: WSGIEnvironment, sent: bytes, token: str) -> _Touch:
        """Return the tap.

        Raises:
            Missing: It is no ordinary one.
            BadPayload: Its badge is none of ours.
        """
        form, keys, now = _ORDINARY.fullmatch(sent), self._city.keys, clock.now()
        if form is None:
            raise Missing("not_ordinary")
        seen, word = payload.verify(environ["PATH_INFO"][3:], keys.ring), form[1].decode()
        key = read(word, keys.vault.submission)
        told = (key.purpose, key.serial, key.channel)
        if told != (Purpose.BADGE, seen.serial.hex(), Channel.QR) or not key.sent_in_time(now):
            raise Missing("not_ordinary")
        who = self._client(keys, environ, token)
        tap = service.Tap(int(form[2]), False, self._locale(environ), who.device, who.network)
        return _Touch(word, key, seen.key_id, tap, who, now)

    def _client(self, keys: Keys, environ: WSGIEnvironment, token: str) -> guard.Client:
        return guard.client_of(
            keys.vault,
            environ.get("REMOTE_ADDR"),
            token,
            environ.get("HTTP_USER_AGENT", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        )

    def _locale(self, environ: WSGIEnvironment) -> str:
        asked = environ.get("QUERY_STRING", "")
        if asked and asked not in _LANGUAGES:
            raise Missing("not_ordinary")
        return _LANGUAGES.get(asked, self._city.settings.locale)

    def _store(self, touch: _Touch) -> None:
        """Store the tap of a living badge.

        The badge is read where the tap is written: a line of its own would have forgotten every
        page of the database with the tap before.

        Raises:
            Missing: The badge has ended, or is none of ours.
            Unwritable: As in ``Database.writing_rows``.
        """
        serial, zone = touch.key.serial, self._city.settings.zone
        with self._city.db.writing_rows() as rows:
            badge = bearer_of_serial(rows, serial)
            if badge is None or badge.key_id != touch.key_id:
                raise Missing("unknown_badge")
            if badge.standing(touch.at) is not BadgeStatus.ACTIVE:
                raise Missing("not_ordinary")
            service.submit(rows, touch.key, touch.tap, badge, now=touch.at, zone=zone)

    def _thank(
        self,
        touch: _Touch,
        environ: WSGIEnvironment,
        token: str,
        started: float,
        start: StartResponse,
    ) -> Iterable[bytes]:
        number = secrets.token_hex(8)
        asked = environ.get("QUERY_STRING", "")
        headers = [
            *self._always,
            ("X-Request-Id", number),
            ("Location", f"/thanks/{touch.word}" + (f"?{asked}" if asked else "")),
            ("Content-Length", "0"),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
        ]
        if not token:
            headers.append(device.set_cookie(self._cookie, secure=self._secure))
        start("303 SEE OTHER", headers)
        log_request(number, "intake.badge", "POST", 303, started=started)
        return [b""]
