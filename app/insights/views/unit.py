"""The unit manager's page: ranges of the own people, falls, and what the desks cost."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.insights.queries.finding import PAGE
from app.insights.queries.own_unit import own_unit
from app.insights.views.blueprint import bp, page_of
from app.rights import Action, reach
from app.web import house, me, reading, require

__all__ = ["unit"]


@bp.get("/unit")
@require(Action.SEE_UNIT_PEOPLE)
def unit() -> ResponseReturnValue:
    """Show the reader's own units."""
    with reading() as session:
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
    return render_template("insights/unit.html", page=page, people=people, next_url=next_url)
