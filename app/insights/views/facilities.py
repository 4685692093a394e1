"""Places and lines for those who run them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.insights.queries import facilities as reads
from app.insights.queries import finding
from app.insights.sheets import facility_sheet
from app.insights.views.blueprint import EXPORT_LIMIT, bp, csv_answer, page_of
from app.jalali import jalali_month
from app.rights import Action, reach
from app.web import house, me, reading, require

__all__ = ["facilities", "facility"]


@bp.get("/places")
@require(Action.SEE_FACILITIES)
def facilities() -> ResponseReturnValue:
    """List the reader's places with the messages of this month."""
    asked = {name: request.args.get(name, "") for name in ("q", "kind")}
    month = jalali_month(clock.now(), house().settings.zone)
    sheet = request.args.get("format") == "csv"
    with reading() as session:
        rows = reads.facilities(
            session,
            reach(me(), Action.SEE_FACILITIES),
            month=month,
            text=asked["q"],
            kind=asked["kind"],
            after=request.args.get("after", ""),
            limit=EXPORT_LIMIT if sheet else finding.PAGE,
        )
        kinds = reads.kinds(session)
    if sheet:
        return csv_answer("places", *facility_sheet(rows, month))
    page, next_url = page_of("insights.facilities", rows, asked)
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
        page = reads.facility_page(
            session,
            public_id,
            reach(me(), Action.SEE_FACILITIES),
            month=jalali_month(clock.now(), zone),
            zone=zone,
        )
    return render_template("insights/facility.html", page=page)
