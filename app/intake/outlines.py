"""Pages kept as outlines, filled in for each citizen: what is drawn once need not be drawn anew.

A page is drawn with marks in the places of what is its own - names, digits, a key - and cut there
(``outline``).  Whoever asks says what else it depends on.  A page in which a mark is not found is
not kept, so that no citizen can ever read another's.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import escape

from app.intake.outline import Outline, cut
from app.sayings import Sayings

__all__ = ["Drawn", "Outlines", "Reader"]

_NAME = "takrim.kept_outlines"
_MOST = 512

Drawn = tuple[str, Mapping[str, str]]
"""A page, and the mark that stands in each of its gaps."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page: in which language, asked for by the address or not, in which zone."""

    locale: str
    asked: str
    zone: ZoneInfo

    @property
    def language(self) -> tuple[str, str]:
        """What a page depends on by its language and the one its addresses carry."""
        return self.locale, self.asked

    def sayings(self) -> Sayings:
        """Return how the page speaks to them."""
        return Sayings(lambda: self.locale, self.zone)


class Outlines:
    """Outlines by what their pages depend on; one for each application."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Outline] = {}

    @classmethod
    def of(cls, app: Flask) -> "Outlines":
        """Return those of an application."""
        kept: Outlines = app.extensions.setdefault(_NAME, cls())
        return kept

    def page(
        self, kind: Hashable, words: Mapping[str, str], draw: Callable[[], Drawn] | None
    ) -> bytes | None:
        """Return a page with these words, or nothing if its outline is not known or trusted.

        Args:
            kind: All the page depends on but the words.
            words: What stands in each gap for this citizen, by its name, not yet escaped.
            draw: Draws the page with marks in the gaps; without it only a known one is filled.
        """
        outline = self._kept.get(kind) or (self._learned(kind, *draw()) if draw else None)
        if outline is None:
            return None
        told = {gap: str(escape(word)).encode() for gap, word in words.items()}
        return outline.filled(told).pieces[0]

    def _learned(self, kind: Hashable, drawn: str, marks: Mapping[str, str]) -> Outline | None:
        outline = cut(drawn, marks)
        if set(outline.gaps) != set(marks):
            return None
        if len(self._kept) < _MOST:
            self._kept[kind] = outline
        return outline
