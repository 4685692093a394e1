"""The short way of a tap: one touch of a face on a genuine, living badge, stored at once.

A tap is what citizens send most, and almost every one is alike: a small form with a genuine key
and a face, from a browser that carries nothing but its own token.  Such a one is checked and
stored here by the very services the page uses, without what a page needs around it.  Whatever is
not just that - another cookie, another field, a spent window, a badge that has ended, a fault of
the store - is left to the application, which says what to do; so nothing is decided here but yes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from app import clock
from app.badges.queries import bearer_of_serial
from app.badges.rules import BadgeStatus
from app.bodies import FORM
from app.errors import Missing
from app.feedback.rules import Channel
from app.instance import Instance
from app.intake import guard, service
from app.intake.doorway import Doorway, Route, Visit, client_of, sent_body
from app.intake.submission import Purpose, Submission, read
from qr import payload

__all__ = ["TapDoor"]

_TAPS = {("POST", "/B/", FORM), ("POST", "/b/", FORM)}
_MOST_BYTES = 64
_ORDINARY = re.compile(rb"key=([A-Za-z]{48})&tap=([1-5])")
_ROUTE = Route("intake.badge", "POST")


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
        self._inner, self._city, self._doorway = inner, city, Doorway(city)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Store an ordinary tap, or let the application look at the request."""
        visit = self._doorway.visit(environ) if _is_tap(environ) else None
        sent = sent_body(environ, _MOST_BYTES) if visit else None
        if visit is None or sent is None:
            return self._inner(environ, start_response)
        try:
            touch = self._read(environ, visit, sent)
            guard.allow_rating(self._city, touch.who, touch.key.serial)
            environ[guard.COUNTED] = True
            self._store(touch)
        except Exception as fault:
            self._doorway.leave(fault)
            return self._inner(environ, start_response)
        return self._doorway.send_on(
            start_response, visit, _ROUTE, f"/thanks/{touch.word}", greet=True
        )

    def _read(self, environ: WSGIEnvironment, visit: Visit, sent: bytes) -> _Touch:
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
        who = client_of(environ, visit, keys.vault)
        tap = service.Tap(int(form[2]), False, visit.locale, who.device, who.network)
        return _Touch(word, key, seen.key_id, tap, who, now)

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


def _is_tap(environ: WSGIEnvironment) -> bool:
    told = environ["REQUEST_METHOD"], environ["PATH_INFO"][:3], environ.get("CONTENT_TYPE", "")
    return told in _TAPS
