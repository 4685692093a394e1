"""The short way of what follows a tap: its thanks, the words with their case, the receipt.

Ordinary visits alone (``doorway``): a page is filled into an outline the application has drawn
before, words are checked and stored by the form and the services the page uses.  Whatever is not
just that - words to put right or told before, a photo, a machine, a case others reported, a spent
window, a page nobody has asked for yet, any fault - is left to the application, which says what to
do.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from app import clock
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
from app.intake.words import Said, kind_of, still_open, store_words, told_before

__all__ = ["AfterDoor"]

_STEP = re.compile(r"/thanks/([A-Za-z]{48})(/receipt)?")
_MOST_BYTES, _MOST_PARTS = 64 * 2**10, 100
_THANKS, _RECEIPT = Route("intake.thanks", "GET"), Route("intake.receipt", "GET")
_PAGES: dict[tuple[str, str | None], Route] = {
    ("GET", None): _THANKS,
    ("GET", "/receipt"): _RECEIPT,
}
_SENT, _WORDS = ("POST", None), Route("intake.words", "POST")


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
        nonce = secrets.token_urlsafe(16)
        try:
            taken = asked == _SENT and self._take(key, visit, environ)
            page = self._page(asked, key, visit, nonce)
        except Exception as fault:
            self._doorway.leave(fault)
            taken, page = False, None
        if taken:
            path = f"/thanks/{key}/receipt"
            return self._doorway.send_on(start_response, visit, _WORDS, path)
        if page is None:
            return self._inner(environ, start_response)
        return self._doorway.show(start_response, visit, _PAGES[asked], page, nonce)

    def _page(
        self, asked: tuple[str, str | None], key: str, visit: Visit, nonce: str
    ) -> bytes | None:
        if asked not in _PAGES:
            return None
        reader = Reader(visit.locale, visit.asked, self._city.settings.zone)
        draw = self._thanks if _PAGES[asked] is _THANKS else self._receipt
        return draw(key, reader, nonce)

    def _thanks(self, key: str, reader: Reader, nonce: str) -> bytes | None:
        tap = self._tap(key)
        if tap is None or tap.told_at is not None:
            return None
        own = {KEY: key, NONCE: nonce}
        return thanks_page(self._outlines, tap, reader=reader, now=clock.now(), own=own)

    def _receipt(self, key: str, reader: Reader, nonce: str) -> bytes | None:
        slip = self._slip(key)
        if slip is None or clock.now() - slip.told_at > SECOND_STEP:
            return None
        return receipt_page(self._outlines, slip, reader=reader, own={NONCE: nonce})

    def _take(self, key: str, visit: Visit, environ: WSGIEnvironment) -> bool:
        """Store words that are in order; return whether they were."""
        sent, tap, now = _fields(environ), self._tap(key), clock.now()
        if sent is None or tap is None or not _awaited(sent, tap, key, now):
            return False
        form = TellForm(sent, subject_kind=kind_of(tap))
        if form.only_a_face or form.lured or not form.in_order:
            return False
        who = client_of(environ, visit, self._city.keys.vault)
        said = Said(tap, form, who, visit.locale, now)
        if told_before(self._city, said) is not None:
            return False
        guard.allow_message(self._city, who, tap.nonce)
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


def _awaited(sent: MultiDict[str, str], tap: Tapped, key: str, now: datetime) -> bool:
    """Return whether these are the first words of a tap, in time, and sent to be stored."""
    own = sent.get("key", key) == key and "switch" not in sent
    return own and tap.told_at is None and still_open(tap, now)


def _fields(environ: WSGIEnvironment) -> MultiDict[str, str] | None:
    """Return the fields of a small form that brings no file, else nothing."""
    sent = sent_body(environ, _MOST_BYTES)
    if sent is None:
        return None
    mimetype, options = parse_options_header(environ.get("CONTENT_TYPE"))
    parser = FormDataParser(max_form_parts=_MOST_PARTS)
    _stream, fields, files = parser.parse(BytesIO(sent), mimetype, len(sent), options)
    brought = [file for _name, file in files.items(multi=True)]
    for file in brought:
        file.close()
    return None if any(file.filename for file in brought) else fields
