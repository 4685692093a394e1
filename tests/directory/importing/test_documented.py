"""``docs/imports.md`` says what the code reads: every header, field, kind and limit."""

import json
import re
from pathlib import Path

import pytest

from app.badges.photos_archive import number_of
from app.directory.importing import headers, limits
from app.directory.rules import MAX_DEPTH, Kind
from printables.photo import BYTES_MAX, PIXELS_MAX

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "imports.md").read_text("utf-8")
READ = json.loads(Path(headers.__file__).with_name("headers.json").read_text("utf-8"))


def _rows(title: str) -> list[list[str]]:
    section = PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@pytest.mark.parametrize("kind", Kind)
def test_the_page_names_every_header_that_is_known(kind: Kind) -> None:
    fields = [row for row in _rows(kind.value.capitalize()) if len(row) == 4]

    assert {row[0].strip("`"): row[2].split(" · ") for row in fields} == READ[kind.value]


@pytest.mark.parametrize("kind", Kind)
def test_the_page_says_which_fields_are_needed(kind: Kind) -> None:
    said = {row[0].strip("`") for row in _rows(kind.value.capitalize()) if "needed" in row[1]}
    asked_by_the_row = set() if kind is Kind.UNITS else {"unit_code"}

    assert said == {either[0] for either in headers.REQUIRED[kind]} | asked_by_the_row


def test_the_page_names_every_kind_of_place() -> None:
    reference = json.loads((ROOT / "app" / "directory" / "reference.json").read_text("utf-8"))
    shipped = [
        [f"`{kind['code']}`", kind["name_fa"], kind["name_en"]]
        for kind in reference["facility_kinds"]
    ]

    assert [row for row in _rows("Facilities") if len(row) == 3] == shipped


def test_the_page_says_how_much_a_file_may_hold() -> None:
    for words in (
        f"{limits.MAX_ROWS:,} rows",
        f"{limits.MAX_COLUMNS} columns",
        f"{limits.MAX_ROW // 1024} kB a row",
        f"{limits.MAX_FILE // 2**20} MB a file",
        f"{limits.MAX_UPLOAD // 2**20} MB at the desk",
        f"{MAX_DEPTH} levels",
        f"{BYTES_MAX // 10**6} MB",
        f"{PIXELS_MAX // 10**6} million pixels",
    ):
        assert words in PAGE, words


def test_a_photo_is_named_as_the_page_says() -> None:
    assert "`0012.jpg`" in PAGE
    assert number_of("folder/۰۰۱۲.jpg") == "0012"
