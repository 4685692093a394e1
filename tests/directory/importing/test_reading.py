"""Files as offices write them, and files that must not be read."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from app.directory.importing import Kind, open_source, parse_mapping
from app.directory.importing.limits import MAX_COLUMNS
from app.errors import Invalid
from tests.directory.city import ALI, HEAD, SARA, write


def rows_of(path: Path, kind: Kind = Kind.EMPLOYEES, **given: object) -> list[dict[str, str]]:
    return [cells for _, cells in open_source(path, kind, **given).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize(
    "code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]
)
def test_every_encoding_and_delimiter_gives_the_same_rows(
    tmp_path: Path, mark: str, code: str
) -> None:
    plain = [[cell.replace("ی", "ي").replace("۱", "1") for cell in row] for row in (HEAD, ALI)]

    rows = rows_of(write(tmp_path / "roster.csv", plain, mark=mark, code=code))

    assert len(rows) == 1
    assert rows[0]["personnel_number"] == "00000012"
    assert rows[0]["last_name_fa"] == "كريمي".replace("ك", "ک")


def test_a_workbook_gives_the_same_rows_and_keeps_zeros_that_are_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, ALI, [34, *SARA[1:]]):
        book.active.append(row)
    book.save(tmp_path / "roster.xlsx")

    rows = rows_of(tmp_path / "roster.xlsx")

    assert [row["personnel_number"] for row in rows] == ["00000012", "34"]
    assert rows[0]["job_title"] == "راننده"


def test_row_numbers_are_those_a_spreadsheet_shows(tmp_path: Path) -> None:
    title = ["فهرست کارکنان", "", "", "", "", "", "", ""]
    empty = [""] * 8
    path = write(tmp_path / "roster.csv", [title, HEAD, ALI, empty, SARA])

    assert [number for number, _ in open_source(path, Kind.EMPLOYEES).rows] == [3, 5]


def test_national_id_and_mobile_are_not_read(tmp_path: Path) -> None:
    (row,) = rows_of(write(tmp_path / "roster.csv", [HEAD, ALI]))

    assert "0012345679" not in row.values()
    assert "09120000000" not in row.values()


@pytest.mark.parametrize("field", ["national_id", "mobile", "کد ملی"])
def test_no_column_can_be_mapped_to_what_is_never_kept(field: str) -> None:
    with pytest.raises(Invalid, match="never_kept"):
        parse_mapping(Kind.EMPLOYEES, (f"کد ملی={field}",))


def test_a_mapping_names_the_column_that_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "odd.csv", [["a", "b", "name", "unit"], ["7", "علی", "کریمی", "101"]])
    mapping = parse_mapping(
        Kind.EMPLOYEES, ("a=personnel_number", "b=first_name_fa", "name=last_name_fa")
    )

    assert rows_of(path, mapping=mapping) == [
        {
            "personnel_number": "7",
            "first_name_fa": "علی",
            "last_name_fa": "کریمی",
            "unit_code": "101",
        }
    ]


@pytest.mark.parametrize(
    ("pairs", "code"),
    [(("x=nothing",), "unknown_field"), (("x",), "map_form"), (("=job_title",), "map_form")],
)
def test_a_wrong_mapping_is_refused(pairs: tuple[str, ...], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        parse_mapping(Kind.EMPLOYEES, pairs)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["کد", "چیز"], ["1", "2"]], "column_missing"),
        ([["شماره پرسنلی", "نام خانوادگی", "فامیل"], ["1", "2", "3"]], "column_twice"),
        ([[]], "empty_file"),
    ],
)
def test_a_head_that_says_too_little_or_twice_is_refused(
    tmp_path: Path, rows: list[list[str]], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        open_source(write(tmp_path / "odd.csv", rows), Kind.EMPLOYEES)


def test_a_file_over_the_limit_is_not_opened_however_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as handle:
        handle.truncate(200 * 2**20)

    for way in ("builtins.open", "pathlib.Path.open"):
        monkeypatch.setattr(way, None)

    with pytest.raises(Invalid, match="file_too_large"):
        open_source(path, Kind.EMPLOYEES)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_million_columns_are_refused_without_holding_them(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(mark.join(["x"] * 1_000_000), encoding="utf-8")

    tracemalloc.start()
    with pytest.raises(Invalid, match="too_many_columns"):
        open_source(path, Kind.EMPLOYEES)
    assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    tracemalloc.stop()


def test_a_row_of_too_many_columns_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "wide.csv", [HEAD, ALI, ["x"] * (MAX_COLUMNS + 1)])

    with pytest.raises(Invalid, match="too_many_columns"):
        rows_of(path)


def test_a_quotation_that_never_ends_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text(",".join(HEAD) + '\r\n"' + "سطر\r\n" * 100_000, encoding="utf-8")

    with pytest.raises(Invalid, match="row_too_long"):
        rows_of(path)


def test_a_row_of_many_long_cells_over_many_lines_is_refused(tmp_path: Path) -> None:
    cell = '"' + "سطر\r\n" * 4_000 + '"'
    path = tmp_path / "long.csv"
    path.write_text(f"{','.join(HEAD)}\r\n{','.join([cell] * 8)}\r\n", encoding="utf-8")

    with pytest.raises(Invalid, match="row_too_long"):
        rows_of(path)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 x",
        b"\xd0\xcf\x11\xe0" + b"x" * 600,
        b"PK\x03\x04 no archive",
        b"MZ\x90\x00\x03",
        b"a\x00b\x01c\xffd" * 90,
    ],
)
def test_what_is_no_table_is_refused_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(content)

    with pytest.raises(Invalid, match=r"not_a_table|column_missing"):
        rows_of(path)


def workbook(path: Path, sheet: str) -> Path:
    """Write a workbook whose one sheet is this XML."""
    book = openpyxl.Workbook()
    plain = io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, sheet if part == "xl/worksheets/sheet1.xml" else old.read(part))
    return path


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>', "too_many_columns"),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            "too_many_rows",
        ),
        (
            '<row r="190000"><c r="A1"><v>1</v></c><c r="CV190000"><v>1</v></c></row>',
            "too_many_rows",
        ),
        ("<row>" + "<c><v>1</v></c>" * 300 + "</row>", "too_many_columns"),
    ],
)
def test_one_cell_in_a_far_corner_does_not_fill_the_memory(
    tmp_path: Path, rows: str, code: str
) -> None:
    path = workbook(tmp_path / "far.xlsx", SHEET.format(rows))

    with pytest.raises(Invalid, match=code):
        rows_of(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", SHEET.format(" " * (101 * 2**20)))

    assert path.stat().st_size < 2**20
    with pytest.raises(Invalid, match="unpacks_too_large"):
        rows_of(path)


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "dtd.xlsx", '<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET.format(""))

    with pytest.raises(Invalid, match="not_a_table"):
        rows_of(path)
