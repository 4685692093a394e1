"""What the exports of these desks carry, column by column; no score of a person among them."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.i18n import use_locale
from app.insights.queries.employees import EmployeeRow
from app.insights.queries.facilities import FacilityRow
from app.insights.queries.staff_log import LogRow
from app.jalali import localised, month_name, stamp

__all__ = ["employee_sheet", "facility_sheet", "log_sheet"]

Sheet = tuple[Sequence[str], Sequence[Sequence[object]]]


def employee_sheet(rows: Sequence[EmployeeRow]) -> Sheet:
    """Return the list of employees."""
    header = [_("Personnel number"), _("Name"), _("Name in English"), _("Job title"), _("Unit")]
    return header, [(r.number, r.name_fa, r.name_en, r.title, _own(r, "unit")) for r in rows]


def facility_sheet(rows: Sequence[FacilityRow], month: str) -> Sheet:
    """Return the list of places with the messages of one month."""
    messages = _("Messages in %(month)s", month=month_name(month, use_locale()))
    header = [_("Code"), _("Name"), _("Name in English"), _("Kind"), _("Unit"), messages]
    return header, [
        (r.code, r.name_fa, r.name_en, _own(r, "kind"), _own(r, "unit"), _digits(r.messages))
        for r in rows
    ]


def log_sheet(rows: Sequence[LogRow], zone: ZoneInfo) -> Sheet:
    """Return the acts of staff."""
    header = [_("Number"), _("Time"), _("Who"), _("Act"), _("Object"), _("Detail")]
    return header, [
        (r.id, stamp(r.at, use_locale(), zone), r.actor, r.action, r.object, r.detail) for r in rows
    ]


def _own(row: object, field: str) -> str:
    first, second = ("fa", "en") if use_locale() == "fa" else ("en", "fa")
    return str(getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{second}"))


def _digits(number: int) -> str:
    return localised(number, use_locale())
