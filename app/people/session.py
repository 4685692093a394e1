"""The signed-in browser: load its person for each request, open and close its session.

The cookie is signed by Flask and carries a random token; everything else is a row that can end.
A reader without a cookie costs no statement.
"""

from contextlib import suppress
from datetime import datetime
from typing import cast

from flask import g, request, session
from sqlmodel import Session

from app import clock
from app.device import cookie_name, token_in
from app.errors import Unwritable
from app.i18n import LOCALES
from app.people import queries, service
from app.people.rules import SEEN_EVERY
from app.people.sessions import touch
from app.web import house, reading, writing

__all__ = ["keep", "load_person", "session_id", "start"]

_KEY = "sid"


def load_person() -> None:
    """Find the person behind this request and put them where ``web.signed_in`` looks."""
    token = session.get(_KEY) if request.endpoint != "static" else None
    if not token:
        return
    now = clock.now()
    lang = request.args.get("lang", "")
    asked = lang if lang in LOCALES else ""
    with reading() as db:
        found = queries.signed_in(db, str(token), now=now, asked=asked)
    if found is None:
        session.pop(_KEY)
        return
    g.me, g.session_id = found.person, found.session_id
    if not asked:
        g.locale = found.locale
    if now - found.seen_at >= SEEN_EVERY:
        _seen(found.session_id, now)


def start(db: Session, account_id: int) -> str:
    """Open a session row inside the caller's unit of work; hand the token to ``keep`` after it."""
    agent = request.headers.get("User-Agent", "")
    city = house()
    own = token_in(request.cookies.get(cookie_name(secure=city.settings.secure)))
    device = city.keys.vault.pseudonym_of("token", own)
    return service.start_session(db, account_id, agent=agent, device=device, now=clock.now())


def keep(token: str) -> None:
    """Let this browser carry the token; all it carried before is gone, also the CSRF value."""
    session.clear()
    session[_KEY] = token


def session_id() -> int:
    """Return the row id of this browser's session."""
    return cast(int, g.session_id)


def _seen(session_id: int, now: datetime) -> None:
    with suppress(Unwritable), writing() as db:
        touch(db, session_id, now=now)
