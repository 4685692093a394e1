"""The thanks page right after a tap, filled into the outline of its kind (``outline``).

Until something is typed, two such pages of one kind of badge and one face differ in four small
things alone: the key of the form, the nonce of the sheet, and the names of the person or place and
of its unit.  So the page is drawn once with marks where the names stand, and cut there.  A test
holds a filled page against the page the template draws, byte for byte.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace

from markupsafe import escape

from app.intake.outline import Outline, cut
from app.intake.queries import Tapped

__all__ = ["ThanksPages"]

_NAME, _UNIT = "name", "unit"
_MARKS = {_NAME: chr(0xE010), _UNIT: chr(0xE011)}
_MOST = 512


class ThanksPages:
    """Outlines of thanks pages; one for each application."""

    NAME = "takrim.thanked"

    def __init__(self) -> None:
        self._kept: dict[Hashable, Outline] = {}

    def page(
        self,
        tap: Tapped,
        *,
        like: Hashable,
        own: Mapping[str, str],
        named: tuple[str, str],
        draw: Callable[[Tapped], str],
    ) -> bytes:
        """Return the page of a tap nothing was added to yet.

        Args:
            tap: Whose page it is.
            like: What the page depends on besides the tap: language, whether it may be added to.
            own: Key and nonce of this page, by ``KEY`` and ``NONCE``.
            named: Names of the person or place and of the unit as this reader reads them.
            draw: Draws the page of a tap with this key and this nonce.
        """
        words = {_NAME: named[0], _UNIT: named[1]}
        kind = (like, tap.kind, tap.mood, tap.topics, bool(named[0]), bool(named[1]))
        outline = self._kept.get(kind)
        if outline is None:
            outline = cut(draw(_stand_in(tap, words)), {**_MARKS, **own})
            if len(self._kept) < _MOST:
                self._kept[kind] = outline
        told = {gap: str(escape(word)).encode() for gap, word in {**words, **own}.items()}
        return outline.filled(told).pieces[0]


def _stand_in(tap: Tapped, words: Mapping[str, str]) -> Tapped:
    """Return the tap with marks where it has names."""
    name, unit = (_MARKS[gap] if words[gap] else "" for gap in (_NAME, _UNIT))
    return replace(tap, name_fa=name, name_en=name, unit_name_fa=unit, unit_name_en=unit)
