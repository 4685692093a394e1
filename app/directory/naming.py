"""The columns a subject is found and sorted by, composed in one place.

Names are stored as cleaned originals; ``search`` holds their folded words with code and title, so
that any spelling finds them; ``sort_key`` puts family names first, in the Persian alphabet.
"""

from typing import Any

from app.errors import Invalid
from app.text import clean_name, fold, fold_code, latin_digits, sort_key

__all__ = ["clean_code", "employee_columns", "facility_columns", "unit_search"]

Columns = dict[str, Any]


def clean_code(text: str) -> str:
    """Return a code or personnel number as it is stored: text, Latin digits, zeros kept.

    Spreadsheets that must keep zeros write ``'0012`` or ``="0012"``; both mean 0012.

    >>> clean_code(" ۰۰۱۲ "), clean_code('="0012"')
    ('0012', '0012')

    Raises:
        Invalid: Nothing is left of it, or more than 40 characters.
    """
    code = latin_digits(clean_name(text))
    code = code.removeprefix("=").strip('"').removeprefix("'").strip()
    if not code or len(code) > 40 or len(fold_code(code)) > 40:
        raise Invalid("too_long" if code else "missing", field="code")
    return code


def employee_columns(
    first_fa: str, last_fa: str, first_en: str, last_en: str, *, number: str, title: str
) -> Columns:
    """Return names, search and sort key of a person.

    >>> row = employee_columns("علی", "کریمی", "Ali", "Karimi", number="0012", title="راننده")
    >>> row["name_fa"], row["search"]
    ('علی کریمی', 'علی کریمی ali karimi 0012 راننده')
    """
    name_fa, name_en = f"{first_fa} {last_fa}".strip(), f"{first_en} {last_en}".strip()
    return _columns(name_fa, name_en, number, title, order=f"{last_fa} {first_fa}")


def facility_columns(name_fa: str, name_en: str, *, code: str, address: str) -> Columns:
    """Return names, search and sort key of a place."""
    return _columns(name_fa, name_en, code, address, order=name_fa)


def unit_search(name_fa: str, name_en: str, code: str) -> str:
    """Return the folded words a unit is found by."""
    return fold(f"{name_fa} {name_en} {code}")[:500]


def _columns(name_fa: str, name_en: str, code: str, words: str, *, order: str) -> Columns:
    return {
        "name_fa": name_fa[:400],
        "name_en": name_en[:400],
        "search": fold(f"{name_fa} {name_en} {code} {words}")[:1000],
        "sort_key": sort_key(order)[:400],
    }
