"""Erased words as the engine meets them: nothing to read, yet still a copy of what they copied."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from app.feedback.erasing.models import Erasure
from app.feedback.erasing.sketching import likeness, sketched
from app.feedback.models import Feedback
from app.scores.nightly.answers import answer_name

__all__ = ["stand_ins"]

Known = list[tuple[bytes, str]]
"""Sketches with the words that stand for them."""


def stand_ins(session: Session, *, words_key: bytes, alike: float) -> dict[str, str]:
    """Return what stands for erased words, by the answer's name; two statements.

    That is a text about the same subject whose sketch is as alike as copies are (``alike``), or
    signs nobody wrote, one and the same for erased texts that were alike.  It is made for the
    night and kept nowhere; an auditor's file has no words for these answers.

    Args:
        session: For reading.
        words_key: Key of the sketches; without it nothing can be told.
        alike: Least overlap of copies, 0-1.
    """
    gone = _erased(session) if words_key else {}
    living = _living(session, list(gone), words_key) if gone else {}
    return {
        answer_name(key): words
        for subject, rows in gone.items()
        for key, words in _stood_in(rows, living[subject], alike)
    }


def _stood_in(rows: list[tuple[int, bytes]], known: Known, alike: float) -> list[tuple[int, str]]:
    """Return words for the erased texts of one subject, those like a living text first."""
    found = [(key, sketch, _like(sketch, known, alike)) for key, sketch in rows]
    told = [(sketch, words) for _key, sketch, words in found if words]
    done = [(key, words) for key, _sketch, words in found if words]
    for key, sketch in ((key, sketch) for key, sketch, words in found if not words):
        words = _like(sketch, told, alike) or sketch.hex()
        told.append((sketch, words))
        done.append((key, words))
    return done


def _like(sketch: bytes, known: Known, alike: float) -> str:
    best = max(known, key=lambda one: likeness(one[0], sketch), default=(b"", ""))
    return best[1] if best[0] and likeness(best[0], sketch) >= alike else ""


def _erased(session: Session) -> dict[int, list[tuple[int, bytes]]]:
    found = (
        select(col(Feedback.subject_id), col(Feedback.id), col(Erasure.sketch))
        .join(Feedback, col(Feedback.id) == col(Erasure.feedback_id))
        .where(
            col(Erasure.sketch).is_not(None),
            col(Feedback.subject_id).is_not(None),
            col(Feedback.mood).is_not(None),
        )
        .order_by(col(Feedback.id))
    )
    rows: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
    for subject, key, sketch in session.execute(found):
        rows[subject].append((key, sketch))
    return rows


def _living(session: Session, subjects: Sequence[int], words_key: bytes) -> dict[int, Known]:
    found = (
        select(col(Feedback.subject_id), col(Feedback.text))
        .where(
            col(Feedback.subject_id).in_(subjects),
            col(Feedback.text) != "",
            col(Feedback.mood).is_not(None),
        )
        .order_by(col(Feedback.id))
    )
    known: dict[int, Known] = defaultdict(list)
    for subject, text in session.execute(found):
        if sketch := sketched(text, words_key):
            known[subject].append((sketch, text))
    return known
