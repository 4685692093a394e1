"""Which edition of the templates a run is drawn with, so that a later change shows."""

import hashlib
from collections.abc import Iterable

from printables.design import Design
from printables.label import label
from printables.sheets import Sheet
from printables.template import load

__all__ = ["edition"]


def edition(sheet: Sheet, designs: Iterable[Design] = ()) -> str:
    """Return 12 hexadecimal digits that change as soon as a template of this stock does.

    Designs of organisations add 12 digits of their own.

    >>> from printables.sheets import sheet
    >>> len(edition(sheet("cr80")))
    12
    """
    names = [name for name in (sheet.front, sheet.back) if name]
    said = [label(*sheet.trim) if name == "label" else load(name) for name in names]
    said += [load(template.roomier) for template in said if template.roomier]
    own = sorted(design.digest for design in designs if design.digest)
    return "-".join(_short(one) for one in (said, own) if one)


def _short(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]
