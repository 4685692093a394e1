"""The manifest of a run: where every badge stands, as CSV and as a workbook; cells are inert."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.badges.card_queries import RunLine
from app.badges.tokens import address, is_dead
from app.spreadsheet import inert
from qr.codes import group_typed
from qr.key_ring import KeyRing

__all__ = ["MANIFEST", "cells", "write_csv", "write_xlsx"]

MANIFEST = ("serial", "url", "typed_code", "subject_code", "name", "file", "page", "position")
Row = tuple[object, ...]


def cells(lines: Iterable[RunLine], ring: KeyRing, *, public_url: str) -> Iterator[Row]:
    """Yield the manifest of these cards; badges of a retired key have no address any more."""
    for line in lines:
        dead = is_dead(line.key_id, ring)
        url = "" if dead else address(line.serial, line.key_id, ring, public_url=public_url)
        yield (
            line.serial, url, group_typed(line.typed_code), line.subject_code,
            line.name_fa or line.name_en, line.file, line.page, line.position,
        )  # fmt: skip


def write_csv(rows: Iterable[Row], path: Path) -> None:
    """Write a manifest, whole or not at all.

    UTF-8 without a byte order mark, because machines read it first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(MANIFEST)
            table.writerows(map(inert, row) for row in rows)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_xlsx(rows: Iterable[Row], path: Path) -> None:
    """Write a manifest as a workbook, right to left, every text a string and no formula."""
    import xlsxwriter  # 14 MiB that no process of the press needs

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "in_memory": False})
    page = book.add_worksheet("manifest")
    page.right_to_left()
    page.freeze_panes(1, 0)
    page.set_column(0, 7, 18)
    for number, row in enumerate([MANIFEST, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, column, value)
            else:
                page.write_string(number, column, inert(value))
    book.close()
