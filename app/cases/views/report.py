"""The figures of a Jalali period, by unit or by category, as a page, CSV, XLSX or PDF."""

from dataclasses import replace

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.calendar.rules import CITY_ZONE
from app.cases.hops.queries import stays
from app.cases.newest import newest_closed
from app.cases.periods import LENGTHS, asked_length, asked_month, bounds, step
from app.cases.report import Figures, report
from app.cases.report_sheets import cells, group_name, header, pdf, workbook
from app.cases.views.blueprint import bp
from app.i18n import use_locale
from app.jalali import day, jalali_month, month_name
from app.rights import Action
from app.spreadsheet import csv_rows
from app.web import house, me, reading, require

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/report")
@require(Action.SEE_CASES)
def figures() -> ResponseReturnValue:
    """Show the figures of one, three, six or twelve months, at first the newest closed ones."""
    now = clock.now()
    this = jalali_month(now, CITY_ZONE)
    asked = asked_month(request.args.get("month", ""), "")
    month = asked or _newest(this)
    months = asked_length(request.args.get("months", ""))
    by = "category" if request.args.get("by") == "category" else "unit"
    since, until = bounds(month, months)
    with reading() as session:
        lines = report(session, me(), by=by, since=since, until=until, now=now)
        whole = report(session, me(), by="", since=since, until=until, now=now)
        rests = stays(session, me(), since=since, until=until) if by == "unit" else []
    lines = [*(replace(line, key="*") for line in whole), *lines] if len(lines) > 1 else lines
    wanted = request.args.get("format", "")
    if wanted in {"csv", "xlsx", "pdf"}:
        return _file(wanted, lines, _period(month, months), by)
    return render_template(
        "cases/report.html",
        lines=[(group_name(line), line) for line in lines],
        stays=rests,
        month=month,
        months=months,
        lengths=LENGTHS,
        period=_period(month, months),
        this=this,
        earlier=month < this and not asked,
        by=by,
        before=step(month, -months),
        after=step(month, months),
    )


def _newest(this: str) -> str:
    """Return the newest month with a closed case: on its first days a month shows dashes."""
    with reading() as session:
        at = newest_closed(session, me())
    return min(jalali_month(at, CITY_ZONE), this) if at else this


def _period(month: str, months: int) -> str:
    last = month_name(month, use_locale())
    if months == 1:
        return last
    first = month_name(step(month, 1 - months), use_locale())
    return str(_("%(first)s to %(last)s", first=first, last=last))


def _file(wanted: str, lines: list[Figures], period: str, by: str) -> Response:
    if wanted == "csv":
        answer = Response(
            csv_rows(header(), list(map(cells, lines))), mimetype="text/csv; charset=utf-8"
        )
    elif wanted == "xlsx":
        answer = Response(workbook(lines), mimetype=_XLSX)
    else:
        answer = Response(_paper(lines, period, by), mimetype="application/pdf")
    name = f'attachment; filename="case-report.{wanted}"'
    answer.headers["Content-Disposition"] = name
    return answer


def _paper(lines: list[Figures], period: str, by: str) -> bytes:
    settings, locale = house().settings, use_locale()
    today = clock.now().astimezone(CITY_ZONE).date()
    title = (
        _("Figures of the cases by category")
        if by == "category"
        else _("Figures of the cases by unit")
    )
    return pdf(
        lines,
        city=settings.city_fa if locale == "fa" else settings.city_en,
        title=f"{title}: {period}",
        made=day(today, locale, today=today, year=True),
    )
