"""Which edition of the templates a run is drawn with, so that a later change shows."""

import hashlib

from printables.label import label
from printables.sheets import Sheet
from printables.template import load

__all__ = ["edition"]


def edition(sheet: Sheet) -> str:
    """Return 12 hexadecimal digits that change as soon as a template of this stock does.

    >>> from printables.sheets import sheet
    >>> len(edition(sheet("cr80")))
    12
    """
    names = [name for name in (sheet.front, sheet.back) if name]
    said = [label(*sheet.trim) if name == "label" else load(name) for name in names]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]
