"""Rows of a delimited text file: its encoding and delimiter found out, its size watched.

UTF-8 with or without BOM, UTF-16, and cp1256 as old Windows exports use it; comma, semicolon or
tab, whichever cuts the head into most columns.
"""

import codecs
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from app.directory.importing.limits import MAX_COLUMNS, MAX_ROW
from app.errors import Invalid

__all__ = ["csv_rows", "encoding_of"]

_CHUNK = 2**20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield row number (1 is the first row of the file) and cells; empty rows are counted only.

    Raises:
        Invalid: Too many columns, too long a row, or no text at all.
    """
    with path.open(encoding=encoding_of(path), newline="") as handle:
        lines = _Lines(handle.readline)
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=lines.delimiter()), 1):
                lines.in_row = 0
                if len(cells) > MAX_COLUMNS:
                    raise Invalid("too_many_columns")
                if any(cell.strip() for cell in cells):
                    yield number, cells
        except UnicodeError:
            raise Invalid("not_a_table") from None
        except csv.Error:
            raise Invalid("row_too_long") from None


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file, by its first bytes and by what can be decoded.

    Raises:
        Invalid: The file is not text.
    """
    with path.open("rb") as handle:
        start = handle.read(4096)
        for bom, name in _BOMS:
            if start.startswith(bom):
                return name
        if start.count(0) > len(start) // 8:
            return _utf16(start)
        if b"\x00" in start:
            raise Invalid("not_a_table")
        handle.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := handle.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1256"
    return "utf-8"


def _utf16(start: bytes) -> str:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if min(even, odd) > max(even, odd) // 4:
        raise Invalid("not_a_table")
    return "utf-16-le" if odd > even else "utf-16-be"


class _Lines:
    """Lines of a file for the CSV reader; one row, quoted line ends included, stays bounded."""

    def __init__(self, readline: Callable[[int], str]) -> None:
        self._readline = readline
        self._waiting: list[str] = []
        self.in_row = 0

    def __iter__(self) -> Iterator[str]:
        while line := (self._waiting.pop(0) if self._waiting else self._read()):
            self.in_row += len(line)
            if self.in_row > MAX_ROW:
                raise Invalid("row_too_long")
            yield line

    def delimiter(self) -> str:
        """Look at the first written line and return what cuts it."""
        while line := self._read():
            self._waiting.append(line)
            if line.strip() or len(self._waiting) > 100:
                break
        head = "".join(self._waiting)
        return max(",;\t", key=lambda mark: (_outside_quotes(head, mark), -",;\t".index(mark)))

    def _read(self) -> str:
        line = self._readline(MAX_ROW + 1)
        if len(line) > MAX_ROW:
            raise Invalid("too_many_columns" if _wide(line) else "row_too_long")
        return line


def _wide(line: str) -> bool:
    return max(line.count(mark) for mark in ",;\t") >= MAX_COLUMNS


def _outside_quotes(text: str, mark: str) -> int:
    return sum(part.count(mark) for part in text.split('"')[::2])
