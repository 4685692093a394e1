"""The sentence for every reason an import gives: English here, other languages in the catalogue.

``sentence`` puts values in; the caller hands in how its reader's language is looked up.
"""

from collections.abc import Callable, Mapping

from app.directory.importing.headers import FIELDS
from app.directory.importing.limits import MAX_COLUMNS, MAX_ROW, MAX_ROWS
from app.directory.importing.plan import Refusal
from app.directory.rules import Kind
from app.errors import TakrimError

__all__ = ["SENTENCES", "Digits", "Translate", "of_error", "of_refusal"]

Translate = Callable[[str], str]
Digits = Callable[[int | str], str]

SENTENCES: Mapping[str, str] = {
    # one row
    "missing": "This cell is empty, but it is needed.",
    "too_long": "This is longer than %(limit)s characters.",
    "twice": "The same code already stands in row %(first)s of the file.",
    "unit_unknown": "There is no unit with the code %(value)s.",
    "unit_closed": "The unit %(value)s is closed.",
    "outside_scope": "The unit %(value)s lies outside the unit this file speaks for.",
    "outside_reach": "The unit %(value)s is not among the units you look after.",
    "elsewhere": "This code belongs to a unit that you do not look after.",
    "kind_unknown": "There is no kind of place called %(value)s.",
    "line_unknown": "There is no line with the code %(value)s, neither in the file nor stored.",
    "coordinate": "%(value)s is not a coordinate in degrees.",
    "colour": "A colour is written like #2f4389.",
    "parent_unknown": "There is no unit above with the code %(value)s.",
    "parent_refused": "The row of the unit above, %(value)s, was refused.",
    "cycle": "The units above this one lead back to it.",
    "too_deep": "The tree would be deeper than %(limit)s levels.",
    "other_organisation": "This unit belongs to the organisation %(value)s.",
    # a whole file
    "file_missing": "There is no such file.",
    "file_too_large": "The file is too large.",
    "empty_file": "The file is empty.",
    "not_a_table": "This is not a CSV or XLSX file that can be read.",
    "too_many_columns": "The file has more than %(columns)s columns.",
    "row_too_long": "A row of the file is longer than %(row_kb)s kB.",
    "too_many_rows": "The file has more than %(rows)s rows, or its cells are too far apart.",
    "unpacks_too_large": "The workbook is too large once it is unpacked.",
    "roster": "This file lists employees; import it as employees.",
    "column_missing": "The column %(field)s is missing.",
    "column_twice": (
        "Two columns say the same: %(field)s. Keep one of them, or say with --map which one counts."
    ),
    "mapped_column_missing": "The file has no column %(field)s.",
    "map_form": "%(field)s is not of the form COLUMN=FIELD.",
    "unknown_field": "%(field)s is no field of this kind of file. Known: %(known)s.",
    "never_kept": (
        "National id and mobile number are never kept, so no column can be mapped to them."
    ),
    # a whole import
    "store": "The database cannot be written just now; nothing was imported.",
    "rows_refused": "%(count)s rows were refused, so nothing was imported.",
    "confirm_left": (
        "%(count)s of %(of)s are missing from the file; "
        "if that is right, confirm the number %(count)s. Nothing was imported."
    ),
}

_NUMBERS = {"columns": MAX_COLUMNS, "row_kb": MAX_ROW // 1024, "rows": MAX_ROWS}


def of_refusal(refusal: Refusal, translate: Translate, number: Digits = str) -> str:
    """Return why a row was refused, in the reader's language and digits."""
    return translate(SENTENCES[refusal.code]) % _shown(refusal.values, number)


def of_error(
    error: TakrimError, translate: Translate, number: Digits = str, *, kind: Kind | None = None
) -> str:
    """Return why a file or import was refused, in the reader's language."""
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        return str(error)
    known = ", ".join(FIELDS[kind]) if kind else ""
    values = {**_NUMBERS, "known": known, "value": "", **error.values}
    return translate(sentence) % _shown(values, number)


def _shown(values: Mapping[str, object], number: Digits) -> dict[str, object]:
    return {name: _digits(value, number) for name, value in values.items()}


def _digits(value: object, number: Digits) -> object:
    counted = isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
    return number(value) if counted else value  # type: ignore[arg-type]
