"""A turn: one member of staff moves one case, from the lock to the last notice.

Every verb that moves a case opens with ``take`` and ends with ``Turn.move``; what stands between
is the verb itself: its guards, and what it writes on the case.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.cases import clocks, telling
from app.cases.models import Case
from app.cases.moving import Hand, locked, move, role_for
from app.cases.recoding import first
from app.cases.rules import CaseState
from app.errors import Invalid
from app.rights import Person

__all__ = ["Turn", "said", "take"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A locked case, where it is to go, and whose hand may move it there."""

    session: Session
    case: Case
    new: CaseState
    hand: Hand
    now: datetime

    def stop_clock(self) -> None:
        """Stop the answer clock: this turn is the answer, judged by what was promised first."""
        clocks.stop(self.session, self.case, self.now)
        first.judge(self.session, self.case, self.now)

    def move(
        self,
        kind: str,
        *,
        reason: str = "",
        public: str = "",
        internal: str = "",
        quiet: bool = False,
        notice: str = "",
        **params: str,
    ) -> Case:
        """Move the case, write it down, and tell the citizen what the table of moves says.

        Args:
            kind: What happened, as in the history of the case.
            reason: Stable word.
            public: What the citizen may read.
            internal: What stays at the desks.
            quiet: Whether the verb tells the citizen itself, or nobody.
            notice: Another text than the one of the table of moves.
            params: What the text of the notice needs beside code, deadline and link.
        """
        made = move(
            self.session,
            self.case,
            self.new,
            self.hand,
            kind,
            now=self.now,
            reason=reason,
            public=public,
            internal=internal,
        )
        if not quiet:
            event = f"{kind}:{self.case.version}"
            telling.tell_citizen(
                self.session, self.case, notice or made.notice, event=event, now=self.now, **params
            )
        return self.case


def take(
    session: Session,
    code: str,
    new: CaseState,
    *,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Turn:
    """Lock a case and find the role in which this person may move it.

    Raises:
        Missing: No such case, or none this person may know of.
        Refused: ``changed_meanwhile``, ``move``, ``own_desk``.
    """
    case = locked(session, code, by, version)
    return Turn(session, case, new, role_for(case, new, by), now)


def said(words: str, *, code: str = "reason_missing", field: str = "reason") -> str:
    """Return what was written, without the blanks around it.

    Raises:
        Invalid: Nothing was; by default ``reason_missing``.
    """
    if not words.strip():
        raise Invalid(code, field=field)
    return words.strip()
