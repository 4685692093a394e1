"""CSV that no spreadsheet takes for a formula (ASVS 1.2.10)."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain

__all__ = ["BOM", "csv_lines", "inert"]

BOM = "\ufeff"
"""What a spreadsheet wants at the start of a file to read it as UTF-8."""

_STARTERS = tuple("=+-@|%\t\r\n＝＋－＠")
_UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"


def inert(cell: object) -> str:
    """Return a cell's text, with an apostrophe before what a spreadsheet would calculate.

    >>> inert("=1+1"), inert("  +98"), inert("علی"), inert(None)
    ("'=1+1", "'  +98", 'علی', '')
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(_UNSEEN).startswith(_STARTERS) else text


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file, header first; every cell is inert.

    >>> list(csv_lines(["name"], [["=cmd"]]))
    ['name\\r\\n', "'=cmd\\r\\n"]
    """
    for row in chain([header], rows):
        line = StringIO(newline="")
        csv.writer(line).writerow([inert(cell) for cell in row])
        yield line.getvalue()
