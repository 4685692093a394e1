"""Print runs as the issuing desk looks at them: a run, its parts, its counts."""

from dataclasses import dataclass
from datetime import datetime

from app.badges.rules import CardState, PartState, RunState

__all__ = ["PartRow", "RunPage", "RunRow"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One print run, ready to show; without a maker it came from the command line."""

    id: int
    public_id: str
    state: RunState
    stock: str
    template_version: str
    made_at: datetime
    badges: int
    parts: int
    fault: str
    file_hash: str
    maker_fa: str
    maker_en: str
    unit_fa: str
    unit_en: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a run: its unit if it has one, its file, and how many cards were handed over."""

    number: int
    state: PartState
    held: bool
    file: str
    first: int
    last: int
    sheets: int
    size_bytes: int
    unit_fa: str
    unit_en: str
    issued: int

    @property
    def badges(self) -> int:
        """How many cards it holds."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run: ``made`` badges are drawn and read back, ``new`` were never printed before,
    ``again`` were, ``ended`` no longer work; ``cards`` counts them by state."""

    row: RunRow
    parts: tuple[PartRow, ...]
    cards: dict[CardState, int]
    again: int
    ended: int

    @property
    def made(self) -> int:
        """Badges in parts that are made."""
        return sum(part.badges for part in self.parts if part.state is PartState.MADE)

    @property
    def new(self) -> int:
        """Badges that were never printed before this run."""
        return self.row.badges - self.again

    @property
    def sheets(self) -> int:
        """Sheets or cards of stock the run takes."""
        return sum(part.sheets for part in self.parts)
