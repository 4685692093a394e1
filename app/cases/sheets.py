"""What the export of the inbox carries; no name or number of a citizen among it."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from app.calendar.rules import CITY_ZONE
from app.cases.inbox import QueueRow
from app.cases.wording import STATES, category_said
from app.i18n import use_locale
from app.jalali import localised, stamp, week

__all__ = ["case_sheet"]


def case_sheet(rows: Sequence[QueueRow]) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return header and lines of the cases of a view."""
    header = [
        _("Code"),
        _("Registered"),
        _("Answer due"),
        _("State"),
        _("Category"),
        _("Level"),
        _("Unit"),
        _("About"),
        _("Handler"),
        _("First line"),
    ]
    return header, [_line(row) for row in rows]


def _line(row: QueueRow) -> tuple[object, ...]:
    locale = use_locale()
    first = locale == "fa"
    return (
        row.code,
        week(row.registered_at.date(), locale) if row.veiled else _at(row.registered_at),
        _at(row.left.due_at),
        str(STATES[row.state]),
        category_said(row.category, row.kind),
        localised(row.level, locale),
        (row.unit_fa or row.unit_en) if first else (row.unit_en or row.unit_fa),
        (row.subject_fa or row.subject_en) if first else (row.subject_en or row.subject_fa),
        (row.handler_fa or row.handler_en) if first else (row.handler_en or row.handler_fa),
        row.title,
    )


def _at(moment: datetime) -> str:
    return stamp(moment, use_locale(), CITY_ZONE)
