"""Words after a tap, from a form that is in order into the store; the page and its short way."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.cases.echoes.queries import SameCase
from app.directory.rules import EMPLOYEE
from app.feedback.words import Words
from app.instance import Instance
from app.intake import guard, service
from app.intake.forms import TellForm
from app.intake.queries import Tapped
from app.intake.sameness import as_one_more_voice, count_in, same_as
from app.intake.submission import SECOND_STEP
from app.quick_sql import Store

__all__ = ["Said", "kind_of", "still_open", "store_words", "told_before"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a citizen said after a tap: the form is in order, ``now`` is when it came in."""

    tap: Tapped
    form: TellForm
    who: guard.Client
    locale: str
    now: datetime


def kind_of(tap: Tapped) -> str:
    """Return by which kind of subject the topics of a tap are chosen."""
    return tap.kind or ("service_office" if tap.unit_name_fa else "other")


def still_open(tap: Tapped, now: datetime) -> bool:
    """Return whether words may still come to a tap."""
    return now - tap.created_at <= SECOND_STEP


def told_before(city: Instance, said: Said) -> SameCase | None:
    """Return the open case to ask about before one more is opened, if others said the same here.

    Raises:
        Unwritable: The store cannot be read.
    """
    tap, form = said.tap, said.form
    if tap.told_at or form.photos or form.same in {"yes", "no"} or tap.kind in {"", EMPLOYEE}:
        return None
    with city.db.reading() as session:
        return same_as(session, tap.nonce, form.draft(said.locale), now=said.now)


def store_words(city: Instance, said: Said) -> None:
    """Store words and photos; photos of a message that was there already are not kept twice.

    Raises:
        Gone, Missing, Refused: As in ``service.tell``.
        Unwritable: The store is locked, full or away; nothing was stored.
    """
    photos: list[str] = []
    new = False
    try:
        photos += (city.photos.put_raw(raw) for raw in said.form.photos)
        words = said.form.draft(said.locale, tuple(photos))
        if said.form.same == "yes":
            with city.db.writing() as session:
                new = _join(session, city, said, words)
        else:
            with city.db.writing_rows() as rows:
                new = _tell(rows, city, said, words)
    finally:
        for name in () if new else photos:
            city.photos.drop_raw(name)


def _join(session: Session, city: Instance, said: Said, words: Words) -> bool:
    """Store words as one more voice of the case they repeat, if it is open still."""
    nonce = said.tap.nonce
    same = same_as(session, nonce, words, now=said.now)
    new = _tell(session, city, said, as_one_more_voice(words) if same else words)
    if same and new:
        count_in(session, nonce, same, now=said.now)
    return new


def _tell(store: Store, city: Instance, said: Said, words: Words) -> bool:
    vault, who = city.keys.vault, said.who
    sms = not words.phone or guard.allow_sms(
        city, who, vault.blind_index(words.phone), badge=said.tap.about
    )
    return service.tell(
        store,
        said.tap.nonce,
        words,
        vault=vault,
        now=said.now,
        zone=city.settings.zone,
        device=who.device,
        sms=sms,
    )
