"""The unit manager's page: ranges of the own people, falls, and what the desks cost.

Everybody on it reads on the own page who opened it.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.insights.queries.finding import PAGE
from app.insights.queries.own_unit import own_unit
from app.insights.views.blueprint import bp, page_of
from app.rights import Action, reach
from app.scores.decisions.looking import record_list
from app.web import house, me, require, writing

__all__ = ["unit"]


@bp.get("/unit")
@require(Action.SEE_UNIT_PEOPLE)
def unit() -> ResponseReturnValue:
    """Show the reader's own units."""
    with writing() as session:
        page = own_unit(
            session,
            me(),
            reach(me(), Action.SEE_UNIT_PEOPLE),
            after=request.args.get("after", ""),
            limit=PAGE,
            now=clock.now(),
            zone=house().settings.zone,
        )
        people, next_url = page_of("insights.unit", page.people, {})
        told = [one.public_id for one in people] + [row.public_id for _, row in page.alarms]
        record_list(session, me(), told, "unit", now=clock.now())
    return render_template("insights/unit.html", page=page, people=people, next_url=next_url)
