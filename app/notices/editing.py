"""Texts of notices as a city words them: versions on top of the shipped ones, none ever lost.

A city's text may use the names of the shipped one and no others, because those are what every
caller hands in.  The newest version is in force from the next sending on.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.db import ensure
from app.errors import Invalid, Missing, Refused
from app.notices.models import NoticeText
from app.notices.texts import TEXTS, Text, braces_sound, names_in
from app.text import clean

__all__ = ["LOCALES", "check", "reword", "texts_in_force", "versions"]

LOCALES = ("fa", "en")
_LONGEST = 300


def texts_in_force(session: Session) -> dict[str, Text]:
    """Return every text as it is sent now, in one statement."""
    texts = dict(TEXTS)
    rows = select(NoticeText).order_by(col(NoticeText.version))
    for row in session.exec(rows):
        if row.template in TEXTS:
            texts[row.template] = _text(row)
    return texts


def versions(session: Session, template: str) -> list[tuple[Text, datetime | None]]:
    """Return the versions of one text with when they began, the newest first.

    Raises:
        Missing: There is no such text.
    """
    if template not in TEXTS:
        raise Missing("notice_text", template[:10])
    newest = col(NoticeText.version).desc()
    rows = select(NoticeText).where(NoticeText.template == template).order_by(newest)
    stored = [(_text(row), row.changed_at) for row in session.exec(rows)]
    return [*stored, (TEXTS[template], None)]


def reword(
    session: Session,
    template: str,
    wording: Mapping[str, str],
    *,
    seen: int,
    actor_id: int,
    now: datetime,
) -> Text:
    """Store a new version of a text.

    Args:
        session: Open unit of work.
        template: ``C01`` to ``S10``.
        wording: The sentence by language, both of them.
        seen: Version the editor had before them; another one in force means somebody was faster.
        actor_id: Who words it.
        now: From when on it is in force.

    Raises:
        Missing: There is no such text.
        Refused: ``changed_meanwhile``.
        Invalid: At ``fa`` or ``en``: ``text_missing``, ``text_long``, ``text_names``,
            ``text_braces``.
    """
    current = versions(session, template)[0][0]
    if current.version != seen:
        raise Refused("changed_meanwhile", f"saw {seen}, is {current.version}")
    said = {locale: check(template, locale, wording.get(locale, "")) for locale in LOCALES}
    if names_in(said["fa"]) != names_in(said["en"]):
        raise Invalid("text_languages", field="en")
    row = NoticeText(
        template=template, version=seen + 1, fa=said["fa"], en=said["en"],
        changed_by=actor_id, changed_at=now,
    )  # fmt: skip
    if not ensure(session, row):
        raise Refused("changed_meanwhile", f"{template} {seen + 1}")
    audit.append(
        session,
        "notice.reword",
        actor_id=actor_id,
        now=now,
        object=f"text:{template}",
        detail={"version": seen + 1, **said},
    )
    return _text(row)


def check(template: str, locale: str, sentence: str) -> str:
    """Return a sentence without doubled blanks, once it can be a text of this notice.

    Raises:
        Invalid: As ``reword``.
    """
    sentence = " ".join(clean(sentence).split())
    if not sentence:
        raise Invalid("text_missing", field=locale)
    if len(sentence) > _LONGEST:
        raise Invalid("text_long", field=locale)
    if not braces_sound(sentence):
        raise Invalid("text_braces", field=locale)
    if names_in(sentence) - TEXTS[template].names:
        raise Invalid("text_names", field=locale)
    return sentence


def _text(row: NoticeText) -> Text:
    shipped = TEXTS[row.template]
    return replace(shipped, version=row.version, wording={"fa": row.fa, "en": row.en})
