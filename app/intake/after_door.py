"""The short way of what follows a tap: its thanks, the words with their case, the receipt.

Ordinary visits alone (``doorway``): a page is filled into an outline the application has drawn
before, words are checked and stored by the form and the services the page uses.  Whatever is not
just that - words to put right, a photo, a case others reported, a spent window, a fault of the
store, a page nobody has asked for yet - is left to the application, which says what to do.
"""

import re
import secrets
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser

from app import clock
from app.errors import TakrimError
from app.instance import Instance
from app.intake import guard, queries
from app.intake.doorway import Doorway, Route, Visit, client_of, sent_body
from app.intake.forms import TellForm
from app.intake.outline import KEY, NONCE
from app.intake.outlines import Outlines, Reader
from app.intake.queries import Slip, Tapped
from app.intake.received import receipt_page
from app.intake.submission import SECOND_STEP, read
from app.intake.thanked import thanks_page
from app.intake.words import Said, kind_of, store_words, told_before

__all__ = ["AfterDoor"]

_STEP = re.compile(r"/thanks/([A-Za-z]{48})(/receipt)?")
_FILE = re.compile(rb'filename\*?="?[^"\r\n]')
_MOST_BYTES, _MOST_PARTS = 64 * 2**10, 100
_THANKS = Route("intake.thanks", "GET")
_WORDS = Route("intake.words", "POST")
_RECEIPT = Route("intake.receipt", "GET")


class AfterDoor:
    """WSGI middleware in front of the application, inside of what reads the proxy's headers."""

    def __init__(self, inner: WSGIApplication, city: Instance, outlines: Outlines) -> None:
        self._inner, self._city, self._outlines = inner, city, outlines
        self._doorway = Doorway(city)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer an ordinary step after a tap, or let the application look at the request."""
        step = _STEP.fullmatch(environ["PATH_INFO"])
        visit = self._doorway.visit(environ) if step else None
        if step is None or visit is None:
            return self._inner(environ, start_response)
        key, asked = step[1], (environ["REQUEST_METHOD"], step[2])
        try:
            answer = None
            if asked == ("GET", None):
                answer = self._thanks(key, visit, start_response)
            elif asked == ("GET", "/receipt"):
                answer = self._receipt(key, visit, start_response)
            elif asked == ("POST", None) and self._take(key, visit, environ):
                path = f"/thanks/{key}/receipt"
                answer = self._doorway.send_on(start_response, visit, _WORDS, path)
        except (TakrimError, HTTPException):
            answer = None
        return self._inner(environ, start_response) if answer is None else answer

    def _thanks(self, key: str, visit: Visit, start: StartResponse) -> Iterable[bytes] | None:
        tap, nonce = self._tap(key), secrets.token_urlsafe(16)
        if tap is None or tap.told_at is not None:
            return None
        own = {KEY: key, NONCE: nonce}
        reader, now = self._reader(visit), clock.now()
        page = thanks_page(self._outlines, tap, reader=reader, now=now, own=own)
        return self._doorway.show(start, visit, _THANKS, page, nonce) if page else None

    def _receipt(self, key: str, visit: Visit, start: StartResponse) -> Iterable[bytes] | None:
        slip, nonce = self._slip(key), secrets.token_urlsafe(16)
        if slip is None or clock.now() - slip.told_at > SECOND_STEP:
            return None
        page = receipt_page(self._outlines, slip, reader=self._reader(visit), own={NONCE: nonce})
        return self._doorway.show(start, visit, _RECEIPT, page, nonce) if page else None

    def _take(self, key: str, visit: Visit, environ: WSGIEnvironment) -> bool:
        """Store words that are in order; return whether they were."""
        sent, tap, now = _fields(environ), self._tap(key), clock.now()
        if sent is None or tap is None or "switch" in sent or sent.get("key", key) != key:
            return False
        form = TellForm(sent, subject_kind=kind_of(tap))
        if form.only_a_face or not form.in_order:
            return False
        said = Said(tap, form, client_of(environ, visit, self._city.keys.vault), visit.locale, now)
        if told_before(self._city, said) is not None:
            return False
        guard.allow_message(self._city, said.who, tap.nonce, lured=form.lured)
        environ[guard.COUNTED] = True
        store_words(self._city, said)
        return True

    def _tap(self, key: str) -> Tapped | None:
        nonce = read(key, self._city.keys.vault.submission).nonce
        with self._city.db.reading_rows() as rows:
            return queries.tapped(rows, nonce)

    def _slip(self, key: str) -> Slip | None:
        vault = self._city.keys.vault
        nonce = read(key, vault.submission).nonce
        with self._city.db.reading_rows() as rows:
            return queries.slip(rows, nonce, vault)

    def _reader(self, visit: Visit) -> Reader:
        return Reader(visit.locale, visit.asked, self._city.settings.zone)


def _fields(environ: WSGIEnvironment) -> MultiDict[str, str] | None:
    """Return the fields of a small form that brings no file, else nothing."""
    sent = sent_body(environ, _MOST_BYTES)
    if sent is None or _FILE.search(sent):
        return None
    _stream, fields, files = FormDataParser(max_form_parts=_MOST_PARTS).parse_from_environ(environ)
    for unnamed in files.values():
        unnamed.close()
    environ["wsgi.input"].seek(0)
    return fields
