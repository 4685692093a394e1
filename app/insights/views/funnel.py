"""The funnel plot of a unit: persons beside the limits of chance, without names and ranks."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.insights.drawn import funnel_of
from app.insights.queries import finding
from app.insights.queries.comparing import comparison
from app.insights.views.blueprint import bp
from app.rights import Action, reach
from app.scores.decisions.looking import record_list
from app.web import me, require, writing

__all__ = ["funnel"]


@bp.get("/funnel")
@require(Action.REVIEW_SCORES)
def funnel() -> ResponseReturnValue:
    """Show the reader's units, or one of them, as a funnel; who is named in it reads of it."""
    paths, unit = reach(me(), Action.REVIEW_SCORES), request.args.get("unit", "")
    with writing() as session:
        page = comparison(session, paths, unit=unit)
        units = finding.unit_choices(session, paths)
        named = [one.public_id for one in page.outside]
        record_list(session, me(), named, "funnel", now=clock.now())
    return render_template(
        "insights/funnel.html", page=page, plot=funnel_of(page.funnel), units=units, unit=unit
    )
