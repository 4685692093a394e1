"""Blackening a citizen's words: gone from every page, search, export and notice.

The words are taken out of the record itself, so nothing has to remember to hide them.  The history
keeps that it happened, how many words and by whom, never which.  The first original is sealed for
inspection, whose look is written down, until it is erased.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from app.cases.desk.blackening import behind, outlived, to_blacken
from app.cases.desk.models import WordsRedaction
from app.cases.desk.rules import BLOCK, blackened, lost, words_of
from app.cases.models import Case, CaseStep
from app.cases.moving import record
from app.cases.rules import CaseRole
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Feedback, Release
from app.feedback.rules import ReleaseState
from app.feedback.thanks import retell_thanks
from app.rights import Person
from app.text import fold
from app.vault import Vault

__all__ = ["erase_originals", "original_words", "redact_words", "words_at"]


def words_at(session: Session, case: Case, seq: int) -> tuple[CaseStep, str]:
    """Return an event of the citizen's with its words as they can be read now.

    Raises:
        Missing: No such event, it is not the citizen's, or it has no words.
    """
    step = session.exec(
        select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.seq == seq)
    ).first()
    if step is None or step.role != CaseRole.CIT.value:
        raise Missing("unknown")
    row = _redaction(session, case, seq)
    words = row.shown if row else step.public_text
    if not words:
        raise Missing("unknown")
    return step, words


def redact_words(
    session: Session,
    vault: Vault,
    code: str,
    seq: int,
    chosen: Iterable[int],
    *,
    by: Person,
    now: datetime,
) -> str:
    """Blacken words of one event of the citizen's; return what is left to read.

    Args:
        session: Open unit of work; the case is locked for the rest of it.
        vault: Seals the original.
        code: Tracking code.
        seq: Number of the event.
        chosen: Which words, by number from 0; what is out of range is left out.
        by: A handler, the special team or inspection.
        now: Aware instant.

    Raises:
        Missing: No such case or event.
        Invalid: ``words_missing``.
        Refused: ``read_only``: not this role's to do.
    """
    case, hand = to_blacken(session, code, by)
    step, words = words_at(session, case, seq)
    numbers = {number for number in chosen if 0 <= number < len(words_of(words))}
    if not numbers:
        raise Invalid("words_missing", field="w")
    shown, runs = blackened(words, numbers), lost(words, numbers)
    _keep(session, vault, case, step, words=words, shown=shown, by=by, now=now)
    if step.type == "registered":
        _blacken_record(session, case.feedback_id, shown, runs)
    step.public_text, step.salt = "", ""
    session.add(step)
    session.flush()
    case.version += 1
    record(session, case, hand, "redacted", now=now, reason=f"{seq}: {len(numbers)}")
    return shown


def original_words(
    session: Session, vault: Vault, code: str, seq: int, *, reason: str, by: Person, now: datetime
) -> str:
    """Return the words before any blackening, for inspection; the look is written down.

    Raises:
        Missing: No such case, or nothing was blackened there.
        Invalid: ``reason_missing``.
        Refused: ``inspection_only``; ``nothing_kept``: the original was erased.
    """
    case, hand = behind(session, code, reason, by)
    row = _redaction(session, case, seq)
    if row is None:
        raise Missing("unknown")
    if not row.original_sealed:
        raise Refused("nothing_kept")
    record(session, case, hand, "original_viewed", now=now, internal=reason.strip())
    return vault.unseal(row.original_sealed, place=_place(row.case_id, seq))


def erase_originals(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Erase the originals of cases closed ninety days ago; return how many went."""
    rows = outlived(session, WordsRedaction, now=now, limit=limit)
    for row in rows:
        row.original_sealed, row.erased_at = b"", now
        session.add(row)
    session.flush()
    return len(rows)


def _redaction(session: Session, case: Case, seq: int) -> WordsRedaction | None:
    found = select(WordsRedaction).where(
        WordsRedaction.case_id == case.id, WordsRedaction.seq == seq
    )
    return session.exec(found).first()


def _keep(
    session: Session,
    vault: Vault,
    case: Case,
    step: CaseStep,
    *,
    words: str,
    shown: str,
    by: Person,
    now: datetime,
) -> None:
    row = _redaction(session, case, step.seq)
    if row is None:
        number = case.id or 0
        sealed = vault.seal(words, place=_place(number, step.seq))
        row = WordsRedaction(
            case_id=number,
            seq=step.seq,
            shown=shown,
            original_sealed=sealed,
            made_by=by.id,
            made_at=now,
        )
    row.shown = shown
    session.add(row)


def _blacken_record(session: Session, feedback_id: int, shown: str, runs: list[str]) -> None:
    """Take the words out of the message, its released text and what was told of it."""
    said = session.get(Feedback, feedback_id)
    if said is not None:
        said.text, said.text_folded = shown, fold(shown)
        session.add(said)
    released = session.get(Release, feedback_id)
    if released is not None and released.text:
        whole = released.state is ReleaseState.RELEASED
        released.text = shown if whole else _without(released.text, runs)
        session.add(released)
        retell_thanks(session, feedback_id, released.text)


def _without(text: str, runs: list[str]) -> str:
    for run in runs:
        said = r"\s+".join(re.escape(word) for word in run.split())
        text = re.sub(said, BLOCK * 3, text)
    return text


def _place(case_id: int, seq: int) -> str:
    return f"words_redaction|{case_id}|{seq}"
