"""Rows of the first sheet of an XLSX workbook, after a look at what it would unpack to.

The reader lays a sheet out as a full rectangle, so one cell in the last corner would fill the
memory: parts, columns and rows are counted on the stream first.
"""

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from app.directory.importing.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROW,
    MAX_ROWS,
    MAX_UNPACKED,
)
from app.errors import Invalid

__all__ = ["xlsx_rows"]

_CHUNK = 2**18
_PARTS = 2000


def xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield row number as the spreadsheet shows it, and the cells as text.

    Raises:
        Invalid: Not a workbook, or it holds more than may be read.
    """
    _look_through(path)
    with path.open("rb") as handle:
        try:
            workbook = CalamineWorkbook.from_filelike(handle)
            sheet = workbook.get_sheet_by_index(0)
            rows = sheet.iter_rows()
        except (CalamineError, IndexError, ValueError, OSError):
            raise Invalid("not_a_table") from None
    first = (sheet.start or (0, 0))[0] + 1
    for number, values in enumerate(rows, first):
        cells = [_text(value) for value in values]
        if sum(map(len, cells)) > MAX_ROW:
            raise Invalid("row_too_long")
        if any(cell.strip() for cell in cells):
            yield number, cells


def _look_through(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Invalid("unpacks_too_large")
            for part in parts:
                with archive.open(part) as stream:
                    sheet = part.filename.startswith("xl/worksheets/")
                    _read_sheet(stream) if sheet and part.filename.endswith(".xml") else _drain(
                        stream
                    )
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ):
        raise Invalid("not_a_table") from None


def _drain(stream: IO[bytes]) -> None:
    """Read a part to its end: the archive's check sum proves that it is as long as it says."""
    while stream.read(_CHUNK):
        pass


def _read_sheet(stream: IO[bytes]) -> None:
    parser, count = expat.ParserCreate(), _Count()
    parser.StartElementHandler = count.element
    parser.StartDoctypeDeclHandler = count.doctype
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Count:
    """The rectangle that the filled cells of a sheet span."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = 0

    def element(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        elif tag == "c":
            place = attributes.get("r", "")
            letters = place.rstrip("0123456789")
            self.column = _column(letters) if letters else self.column + 1
            self.row = _number(place[len(letters) :], self.row)
        elif tag in {"v", "is"}:
            self.filled()

    def filled(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.last_column > MAX_COLUMNS:
            raise Invalid("too_many_columns")
        if self.last_row > MAX_ROWS or self.last_row * self.last_column > MAX_CELLS:
            raise Invalid("too_many_rows")

    def doctype(self, *_words: object) -> None:
        raise Invalid("not_a_table")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + ord(letter) - 64
    return number


def _text(value: object) -> str:
    """Return a cell as its reader sees it: whole numbers without a point, days as ISO."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    return str(value)
