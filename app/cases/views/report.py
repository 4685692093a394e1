"""The figures of a Jalali month, by unit or by category, as a page, CSV or XLSX."""

from datetime import datetime, time
from io import BytesIO

import xlsxwriter
from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from persiantools.jdatetime import JalaliDate

from app import clock
from app.calendar.rules import CITY_ZONE
from app.cases.report import Figures, report
from app.cases.taxonomy import category
from app.cases.views.blueprint import bp, own_name
from app.i18n import use_locale
from app.jalali import jalali_month
from app.rights import Action
from app.spreadsheet import csv_rows, inert
from app.web import me, reading, require

_MONTHS, _YEARS = range(1, 13), range(1390, 1500)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/report")
@require(Action.SEE_CASES)
def figures() -> ResponseReturnValue:
    """Show the figures of a month."""
    now = clock.now()
    this = jalali_month(now, CITY_ZONE)
    month = _asked(request.args.get("month", ""), this)
    by = "category" if request.args.get("by") == "category" else "unit"
    since, until = _bounds(month)
    with reading() as session:
        lines = report(session, me(), by=by, since=since, until=until, now=now)
    wanted = request.args.get("format", "")
    if wanted == "csv":
        return _file(
            csv_rows(_header(), list(map(_cells, lines))), "text/csv; charset=utf-8", "csv"
        )
    if wanted == "xlsx":
        return _file([_workbook(lines)], _SHEET, "xlsx")
    return render_template(
        "cases/report.html",
        lines=[(_name(line), line) for line in lines],
        month=month,
        this=this,
        by=by,
        before=_step(month, -1),
        after=_step(month, 1),
    )


def _asked(typed: str, this: str) -> str:
    year, _dash, number = typed.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(typed) == len(this)):
        return this
    return typed if int(year) in _YEARS and int(number) in _MONTHS else this


def _step(month: str, way: int) -> str:
    year, number = map(int, month.split("-"))
    place = year * 12 + number - 1 + way
    return f"{place // 12:04d}-{place % 12 + 1:02d}"


def _bounds(month: str) -> tuple[datetime, datetime]:
    first, last = (_first_day(which) for which in (month, _step(month, 1)))
    return first, last


def _first_day(month: str) -> datetime:
    year, number = map(int, month.split("-"))
    return datetime.combine(JalaliDate(year, number, 1).to_gregorian(), time(), CITY_ZONE)


def _name(line: Figures) -> str:
    entry = category(line.key)
    if entry is not None:
        return entry.short_fa if use_locale() == "fa" else entry.short_en
    return own_name(line) or str(_("The city"))


def _header() -> list[str]:
    return [
        _("Group"),
        _("Cases"),
        _("Answered"),
        _("In time"),
        _("Working minutes, mean"),
        _("Working minutes, p90"),
        _("Wall hours, mean"),
        _("Wall hours, p90"),
        _("Confirmed"),
        _("Called"),
        _("Reached"),
        _("Not really fixed"),
        _("Open and overdue"),
        _("Satisfaction, from 5 answers"),
    ]


def _cells(line: Figures) -> list[object]:
    spread = [
        "" if pair is None else round(pair[place], 1)
        for pair in (line.minutes, line.hours)
        for place in (0, 1)
    ]
    return [
        _name(line),
        line.cases,
        line.answered,
        line.in_time,
        *spread,
        line.verified,
        line.called,
        line.reached,
        line.false_fixed,
        line.overdue,
        "" if line.rating is None else round(line.rating, 1),
    ]


def _workbook(lines: list[Figures]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        if use_locale() == "fa":
            sheet.right_to_left()
        table: list[list[object]] = [list(_header()), *map(_cells, lines)]
        for row, cells in enumerate(table):
            for place, cell in enumerate(cells):
                sheet.write(row, place, inert(cell) if isinstance(cell, str) else cell)
    return out.getvalue()


def _file(body: object, mimetype: str, ending: str) -> Response:
    answer = Response(body, mimetype=mimetype)  # type: ignore[arg-type]
    answer.headers["Content-Disposition"] = f'attachment; filename="case-report.{ending}"'
    return answer
