"""The thanks page right after a tap, filled into the outline of its kind.

Until something is typed, two such pages of one kind of badge and one face differ in four small
things alone: the key of the form, the nonce of the sheet, and the names of the person or place and
of its unit.  A test holds a filled page against the page the template draws, byte for byte.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from app.intake.outlines import Drawn, Outlines, Reader
from app.intake.queries import Tapped
from app.intake.words import kind_of, still_open

__all__ = ["thanks_page"]

_NAME, _UNIT = "name", "unit"
_MARKS = {_NAME: chr(0xE010), _UNIT: chr(0xE011)}


def thanks_page(
    outlines: Outlines,
    tap: Tapped,
    *,
    reader: Reader,
    now: datetime,
    own: dict[str, str],
    draw: Callable[[Tapped], str] | None = None,
) -> bytes | None:
    """Return the page of a tap nothing was added to yet, if it can be filled in.

    Args:
        outlines: Where its outline is kept.
        tap: Whose page it is.
        reader: Who reads it.
        now: Decides whether words may still be added.
        own: What only this page has, as it stands there when it is drawn: key and nonce.
        draw: Draws the page of a tap, where its outline may be kept.
    """
    said = reader.sayings()
    named = {_NAME: said.named(tap), _UNIT: said.named(tap, "unit_name")}
    words = {gap: name for gap, name in named.items() if name}
    like = (*reader.language, kind_of(tap), still_open(tap, now))
    kind = ("thanks", like, tap.kind, tap.mood, tap.topics, *words)
    return outlines.page(kind, words | own, draw and partial(_drawn, draw, tap, tuple(words), own))


def _drawn(
    draw: Callable[[Tapped], str], tap: Tapped, gaps: tuple[str, ...], own: dict[str, str]
) -> Drawn:
    name, unit = (_MARKS[gap] if gap in gaps else "" for gap in (_NAME, _UNIT))
    stand_in = replace(tap, name_fa=name, name_en=name, unit_name_fa=unit, unit_name_en=unit)
    return draw(stand_in), {gap: _MARKS[gap] for gap in gaps} | own
