"""An employee's own page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.errors import Missing
from app.insights.queries import mine
from app.insights.views.blueprint import bp
from app.rights import Action
from app.web import house, me, reading, require

__all__ = ["own"]


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
