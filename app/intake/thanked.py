"""The thanks page right after a tap, filled into the outline of its kind.

Until something is typed, two such pages of one kind of badge and one face differ in four small
things alone: the key of the form, the nonce of the sheet, and the names of the person or place and
of its unit.  A test holds a filled page against the page the template draws, byte for byte.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace

from app.intake.outlines import Outlines
from app.intake.queries import Tapped
from app.sayings import Sayings

__all__ = ["thanks_page"]

_NAME, _UNIT = "name", "unit"
_MARKS = {_NAME: chr(0xE010), _UNIT: chr(0xE011)}


def thanks_page(
    outlines: Outlines,
    tap: Tapped,
    *,
    like: Hashable,
    own: dict[str, str],
    said: Sayings,
    draw: Callable[[Tapped], str],
) -> bytes | None:
    """Return the page of a tap nothing was added to yet, if it can be filled in.

    Args:
        outlines: Where its outline is kept.
        tap: Whose page it is.
        like: What the page depends on besides the tap: language, whether it may be added to.
        own: What only this page has, as it stands there when it is drawn: key and nonce.
        said: Speaks the reader's language.
        draw: Draws the page of a tap.
    """
    named = {_NAME: said.named(tap), _UNIT: said.named(tap, "unit_name")}
    words = {gap: name for gap, name in named.items() if name}
    name, unit = (_MARKS[gap] if gap in words else "" for gap in (_NAME, _UNIT))
    stand_in = replace(tap, name_fa=name, name_en=name, unit_name_fa=unit, unit_name_en=unit)
    return outlines.page(
        ("thanks", like, tap.kind, tap.mood, tap.topics, *words),
        marks={gap: _MARKS[gap] for gap in words} | own,
        words=words | own,
        draw=lambda: draw(stand_in),
    )
