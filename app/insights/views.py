"""Desks that look on: employees for HR, places for their managers, the log for auditors."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.errors import Denied, Missing
from app.insights.queries import employees as employee_reads
from app.insights.queries import facilities as facility_reads
from app.insights.queries import finding, mine, staff_log
from app.insights.queries.employees import EmployeeRow
from app.insights.queries.facilities import FacilityRow
from app.insights.sheets import employee_sheet, facility_sheet, log_sheet
from app.jalali import jalali_month
from app.rights import Action, reach
from app.spreadsheet import csv_rows
from app.web import house, me, reading, require

__all__ = ["bp"]

bp = Blueprint("insights", __name__, url_prefix="/desk")
EXPORT_LIMIT = 50_000
Row = TypeVar("Row", EmployeeRow, FacilityRow)


@bp.get("/employees")
@require(Action.FIND_EMPLOYEES)
def employees() -> ResponseReturnValue:
    """List employees by name, number or unit; as CSV with ``format=csv``."""
    paths = reach(me(), Action.FIND_EMPLOYEES)
    asked = {name: request.args.get(name, "") for name in ("q", "unit", "left")}
    sheet = request.args.get("format") == "csv"
    with reading() as session:
        rows = employee_reads.employees(
            session,
            paths,
            text=asked["q"],
            unit=asked["unit"],
            left=asked["left"] == "1",
            after=request.args.get("after", ""),
            limit=EXPORT_LIMIT if sheet else finding.PAGE,
        )
        units = finding.unit_choices(session, paths)
    if sheet:
        return _csv("employees", *employee_sheet(rows))
    page, next_url = _page("insights.employees", rows, asked)
    return render_template(
        "insights/employees.html", rows=page, next_url=next_url, asked=asked, units=units
    )


@bp.get("/employees/<public_id>")
@require(Action.FIND_EMPLOYEES)
def employee(public_id: str) -> ResponseReturnValue:
    """Show one employee: the score through its band, kinds, released words, history."""
    with reading() as session:
        page = employee_reads.employee_page(
            session, public_id, reach(me(), Action.FIND_EMPLOYEES), zone=house().settings.zone
        )
    return render_template("insights/employee.html", page=page)


@bp.get("/places")
@require(Action.SEE_FACILITIES)
def facilities() -> ResponseReturnValue:
    """List the reader's places with the messages of this month."""
    asked = {name: request.args.get(name, "") for name in ("q", "kind")}
    month = jalali_month(clock.now(), house().settings.zone)
    sheet = request.args.get("format") == "csv"
    with reading() as session:
        rows = facility_reads.facilities(
            session,
            reach(me(), Action.SEE_FACILITIES),
            month=month,
            text=asked["q"],
            kind=asked["kind"],
            after=request.args.get("after", ""),
            limit=EXPORT_LIMIT if sheet else finding.PAGE,
        )
        kinds = facility_reads.kinds(session)
    if sheet:
        return _csv("places", *facility_sheet(rows, month))
    page, next_url = _page("insights.facilities", rows, asked)
    return render_template(
        "insights/facilities.html",
        rows=page,
        next_url=next_url,
        asked=asked,
        kinds=kinds,
        month=month,
    )


@bp.get("/places/<public_id>")
@require(Action.SEE_FACILITIES)
def facility(public_id: str) -> ResponseReturnValue:
    """Show one place: months by kind and rating, released words, open cases."""
    zone = house().settings.zone
    with reading() as session:
        page = facility_reads.facility_page(
            session,
            public_id,
            reach(me(), Action.SEE_FACILITIES),
            month=jalali_month(clock.now(), zone),
            zone=zone,
        )
    return render_template("insights/facility.html", page=page)


@bp.get("/log")
@require(Action.SEE_AUDIT)
def audit() -> ResponseReturnValue:
    """List the acts of staff, newest first."""
    asked = {name: request.args.get(name, "") for name in ("actor", "action")}
    before = request.args.get("before", "0")
    if not re.fullmatch("[0-9]{1,18}", before):
        raise Missing("unknown")
    sheet = request.args.get("format") == "csv"
    with reading() as session:
        if not finding.reaches_all(session, reach(me(), Action.SEE_AUDIT)):
            raise Denied("whole_city")  # the one log of the city has no districts
        rows = staff_log.staff_log(
            session,
            actor=asked["actor"],
            action=asked["action"],
            before=int(before),
            limit=EXPORT_LIMIT if sheet else finding.PAGE,
        )
    if sheet:
        return _csv("staff-log", *log_sheet(rows, house().settings.zone))
    more = len(rows) > finding.PAGE
    page = rows[: finding.PAGE]
    next_url = url_for("insights.audit", before=page[-1].id, **_given(asked)) if more else ""
    return render_template("insights/log.html", rows=page, next_url=next_url, asked=asked)


@bp.get("/mine")
@require(Action.SEE_OWN)
def own() -> ResponseReturnValue:
    """Show an employee the same words and figures HR sees of them."""
    person = me()
    if person.subject_id is None:
        raise Missing("no_subject")
    with reading() as session:
        page = mine.my_page(session, person.subject_id, zone=house().settings.zone)
    return render_template("insights/mine.html", page=page)


def _page(endpoint: str, rows: Sequence[Row], asked: dict[str, str]) -> tuple[Sequence[Row], str]:
    page = rows[: finding.PAGE]
    if len(rows) <= finding.PAGE:
        return page, ""
    return page, url_for(endpoint, after=page[-1].public_id, **_given(asked))


def _given(asked: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value}


def _csv(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Response:
    answer = Response(csv_rows(header, rows), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
