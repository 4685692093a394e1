"""A file of the directory as rows by field: CSV or XLSX, told apart by content.

``open_source`` reads the head; ``Source.rows`` yields row number and cells by field, one at a
time.  Everything a file as a whole can do wrong raises ``Invalid`` before anything is stored.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from app.directory.importing.csv_rows import csv_rows
from app.directory.importing.headers import Choice, columns_of
from app.directory.importing.limits import MAX_FILE, MAX_ROWS
from app.directory.importing.xlsx_rows import xlsx_rows
from app.directory.rules import Kind
from app.errors import Invalid
from app.text import clean_name

__all__ = ["HEAD_ROWS", "Source", "file_hash", "open_source", "table_rows"]

Cells = dict[str, str]
HEAD_ROWS = 5


@dataclass(frozen=True, slots=True)
class Source:
    """One opened file.

    Attributes:
        kind: What it lists.
        name: As the officer knows it.
        columns: Header of the file by field, for naming the column of a refusal.
        rows: Row number (1 is the head's place in a file that starts with it) and cells by field.
    """

    kind: Kind
    name: str
    file_hash: str
    columns: Mapping[str, str]
    rows: Iterable[tuple[int, Cells]] = field(repr=False)

    def read(self) -> "Source":
        """Return the same with all rows in memory, so that a unit of work need not wait for them.

        Raises:
            Invalid: A row is too long or too wide, there are too many, or they cannot be decoded.
        """
        return replace(self, rows=list(self.rows))


def open_source(
    path: Path,
    kind: Kind,
    *,
    mapping: Mapping[str, str] | None = None,
    choice: Choice | None = None,
    name: str = "",
    max_bytes: int = MAX_FILE,
) -> Source:
    """Open a file, find its columns, and promise its rows.

    Args:
        path: The file.
        kind: What it should list.
        mapping: Field by column header, where the header alone does not tell.
        choice: Which column is which, chosen one by one; the headers then decide nothing.
        name: As the officer knows it, when the path is another.
        max_bytes: A larger file is not opened.

    Raises:
        Invalid: Too large, too wide, no table, or a column is missing.
    """
    _check_size(path, max_bytes)
    rows = table_rows(path)
    if choice is None:
        head, places = _head(rows, kind, mapping or {})
    else:
        head, places = _chosen(rows, choice)
    columns = {name: clean_name(head[place])[:80] for name, place in places.items()}
    return Source(
        kind=kind,
        name=clean_name(name or path.name)[:200],
        file_hash=file_hash(path),
        columns=columns,
        rows=_by_field(rows, places),
    )


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _check_size(path: Path, max_bytes: int) -> None:
    try:
        size = path.stat().st_size
    except OSError:
        raise Invalid("file_missing") from None
    if not path.is_file():
        raise Invalid("file_missing")
    if size > max_bytes:
        raise Invalid("file_too_large", detail=f"{size} bytes")


def table_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells of a CSV or XLSX file, told apart by content.

    Raises:
        Invalid: It is neither, or holds more than may be read.
    """
    with path.open("rb") as handle:
        start = handle.read(8)
    if start.startswith(b"PK"):
        return xlsx_rows(path)
    if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x7fELF", b"MZ")):
        raise Invalid("not_a_table")
    return csv_rows(path)


def _head(
    rows: Iterator[tuple[int, list[str]]], kind: Kind, mapping: Mapping[str, str]
) -> tuple[list[str], dict[str, int]]:
    """Return the head and its columns; a title may stand in a few rows above it."""
    first: Invalid | None = None
    for _number, cells in islice(rows, HEAD_ROWS):
        try:
            return cells, columns_of(kind, cells, mapping)
        except Invalid as error:
            first = first or error
    raise first or Invalid("empty_file")


def _chosen(
    rows: Iterator[tuple[int, list[str]]], choice: Choice
) -> tuple[list[str], dict[str, int]]:
    for number, cells in islice(rows, HEAD_ROWS):
        if number == choice.row:
            if len(cells) <= max(choice.fields, default=-1):
                break
            return cells, {name: place for place, name in choice.fields.items()}
    raise Invalid("empty_file")


def _by_field(
    rows: Iterator[tuple[int, list[str]]], places: Mapping[str, int]
) -> Iterator[tuple[int, Cells]]:
    for count, (number, cells) in enumerate(rows):
        if count >= MAX_ROWS:
            raise Invalid("too_many_rows")
        width = len(cells)
        yield number, {f: cells[i] if i < width else "" for f, i in places.items()}
