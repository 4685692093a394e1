"""Pages kept as outlines, filled in for each citizen: what is drawn once need not be drawn anew.

A page is drawn with marks in the places of what is its own - names, digits, a key - and cut there
(``outline``).  Whoever asks says what else it depends on.  A page in which a mark is not found is
not kept, so that no citizen can ever read another's.
"""

from collections.abc import Callable, Hashable, Mapping

from flask import Flask
from markupsafe import escape

from app.intake.outline import Outline, cut

__all__ = ["Outlines"]

_NAME = "takrim.kept_outlines"
_MOST = 512


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
        self,
        kind: Hashable,
        *,
        marks: Mapping[str, str],
        words: Mapping[str, str],
        draw: Callable[[], str],
    ) -> bytes | None:
        """Return a page with these words, or nothing if its outline cannot be trusted.

        Args:
            kind: All the page depends on but the words.
            marks: What stands in each gap when it is drawn, by the name of the gap.
            words: What stands there for this citizen, by the same names, not yet escaped.
            draw: Draws the page with the marks.
        """
        outline = self._kept.get(kind)
        if outline is None:
            outline = cut(draw(), marks)
            if set(outline.gaps) != set(marks):
                return None
            if len(self._kept) < _MOST:
                self._kept[kind] = outline
        told = {gap: str(escape(word)).encode() for gap, word in words.items()}
        return outline.filled(told).pieces[0]
