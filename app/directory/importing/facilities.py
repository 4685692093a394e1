"""Planning a list of places: its rows against the facilities stored, by code."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from app.directory.importing.cells import RowCells
from app.directory.importing.comparing import Comparison, Placed, Stored, stored_with
from app.directory.importing.known import load_units
from app.directory.importing.plan import Entry, Options, Plan
from app.directory.importing.reading import Source
from app.directory.models import Facility, FacilityKind, FacilityLine
from app.directory.naming import facility_columns
from app.directory.reference import line_colour
from app.directory.rules import line_number
from app.text import fold_code, latin_digits

__all__ = ["plan_facilities"]

Key = tuple[int, str]


def plan_facilities(session: Session, source: Source, options: Options) -> Plan:
    """Compare a list of places with those stored; writes nothing.

    Lines are looked up in the file first (a station may come before its line), then in the store.

    Raises:
        Invalid: The file is not what it should be.
        Missing: Scope or default unit unknown.
    """
    stored = _stored(session)
    kinds, lines = _Kinds(session), _Lines(session, stored)
    comparison = Comparison(stored, load_units(session, options), source)
    read = []
    for cells in comparison.rows():
        placed, kind = comparison.place(cells, "code"), kinds.of(cells)
        if kind is None:
            continue
        common, own = _columns(cells, placed, kind)
        if not cells.refused and kind.is_line:
            lines.add(placed.home, placed.key)
        read.append((cells, placed, kind, common, own))
    for cells, placed, kind, common, own in read:
        wanted = lines.wanted(cells, placed, kind)
        if not cells.refused:
            entry = Entry(cells.row, placed.key, None, common, own, lines=wanted)
            comparison.note(entry, placed.stored)
    return comparison.finish()


class _Kind(NamedTuple):
    code: str
    is_line: bool


class _Kinds:
    """Kinds of places, by code or by name in either language."""

    def __init__(self, session: Session) -> None:
        self._known: dict[str, _Kind] = {}
        for kind in session.exec(select(FacilityKind)):
            for name in (kind.code, kind.code.replace("_", " "), kind.name_fa, kind.name_en):
                self._known[fold_code(name)] = _Kind(kind.code, kind.is_line)

    def of(self, cells: RowCells) -> _Kind | None:
        text = cells.raw("kind")
        kind = self._known.get(fold_code(text))
        if kind is None:
            cells.refuse("kind", "kind_unknown" if text.strip() else "missing", value=text[:80])
        return kind


class _Lines:
    """Lines of the file and of the store, and on which of them each stored place lies."""

    def __init__(self, session: Session, stored: Iterable[Stored]) -> None:
        codes = {place.id: (place.organisation_id, fold_code(place.code)) for place in stored}
        is_line = set(session.exec(select(FacilityKind.code).where(col(FacilityKind.is_line))))
        self._known = {codes[place.id] for place in stored if place.kind in is_line}
        self._of: dict[int, set[Key]] = {}
        for link in session.exec(select(FacilityLine.facility_id, FacilityLine.line_id)):
            self._of.setdefault(link[0], set()).add(codes[link[1]])

    def add(self, organisation_id: int, key: str) -> None:
        self._known.add((organisation_id, key))

    def wanted(self, cells: RowCells, placed: Placed, kind: _Kind) -> tuple[Key, ...] | None:
        """Return the lines a row names, ``None`` when they are as stored."""
        if not cells.has("line_codes") or kind.is_line:
            return None
        wanted: list[Key] = []
        for code in re.split(r"[;,،؛|/]", cells.raw("line_codes")):
            if not (key := fold_code(code)):
                continue
            if (placed.home, key) not in self._known:
                cells.refuse("line_codes", "line_unknown", value=code.strip()[:40])
            elif (placed.home, key) not in wanted:
                wanted.append((placed.home, key))
        stored = self._of.get(placed.stored.id, set()) if placed.stored else set()
        return None if set(wanted) == stored else tuple(wanted)


def _columns(cells: RowCells, placed: Placed, kind: _Kind) -> tuple[dict[str, Any], dict[str, Any]]:
    stored = placed.stored
    name_fa = cells.text("name_fa", limit=200, needed=True)
    name_en = cells.text("name_en", stored.name_en if stored else "", limit=200)
    address = cells.text("address", stored.address if stored else "", limit=500)
    same: dict[str, Any] = {"kind": kind.code, "code": placed.code, "organisation_id": placed.home}
    own: dict[str, Any] = same | {
        "latitude": cells.degrees("latitude", stored.latitude if stored else None, limit=90),
        "longitude": cells.degrees("longitude", stored.longitude if stored else None, limit=180),
        "address": address,
    }
    common: dict[str, Any] = facility_columns(name_fa, name_en, code=placed.code, address=address)
    common |= same | {"unit_id": placed.unit.id if placed.unit else 0}
    return common, own | _line_columns(cells, stored, kind, name_fa)


def _line_columns(
    cells: RowCells, stored: Stored | None, kind: _Kind, name_fa: str
) -> dict[str, Any]:
    """Return number and colour of a line: from the file, else stored, else as usual."""
    if not kind.is_line:
        return {"line_number": "", "line_colour": ""}
    number = cells.text("line_number", stored.line_number if stored else "", limit=20)
    number = latin_digits(number) or line_number(latin_digits(name_fa))
    colour = cells.text("line_colour", stored.line_colour if stored else "", limit=7).lower()
    if colour and not re.fullmatch(r"#[0-9a-f]{6}", colour):
        cells.refuse("line_colour", "colour", value=colour)
    return {"line_number": number, "line_colour": colour or line_colour(kind.code, number)}


def _stored(session: Session) -> list[Stored]:
    return stored_with(session, Facility, "latitude longitude address line_number line_colour")
