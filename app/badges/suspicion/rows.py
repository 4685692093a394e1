"""Rows of the watch over codes, ready to show."""

from dataclasses import dataclass
from datetime import datetime

from app.badges.suspicion.rules import ReportReason, SuspicionKind, SuspicionState, symbol_number

__all__ = ["PAGE", "CodePage", "CodeRow", "Hour", "Said", "Sight", "Wanted"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader may know: units, and whether strange codes and citizens' words too."""

    roots: tuple[str, ...]
    words: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asks for; ``unit_path`` is a unit within reach."""

    sight: Sight
    unit_path: str = ""
    state: SuspicionState | None = None
    kind: SuspicionKind | None = None
    reported: bool = False
    spread: bool = False
    text: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of the list; names are empty where no badge is known."""

    public_id: str
    code: str
    kind: SuspicionKind
    state: SuspicionState
    scans: int
    reports: int
    first_at: datetime
    last_at: datetime
    serial: str
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    place: str
    networks: int = 0
    usual: int = 0
    spread_at: datetime | None = None

    @property
    def number(self) -> str:
        """The nine digits as printed, or the number of a strange symbol."""
        return symbol_number(self.code)

    @property
    def strange(self) -> bool:
        """Whether it is a symbol and no number one could type."""
        return self.code.startswith("t")


@dataclass(frozen=True, slots=True)
class Hour:
    """How often it failed in an hour, and from how many networks (0: too many to tell apart)."""

    at: datetime
    count: int
    networks: int


@dataclass(frozen=True, slots=True)
class Said:
    """One report of a citizen; without the right to words only its reason and day."""

    id: int
    reason: ReportReason
    place: str
    text: str
    photo: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CodePage:
    """One code with its hours, newest first, its reports, and who said what of it."""

    row: CodeRow
    note: str
    state_at: datetime | None
    by_fa: str
    by_en: str
    hours: tuple[Hour, ...]
    said: tuple[Said, ...]
