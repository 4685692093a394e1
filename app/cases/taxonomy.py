"""What a complaint may be about: the seven official indicators and the city's own, as data.

``CATEGORIES`` is keyed by the three letters stored on a message (``DIS``); ``category`` also reads
the official number (``F4``); ``categories_for`` gives the ones that fit a kind of subject.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["CATEGORIES", "OTHER", "Category", "categories_for", "category"]

EMPLOYEE = "employee"


@dataclass(frozen=True, slots=True)
class Category:
    """One line of the taxonomy.

    Attributes:
        code: Official number, ``F4``.
        slug: Three letters, ``DIS``; what messages and cases store.
        fa: Persian label; ``short_fa`` for lists.
        about: service, system, person, unit, facility, line, case or any.
        policy: Value of the policy whose clock it gets.
        conduct: A named person's conduct is in question: opens the finding track.
        to_inspection: Goes straight to inspection; the unit never sees it.
        fits: Kinds of subject it is offered for; ``*`` all, ``facility`` all but employees.
    """

    code: str
    slug: str
    fa: str
    en: str
    short_fa: str
    short_en: str
    about: str
    policy: str
    conduct: bool
    to_inspection: bool
    fits: frozenset[str]

    def suits(self, subject_kind: str) -> bool:
        """Return whether it is offered for this kind of subject; an unknown badge has no kind."""
        place = subject_kind not in {"", EMPLOYEE}
        return bool(self.fits & {"*", subject_kind}) or (place and "facility" in self.fits)


def _read() -> dict[str, Category]:
    path = Path(__file__).parent / "taxonomy.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return {row["slug"]: _category(row) for row in rows}


def _category(row: dict[str, Any]) -> Category:
    plain = {**row, "to_inspection": row.get("to_inspection", False)}
    return Category(**{**plain, "fits": frozenset(row["fits"])})


CATEGORIES = _read()
OTHER = CATEGORIES["OTH"]
_BY_CODE = {entry.code: entry for entry in CATEGORIES.values()}


def category(key: str | None) -> Category | None:
    """Return the category of these three letters or this official number, if there is one.

    >>> category("F4") == category("dis") == CATEGORIES["DIS"]
    True
    >>> category("") is None
    True
    """
    wanted = (key or "").upper()
    return CATEGORIES.get(wanted) or _BY_CODE.get(wanted)


def categories_for(subject_kind: str) -> list[Category]:
    """Return what a citizen may choose from for this kind of subject, in the official order.

    >>> [entry.slug for entry in categories_for("taxi")][-3:]
    ['DRV', 'FUP', 'OTH']
    """
    return [entry for entry in CATEGORIES.values() if entry.suits(subject_kind)]
