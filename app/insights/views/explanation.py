"""The explanation on paper: for HR with a note in the log, for the employee without."""

from flask import Response
from flask.typing import ResponseReturnValue

from app import clock
from app.errors import Missing
from app.i18n import use_locale
from app.insights.explaining import explanation_pdf
from app.insights.queries.explained import Explained, explained
from app.insights.views.blueprint import bp, pdf_answer
from app.rights import Action, reach
from app.scores.decisions.looking import record_look
from app.web import house, me, reading, require, writing

__all__ = ["explanation", "own_explanation"]


@bp.get("/employees/<public_id>/explanation.pdf")
@require(Action.FIND_EMPLOYEES)
def explanation(public_id: str) -> ResponseReturnValue:
    """Return one employee's explanation as PDF; the employee sees that it was printed."""
    with writing() as session:
        paths = reach(me(), Action.FIND_EMPLOYEES)
        page = explained(session, public_id=public_id, paths=paths)
        record_look(session, me(), page.public_id, "paper", now=clock.now())
    return _answer(page)


@bp.get("/mine/explanation.pdf")
@require(Action.SEE_OWN)
def own_explanation() -> ResponseReturnValue:
    """Return the reader's own explanation as PDF."""
    person = me()
    if person.subject_id is None:
        raise Missing("no_subject")
    with reading() as session:
        page = explained(session, subject_id=person.subject_id)
    return _answer(page)


def _answer(page: Explained) -> Response:
    settings = house().settings
    city = settings.city_fa if use_locale() == "fa" else settings.city_en
    pdf = explanation_pdf(page, city=city, host=settings.host, zone=settings.zone)
    return pdf_answer(f"score-{page.public_id}", pdf)
