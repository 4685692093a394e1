"""CSV that a spreadsheet opens right and never calculates (ASVS 1.2.10).

``csv_rows`` writes a byte order mark, so that Persian is read as UTF-8, and puts an apostrophe
before every cell a spreadsheet would take for a formula.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

__all__ = ["BOM", "csv_rows", "inert"]

BOM = "\ufeff"
_LIVE = "=+-@|%\t\r＝＋－＠"
_BLANK = " \u00a0\u200b\u200c\u200e\u200f\u2060\u3000\n\ufeff"


def inert(value: object) -> str:
    """Return a cell's text, with an apostrophe before what would be calculated.

    >>> inert("=HYPERLINK(1)"), inert(" ＋1"), inert("483-902"), inert(None)
    ("'=HYPERLINK(1)", "' ＋1", '483-902', '')
    """
    text = "" if value is None else str(value)
    first = text.lstrip(_BLANK)[:1]
    return f"'{text}" if first and first in _LIVE else text


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a CSV file line by line, the mark and the header first.

    >>> "".join(csv_rows(["code", "text"], [[7, "@SUM"]]))
    "\\ufeffcode,text\\r\\n7,'@SUM\\r\\n"
    """
    yield BOM + _line(header)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow([inert(cell) for cell in cells])
    return line.getvalue()
