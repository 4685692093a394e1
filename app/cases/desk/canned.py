"""Ready answers of the desks: by category, in both languages, version by version.

An edit adds a version and never changes one, so that what was sent can be told from what was ready
at the time.  Retiring one adds a version too.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.cases.desk.models import CannedAnswer
from app.cases.desk.rules import Purpose, check_places
from app.cases.rules import ANSWER_LEAST, CATEGORIES, Remedy
from app.errors import Invalid, Missing, Refused
from app.rights import Person
from app.text import clean, clean_name

__all__ = ["Ready", "answers_in_force", "fitting", "retire", "reword", "versions_of"]

_NAME_MOST, _TEXT_MOST = 80, 2000


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready answer as somebody writes it; ``category`` empty fits all."""

    name_fa: str
    text_fa: str
    purpose: Purpose
    name_en: str = ""
    text_en: str = ""
    category: str = ""
    remedy: Remedy | None = None


def answers_in_force(session: Session) -> list[CannedAnswer]:
    """Return every ready answer in its newest version, by category and name; one statement."""
    found = select(CannedAnswer).where(
        col(CannedAnswer.current).is_(True), col(CannedAnswer.retired).is_(False)
    )
    rows = session.exec(found.order_by(col(CannedAnswer.category), col(CannedAnswer.name_fa)))
    return list(rows)


def fitting(session: Session, category: str, purposes: Sequence[str]) -> list[CannedAnswer]:
    """Return the ready answers for a case, its own category's first; one statement.

    Args:
        session: Read only here.
        category: Of the case.
        purposes: Which composers are open to the reader.
    """
    found = select(CannedAnswer).where(
        col(CannedAnswer.current).is_(True),
        col(CannedAnswer.retired).is_(False),
        col(CannedAnswer.category).in_({"", category}),
        col(CannedAnswer.purpose).in_(list(purposes)),
    )
    own_first = col(CannedAnswer.category) == ""
    return list(session.exec(found.order_by(own_first, col(CannedAnswer.name_fa))))


def versions_of(session: Session, key: str) -> list[CannedAnswer]:
    """Return every version of a ready answer, newest first.

    Raises:
        Missing: There is none with this key.
    """
    found = select(CannedAnswer).where(CannedAnswer.key == key)
    rows = list(session.exec(found.order_by(col(CannedAnswer.version).desc())))
    if not rows:
        raise Missing("unknown")
    return rows


def reword(
    session: Session, ready: Ready, *, by: Person, now: datetime, key: str = "", seen: int = 0
) -> CannedAnswer:
    """Store a ready answer, or the next version of one.

    Args:
        session: Open unit of work.
        ready: What it says.
        by: Who writes it.
        now: Aware instant.
        key: Of the one to change; empty for a new one.
        seen: The version the writer saw.

    Raises:
        Missing: There is none with this key.
        Invalid: ``name_missing``, ``answer_short``, ``text_long``, ``place_unknown``, ``remedy``,
            ``category``.
        Refused: ``changed_meanwhile``.
    """
    checked = _checked(ready)
    last = _last(session, key, seen) if key else None
    return _add(session, key or secrets.token_hex(8), last, checked, retired=False, by=by, now=now)


def retire(session: Session, key: str, *, by: Person, now: datetime) -> None:
    """Take a ready answer out of use; its versions stay.

    Raises:
        Missing: There is none with this key.
    """
    last = _last(session, key, 0)
    if not last.retired:
        _add(session, key, last, _as_it_is(last), retired=True, by=by, now=now)


def _last(session: Session, key: str, seen: int) -> CannedAnswer:
    found = select(CannedAnswer).where(CannedAnswer.key == key, col(CannedAnswer.current).is_(True))
    last = session.exec(found.with_for_update()).first()
    if last is None:
        raise Missing("unknown")
    if seen and last.version != seen:
        raise Refused("changed_meanwhile", f"saw {seen}, is {last.version}")
    return last


def _add(
    session: Session,
    key: str,
    last: CannedAnswer | None,
    ready: Ready,
    *,
    retired: bool,
    by: Person,
    now: datetime,
) -> CannedAnswer:
    if last is not None:
        last.current = False
        session.add(last)
        session.flush()
    row = CannedAnswer(
        key=key,
        version=last.version + 1 if last else 1,
        retired=retired,
        category=ready.category,
        purpose=ready.purpose,
        remedy=ready.remedy,
        name_fa=ready.name_fa,
        name_en=ready.name_en,
        text_fa=ready.text_fa,
        text_en=ready.text_en,
        made_by=by.id,
        made_at=now,
    )
    session.add(row)
    session.flush()
    detail = {"version": row.version, "retired": retired}
    audit.append(
        session, "canned.stored", actor_id=by.id, now=now, object=f"canned:{key}", detail=detail
    )
    return row


def _checked(ready: Ready) -> Ready:
    name = clean_name(ready.name_fa)[:_NAME_MOST]
    if not name:
        raise Invalid("name_missing", field="name_fa")
    texts = {}
    for field in ("text_fa", "text_en"):
        said = check_places(clean(getattr(ready, field)), field)
        if len(said) > _TEXT_MOST:
            raise Invalid("text_long", field=field)
        if (said or field == "text_fa") and len(said) < ANSWER_LEAST:
            raise Invalid("answer_short", field=field)
        texts[field] = said
    if ready.category and ready.category not in CATEGORIES:
        raise Invalid("category", field="category")
    if ready.purpose is Purpose.FIX and ready.remedy is None:
        raise Invalid("remedy", field="remedy")
    return Ready(
        name_fa=name,
        name_en=clean_name(ready.name_en)[:_NAME_MOST],
        purpose=ready.purpose,
        category=ready.category,
        remedy=ready.remedy if ready.purpose is Purpose.FIX else None,
        **texts,
    )


def _as_it_is(row: CannedAnswer) -> Ready:
    return Ready(
        name_fa=row.name_fa,
        name_en=row.name_en,
        text_fa=row.text_fa,
        text_en=row.text_en,
        purpose=row.purpose,
        category=row.category,
        remedy=row.remedy,
    )
