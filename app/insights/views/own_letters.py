"""An employee's own commendations: read, accept or decline, print."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Missing, Refused
from app.insights.commending import press_of
from app.insights.forms import LetterAnswerForm, say
from app.insights.views.blueprint import bp, pdf_answer
from app.insights.views.letters import PAPERS
from app.rights import Action
from app.scores.letters import queries, service
from app.web import house, me, reading, require, writing

__all__ = ["own_letter", "own_letter_paper", "own_letters"]


@bp.get("/mine/commendations")
@require(Action.SEE_OWN)
def own_letters() -> ResponseReturnValue:
    """List the reader's own commendations."""
    with reading() as session:
        rows = queries.letters_of(session, _self())
    return render_template("insights/own_letters.html", rows=rows)


@bp.route("/mine/commendations/<public_id>", methods=["GET", "POST"])
@require(Action.SEE_OWN)
def own_letter(public_id: str) -> ResponseReturnValue:
    """Show one's own commendation, or answer it."""
    form = LetterAnswerForm()
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.answer(
                    session,
                    public_id,
                    subject_id=_self(),
                    accept=form.answer.data == "accept",
                    open_to_all=bool(form.open_to_all.data),
                    actor_id=me().id,
                    now=clock.now(),
                )
            flash(_("Your answer is recorded."))
            return redirect(url_for("insights.own_letter", public_id=public_id), 303)
        except Refused as error:
            say(form, error, "answer")
    with reading() as session:
        row, told = queries.one(session, public_id, subject_id=_self())
        said = dict(row.said)
    page = render_template("insights/own_letter.html", told=told, said=said, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.get("/mine/commendations/<public_id>/<paper>.pdf")
@require(Action.SEE_OWN)
def own_letter_paper(public_id: str, paper: str) -> ResponseReturnValue:
    """Print one's own letter or certificate, once it is accepted."""
    if paper not in PAPERS:
        raise Missing("unknown")
    with writing() as session:
        row, told = queries.one(session, public_id, subject_id=_self())
        service.note_print(session, row, what=paper, actor_id=me().id, now=clock.now())
        pdf = PAPERS[paper](row, press_of(house()))
    return pdf_answer(f"{paper}-{told.number}", pdf)


def _self() -> int:
    """Return the reader's own subject.

    Raises:
        Missing: The account belongs to no employee.
    """
    subject_id = me().subject_id
    if subject_id is None:
        raise Missing("no_subject")
    return subject_id
