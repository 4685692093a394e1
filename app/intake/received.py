"""The receipt of an anonymous message, filled into the outline of its kind.

Two such pages differ in sixteen digits, two instants and the nonce of the sheet.  The instants of
the drawn page lie where no message has ever been, so that their words stand nowhere else in it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from app.intake.outlines import Drawn, Outlines, Reader
from app.intake.queries import Slip
from app.sayings import Sayings

__all__ = ["receipt_page"]

_DIGITS = {f"digit {place}": chr(0xE020 + place) for place in range(16)}
_TOLD, _DUE = datetime(2298, 3, 4, 5, 6, tzinfo=UTC), datetime(2299, 8, 9, 10, 11, tzinfo=UTC)


def receipt_page(
    outlines: Outlines,
    slip: Slip,
    *,
    reader: Reader,
    own: dict[str, str],
    draw: Callable[[Slip], str] | None = None,
) -> bytes | None:
    """Return the page of a slip with a receipt, if it can be filled in.

    Args:
        outlines: Where its outline is kept.
        slip: What it hands over; one with a tracking code is drawn.
        reader: Who reads it.
        own: What only this page has, as it stands there when it is drawn: the nonce.
        draw: Draws the page of a slip, where its outline may be kept.
    """
    if len(slip.receipt) != len(_DIGITS):
        return None
    said = reader.sayings()
    digits = dict(zip(_DIGITS, said.digits(slip.receipt), strict=True))
    return outlines.page(
        ("receipt", reader.language, bool(slip.due_at), slip.to_inspection),
        digits | _instants(slip, said) | own,
        draw and partial(_drawn, draw, slip, said, own),
    )


def _drawn(draw: Callable[[Slip], str], slip: Slip, said: Sayings, own: dict[str, str]) -> Drawn:
    due = _DUE if slip.due_at else None
    stand_in = replace(slip, receipt="".join(_DIGITS.values()), told_at=_TOLD, due_at=due)
    return draw(stand_in), _DIGITS | _instants(stand_in, said) | own


def _instants(slip: Slip, said: Sayings) -> dict[str, str]:
    """Return what the page says of time."""
    told = {"told": said.full_time(slip.told_at)}
    if slip.due_at is None:
        return told
    return told | {"due": said.full_time(slip.due_at), "due for machines": slip.due_at.isoformat()}
