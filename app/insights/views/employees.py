"""Employees for the HR reviewer: find one, read one."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.insights.drawn import history_of, waterfall_of
from app.insights.queries import employees as reads
from app.insights.queries import finding
from app.insights.sheets import employee_sheet
from app.insights.views.blueprint import EXPORT_LIMIT, bp, csv_answer, page_of
from app.rights import Action, reach
from app.scores.decisions.looking import record_look
from app.scores.letters.service import may_be_praised
from app.web import house, me, reading, require, writing

__all__ = ["employee", "employees"]


@bp.get("/employees")
@require(Action.FIND_EMPLOYEES)
def employees() -> ResponseReturnValue:
    """List employees by name, number or unit; as CSV with ``format=csv``."""
    paths = reach(me(), Action.FIND_EMPLOYEES)
    asked = {name: request.args.get(name, "") for name in ("q", "unit", "left")}
    sheet = request.args.get("format") == "csv"
    with reading() as session:
        rows = reads.employees(
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
        return csv_answer("employees", *employee_sheet(rows))
    page, next_url = page_of("insights.employees", rows, asked)
    return render_template(
        "insights/employees.html", rows=page, next_url=next_url, asked=asked, units=units
    )


@bp.get("/employees/<public_id>")
@require(Action.FIND_EMPLOYEES)
def employee(public_id: str) -> ResponseReturnValue:
    """Show one employee: the score explained, kinds, released words; the look is logged."""
    zone = house().settings.zone
    with writing() as session:
        page = reads.employee_page(
            session, public_id, reach(me(), Action.FIND_EMPLOYEES), zone=zone
        )
        record_look(session, me(), public_id, "score", now=clock.now())
    return render_template(
        "insights/employee.html",
        page=page,
        steps=waterfall_of(page.shown),
        times=history_of(page.points, page.shown.level, zone),
        praise=may_be_praised(page.shown),
    )
