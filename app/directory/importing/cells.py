"""One row being read: values cleaned, what is wrong noted as faults."""

import re
from collections.abc import Mapping

from app.directory.importing.plan import Faults
from app.directory.naming import clean_code
from app.errors import Invalid
from app.text import clean_name, latin_digits

__all__ = ["RowCells"]


class RowCells:
    """Cells of one row by field.  A field whose column the file lacks keeps its stored value."""

    def __init__(self, row: int, cells: Mapping[str, str], faults: Faults) -> None:
        self.row, self._cells, self._faults = row, cells, faults

    def raw(self, field: str) -> str:
        """Return the cell as it stands, empty without the column."""
        return self._cells.get(field, "")

    def has(self, field: str) -> bool:
        """Return whether the file has the column."""
        return field in self._cells

    def code(self, field: str) -> str:
        """Return a code as it is stored, empty (and refused) when it is missing or too long."""
        try:
            return clean_code(self.raw(field))
        except Invalid as error:
            self._faults.add(self.row, field, error.code, limit=40)
            return ""

    def text(self, field: str, stored: str = "", *, limit: int, needed: bool = False) -> str:
        """Return a cleaned text; too long or missing though needed refuses the row."""
        if field not in self._cells:
            return stored
        value = clean_name(self._cells[field])
        if needed and not value:
            self._faults.add(self.row, field, "missing")
        if len(value) > limit:
            self._faults.add(self.row, field, "too_long", limit=limit)
        return value[:limit]

    def degrees(self, field: str, stored: float | None, *, limit: float) -> float | None:
        """Return a coordinate; Persian digits and decimal marks are read."""
        if field not in self._cells:
            return stored
        text = latin_digits(clean_name(self._cells[field])).replace("٫", ".").replace("/", ".")
        if not text:
            return None
        if not re.fullmatch(r"[-+]?\d{1,3}(\.\d{1,20})?", text) or abs(float(text)) > limit:
            self._faults.add(self.row, field, "coordinate", value=text[:40])
            return None
        return float(text)

    def refuse(self, field: str, code: str, **values: object) -> None:
        """Refuse the row."""
        self._faults.add(self.row, field, code, **values)

    @property
    def refused(self) -> bool:
        """Whether anything is wrong with the row so far."""
        return self.row in self._faults.rows
