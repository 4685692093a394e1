"""The desk of the appeal reviewer: appeals by the day they are due, and the answer to one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Invalid, Refused
from app.rights import Action
from app.scores.decisions import answering, appeal_queries
from app.scores.decisions.forms.words import AnswerForm, refuse
from app.scores.decisions.looking import record_look
from app.scores.decisions.views.blueprint import bp
from app.web import house, me, reading, require, writing

__all__ = ["appeal", "appeal_answer", "appeals"]


@bp.get("/appeals")
@require(Action.ANSWER_APPEALS)
def appeals() -> ResponseReturnValue:
    """List appeals this reviewer may answer."""
    answered = request.args.get("view") == "answered"
    with reading() as session:
        rows = appeal_queries.appeal_rows(session, me(), answered=answered)
    return render_template("decisions/appeals.html", rows=rows, answered=answered, now=clock.now())


@bp.get("/appeals/<number>")
@require(Action.ANSWER_APPEALS)
def appeal(number: str) -> ResponseReturnValue:
    """Show one appeal with what it is about."""
    with writing() as session:
        page = appeal_queries.appeal_page(session, me(), number, zone=house().settings.zone)
        record_look(session, me(), page.row.public_id, "appeal", now=clock.now())
    return _page(number, AnswerForm(formdata=None), 200)


@bp.post("/appeals/<number>")
@require(Action.ANSWER_APPEALS)
def appeal_answer(number: str) -> ResponseReturnValue:
    """Answer it: outcome, reasons, and what single answers weigh from now on."""
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with writing() as session:
                answering.answer(
                    session,
                    me(),
                    number,
                    outcome=form.outcome.data,
                    words=form.words.data or "",
                    verdicts=_verdicts(),
                    now=clock.now(),
                )
        except (Invalid, Refused) as error:
            refuse(form, error, "words")
        else:
            flash(_("The answer is stored and the employee is told."))
            return redirect(url_for("decisions.appeal", number=number), 303)
    return _page(number, form, 422)


def _verdicts() -> dict[int, bool]:
    """Return what was chosen for single answers; ``keep`` says nothing."""
    found = {}
    for name, chosen in request.form.items():
        number = name.removeprefix("answer-")
        known = name.startswith("answer-") and number.isascii() and number.isdecimal()
        if known and len(number) < 18 and chosen in {"count", "leave"}:
            found[int(number)] = chosen == "count"
    return found


def _page(number: str, form: AnswerForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        page = appeal_queries.appeal_page(session, me(), number, zone=house().settings.zone)
    chosen = {name: value for name, value in request.form.items() if name.startswith("answer-")}
    body = render_template(
        "decisions/appeal.html", page=page, form=form, now=clock.now(), chosen=chosen
    )
    return body, status
