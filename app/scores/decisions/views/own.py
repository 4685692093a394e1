"""What an employee does with a decision about them: read it, answer it, appeal it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Invalid, Refused
from app.rights import Action
from app.scores.decisions import appealing, own_queries, signing
from app.scores.decisions.forms.words import StatementForm, WordsForm, refuse
from app.scores.decisions.views.blueprint import bp
from app.scores.decisions.words import sentence
from app.web import me, reading, require, writing

__all__ = ["own_appeal", "own_decision", "own_statement"]


@bp.get("/mine/decisions/<number>")
@require(Action.SEE_OWN)
def own_decision(number: str) -> ResponseReturnValue:
    """Show a decision about oneself: everything but other people's data."""
    return _page(number)


@bp.post("/mine/decisions/<number>/statement")
@require(Action.SEE_OWN)
def own_statement(number: str) -> ResponseReturnValue:
    """Say something to a decision, or that there is nothing to add."""
    form = StatementForm(prefix="statement-")
    nothing = request.form.get("act") == "nothing"
    if form.validate_on_submit():
        said = "" if nothing else form.words.data or ""
        if nothing or said.strip():
            try:
                with writing() as session:
                    signing.state_own(session, me(), number, words=said, now=clock.now())
            except Refused as error:
                return _page(number, problem=sentence(error), status=409)
            flash(_("Your answer is stored; who decides reads it first."))
            return redirect(url_for("decisions.own_decision", number=number), 303)
        form.words.errors = [_("Write your answer, or say that you have nothing to add.")]
    return _page(number, statement=form, status=422)


@bp.post("/mine/decisions/<number>/appeal")
@require(Action.SEE_OWN)
def own_appeal(number: str) -> ResponseReturnValue:
    """Appeal a decision in force."""
    form = WordsForm(prefix="appeal-")
    if form.validate_on_submit():
        try:
            with writing() as session:
                appealing.appeal_decision(
                    session, me(), number, words=form.words.data or "", now=clock.now()
                )
        except Invalid as error:
            refuse(form, error, "words")
        except Refused as error:
            return _page(number, problem=sentence(error), status=409)
        else:
            flash(_("Your appeal is filed. Until the answer the decision may not be used."))
            return redirect(url_for("decisions.own_decision", number=number), 303)
    return _page(number, appeal=form, status=422)


def _page(
    number: str,
    *,
    problem: str = "",
    status: int = 200,
    statement: StatementForm | None = None,
    appeal: WordsForm | None = None,
) -> ResponseReturnValue:
    with reading() as session:
        page = own_queries.own_decision(session, me(), number)
    body = render_template(
        "decisions/own.html",
        page=page,
        problem=problem,
        statement=statement or StatementForm(formdata=None, prefix="statement-"),
        appeal=appeal or WordsForm(formdata=None, prefix="appeal-"),
        wrong=statement or appeal,
        now=clock.now(),
    )
    return body, status
