"""What leaders look at: the load of a desk, and inspection's view of all units."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.calendar.rules import CITY_ZONE
from app.cases.desk.gravest import gravest
from app.cases.desk.load import load as load_of
from app.cases.desk.oversight import UnitWatch, excused, watch
from app.cases.periods import asked_month, bounds, step
from app.cases.views.blueprint import bp, own_name
from app.jalali import jalali_month
from app.rights import Action
from app.spreadsheet import csv_rows
from app.web import me, reading, require


@bp.get("/load")
@require(Action.SEE_LOAD)
def load() -> ResponseReturnValue:
    """Show who has how much."""
    with reading() as session:
        rows = load_of(session, me(), now=clock.now())
    return render_template("cases/load.html", rows=rows)


@bp.get("/level-four")
@require(Action.SEE_LOAD)
def level_four() -> ResponseReturnValue:
    """List the units by name whose cases took three times the promised time."""
    with reading() as session:
        units = gravest(session, me())
    return render_template("cases/gravest.html", units=units)


@bp.get("/oversight")
@require(Action.OVERSEE_CASES)
def inspection() -> ResponseReturnValue:
    """Show the units with their copies, late cases, false fixes and excuses."""
    now = clock.now()
    this = jalali_month(now, CITY_ZONE)
    month = asked_month(request.args.get("month", ""), this)
    since, until = bounds(month)
    with reading() as session:
        units = watch(session, me(), since=since, until=until, now=now)
        if request.args.get("format") == "csv":
            return _csv(units)
        forgiven = excused(session, me(), since=since, until=until)
    return render_template(
        "cases/oversight.html",
        units=units,
        excused=forgiven,
        month=month,
        this=this,
        before=step(month, -1),
        after=step(month, 1),
    )


def _csv(units: list[UnitWatch]) -> Response:
    header = [
        _("Unit"),
        _("Copies, open"),
        _("With inspection"),
        _("Open and overdue"),
        _("Raised a level"),
        _("Plan missing"),
        _("Sent back"),
        _("Answered"),
        _("Not really fixed"),
        _("Excused"),
    ]
    lines = [
        (
            own_name(one) or _("The city"),
            *(one.copies, one.own, one.late, one.raised, one.planless, one.bounced),
            *(one.answered, one.false_fixed, one.excused),
        )
        for one in units
    ]
    answer = Response(csv_rows(header, lines), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="oversight.csv"'
    return answer
