"""The way of one message: tap, words, the citizen's word on an answer.

Each function joins feedback, case and notices in the caller's one unit of work.  All of them may
be repeated without harm: the nonce of the form is unique.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app import text
from app.badges.queries import Bearer
from app.badges.rules import BadgeStatus
from app.cases import service as cases
from app.cases.adding import add_words, ask_redaction
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE
from app.errors import Gone, Missing, Refused
from app.feedback import service as feedback
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Identity, Kind
from app.feedback.service import Rating, Recorded
from app.feedback.topics import ENDED_BADGE, FALSE_BADGE, UNKNOWN_BADGE
from app.feedback.words import Words, put_words
from app.intake.rules import gets_receipt
from app.intake.submission import FIRST_SENDING, SECOND_STEP, Purpose, Submission
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.quick_sql import Store, first_row
from app.vault import Vault
from qr import codes

__all__ = ["WAYS", "Tap", "act", "correct", "rate", "submit", "tell"]

_WITH_WORDS: dict[str, Any] = {
    "reply": cases.reply,
    "withdraw": cases.withdraw,
    "reopen": cases.reopen,
    "appeal": cases.appeal,
    "add": add_words,
    "ask_redaction": ask_redaction,
}
WAYS = frozenset({"confirm", "refute", *_WITH_WORDS})


@dataclass(frozen=True, slots=True)
class Tap:
    """One touch of a face, or one report of a false badge (then without a mood)."""

    mood: int | None
    report: bool = False
    locale: str = "fa"
    device: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class _Tapped:
    """A stored tap, the kind of its subject and the path of its unit."""

    row: Feedback
    kind: str | None
    unit_path: str | None


def submit(
    store: Store,
    key: Submission,
    tap: Tap,
    badge: Bearer | None,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Recorded:
    """Store a tap: two statements, whether it comes once or again.

    It counts for the person or place of the badge; of a badge that has ended, or in a report of a
    false one, for the unit; without a badge for the city.

    Args:
        store: Open unit of work.
        key: The form's submission key.
        tap: What was touched.
        badge: The badge, if there is one.
        now: Instant of server receipt.
        zone: The city's zone.
    """
    rating = Rating(
        submission=key.nonce,
        channel=key.channel,
        mood=None if tap.report else tap.mood,
        locale=tap.locale,
        device=tap.device,
        network=tap.network,
        seconds=key.seconds(now),
        **_about(key, tap, badge, now),
    )
    return feedback.record(store, rating, now=now, zone=zone)


def tell(
    store: Store,
    nonce: str,
    words: Words,
    *,
    vault: Vault,
    now: datetime,
    zone: ZoneInfo,
    device: str = "",
    sms: bool = True,
) -> bool:
    """Add words to a tap, open the case they ask for and queue the notices.

    Returns whether they are new; a repeat changes nothing, its photos are not wanted.

    Args:
        store: Open unit of work; the record is locked for the rest of it.
        nonce: Of the form that made the tap.
        words: What was written; the receipt's hash is added here.
        vault: Seals the contact, derives the receipt.
        now: Instant of server receipt.
        zone: The city's zone.
        device: Who sends; the phone of the tap may have had no network for a week.
        sms: Whether a text message may answer at once; the caps of the city may forbid it.

    Raises:
        Missing: There was no tap with this form.
        Gone: The half hour after the tap is over, the week for its own phone; the rating stays.
        Refused: Other words were stored for this tap before; they stay.
    """
    tap = _in_time(store, nonce, now, device)
    new = tap.row.told_at is None
    if gets_receipt(words.kind, words.identity, wants_answer=words.wants_answer):
        receipt = codes.receipt(vault.receipt, nonce)
        words = replace(words, receipt_hash=vault.receipt_hash(receipt))
    put_words(store, tap.row, words, vault=vault, now=now, zone=zone)
    if new:
        _open_or_thank(store, tap, now, sms=sms)
    return new


def correct(session: Session, nonce: str, mood: int, *, now: datetime, zone: ZoneInfo) -> None:
    """Change the face of a tap and nothing else; words may still follow.

    Raises:
        Missing: There was no tap with this form.
        Gone: The half hour after the tap is over.
    """
    _in_time(session, nonce, now)
    feedback.correct(session, nonce, mood, zone=zone)


def act(session: Session, feedback_id: int, way: str, *, words: str, now: datetime) -> None:
    """Do what a citizen asks for on the own case, opened by receipt or by a proven number.

    Args:
        session: Open unit of work.
        feedback_id: The own message.
        way: One of ``WAYS``.
        words: What goes with it; an answer to a question needs some.
        now: Instant of server receipt.

    Raises:
        Missing: The message opened no case.
        Invalid: ``text_missing``.
        Refused: The case does not allow it now.
    """
    said = text.clean(words)
    if way in {"confirm", "refute"}:
        (cases.confirm if way == "confirm" else cases.refute)(session, feedback_id, now=now)
    elif way in _WITH_WORDS:
        _WITH_WORDS[way](session, feedback_id, words=said, now=now)
    else:
        raise Refused("way")


def rate(session: Session, feedback_id: int, score: int, *, now: datetime) -> bool:
    """Take how satisfied a citizen is with the handling of the own case; return whether it is new.

    The first word of a cycle stands.

    Raises:
        Missing: The message opened no case.
        Invalid: ``score``: not 1-5.
        Refused: ``open``: the case is still worked on.
    """
    return cases.rate(session, feedback_id, score, now=now)


def _about(key: Submission, tap: Tap, badge: Bearer | None, now: datetime) -> dict[str, Any]:
    """Return what a tap is about, as parts of its rating."""
    if badge is None:
        return {"topics": (UNKNOWN_BADGE,)} if key.purpose is Purpose.UNKNOWN else {}
    about = {"badge_id": badge.badge_id, "unit_id": badge.unit_id, "site": badge.site}
    if tap.report:
        return about | {"kind": Kind.COMMENT, "topics": (FALSE_BADGE,)}
    if badge.standing(now) is not BadgeStatus.ACTIVE:
        return about | {"topics": (ENDED_BADGE,)}
    return about | {"subject_id": badge.subject_id, "service_type": badge.service_type}


def _in_time(store: Store, nonce: str, now: datetime, device: str = "") -> _Tapped:
    """Lock the tap and return it, if words may still come to it; one statement."""
    found = first_row(store, Feedback, _tapped_by(), nonce=nonce)
    if found is None:
        raise Missing("form_unknown")
    tap = _Tapped(*found)
    row = tap.row
    waited = device != "" and device == row.device and row.channel is not Channel.KIOSK
    if now - row.created_at > (FIRST_SENDING if waited else SECOND_STEP):
        raise Gone("half_hour_over")
    return tap


@cache
def _tapped_by() -> Any:
    return (
        select(Feedback, col(Subject.kind), col(Unit.path))
        .outerjoin(Subject, col(Subject.id) == col(Feedback.subject_id))
        .outerjoin(Unit, col(Unit.id) == col(Feedback.unit_id))
        .where(col(Feedback.submission) == bindparam("nonce"))
        .with_for_update(of=Feedback)
        .execution_options(populate_existing=True)
    )


def _open_or_thank(store: Store, tap: _Tapped, now: datetime, *, sms: bool) -> None:
    row = tap.row
    filed = cases.Filing(
        feedback_id=row.id or 0,
        tracking_code=row.tracking_code,
        subject_id=row.subject_id,
        named_subject_id=row.subject_id if tap.kind == EMPLOYEE else None,
        unit_id=row.unit_id,
        unit_path=tap.unit_path or "",
        kind=row.kind,
        category=row.category,
        wants_answer=row.wants_answer,
        identity=row.identity,
        locale=row.locale,
        words=row.text,
        sms=sms,
    )
    case = cases.open(store, filed, now=now)
    if case is None and sms and row.identity is not Identity.ANONYMOUS:
        notices.enqueue(
            store,
            "C02",
            event=f"feedback:{row.id}:received",
            recipient=f"feedback:{row.id}",
            channel=NoticeChannel.SMS,
            now=now,
            locale=row.locale,
            params={"code": row.tracking_code, "link": f"/t/{row.tracking_code}"},
        )
