"""What a citizen may do with all the own messages at once: language, and having them erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app.cases.forgetting import forget_words, still_needed
from app.errors import Invalid
from app.feedback.erasing.service import erase
from app.feedback.models import Feedback

__all__ = ["Erased", "choose_language", "erase_all"]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many messages were erased, how many must wait, and which files go with them."""

    erased: int
    waiting: int
    files: tuple[str, ...]


def choose_language(session: Session, ids: Sequence[int], locale: str, known: set[str]) -> None:
    """Let everything sent about these messages from now on be in this language.

    Raises:
        Invalid: ``locale``: none of ``known``.
    """
    if locale not in known:
        raise Invalid("locale", field="locale")
    session.execute(update(Feedback).where(col(Feedback.id).in_(ids)).values(locale=locale))


def erase_all(session: Session, ids: Sequence[int], *, words_key: bytes, now: datetime) -> Erased:
    """Erase these messages; one whose case is still worked on must wait for its end.

    Args:
        session: Open unit of work.
        ids: The own messages, opened by receipt or by a proven number.
        words_key: Key of the sketches that stay of the words.
        now: Instant of the wish.
    """
    done, files = 0, []
    for number in ids:
        if still_needed(session, number):
            continue
        files += forget_words(session, number)
        files += erase(session, number, words_key=words_key, now=now)
        done += 1
    return Erased(done, len(ids) - done, tuple(files))
