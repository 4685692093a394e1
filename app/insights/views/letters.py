"""Commendations at the desk of HR: write one, read one, print it, take it back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app import clock
from app.errors import Invalid, Missing, Refused
from app.insights.commending import offer, press_of
from app.insights.forms import CommendForm, ReasonForm, say
from app.insights.queries.commending import Commending, commending
from app.insights.views.blueprint import bp, page_of, pdf_answer
from app.rights import Action, reach
from app.scores.decisions.looking import record_look
from app.scores.decisions.telling import account_of
from app.scores.letters import queries, service
from app.scores.letters.paper import certificate_pdf, letter_pdf
from app.web import house, me, reading, require, writing

__all__ = ["PAPERS", "commend", "commendation", "commendations", "letter_paper", "letter_withdraw"]

PAPERS = {"letter": letter_pdf, "certificate": certificate_pdf}


@bp.get("/commendations")
@require(Action.REVIEW_SCORES)
def commendations() -> ResponseReturnValue:
    """List the commendations of the reader's units, newest first."""
    paths, after = reach(me(), Action.REVIEW_SCORES), request.args.get("after", "")
    with reading() as session:
        rows = queries.letters(session, paths, after=after)
    page, next_url = page_of("insights.commendations", rows, {})
    return render_template("insights/commendations.html", rows=page, next_url=next_url)


@bp.route("/employees/<public_id>/commend", methods=["GET", "POST"])
@require(Action.REVIEW_SCORES)
def commend(public_id: str) -> ResponseReturnValue:
    """Write a commendation and offer it to the employee."""
    form, paths = CommendForm(), reach(me(), Action.REVIEW_SCORES)
    zone = house().settings.zone
    with writing() as session:
        page = commending(session, public_id, me(), paths, zone=zone)
        if not form.is_submitted():
            record_look(session, me(), public_id, "score", now=clock.now())
    form.quote.choices = _quotes(page)
    if form.validate_on_submit():
        try:
            with writing() as session:
                page = commending(session, public_id, me(), paths, zone=zone)
                row = offer(session, page, form, city=house(), actor_id=me().id, now=clock.now())
                name, told = row.public_id, account_of(session, row.subject_id)
            if told:
                flash(_("Offered. The employee is told and answers on the own page."))
            else:
                flash(_("Offered. This employee has no account yet: hand over a slip."), "error")
            return redirect(url_for("insights.commendation", public_id=name), 303)
        except (Invalid, Refused) as error:
            say(form, error, "own_words" if isinstance(error, Invalid) else "language")
    may = service.may_be_praised(page.shown)
    template = render_template("insights/commend.html", form=form, page=page, may=may)
    return template, 422 if form.is_submitted() else 200


@bp.get("/commendations/<public_id>")
@require(Action.REVIEW_SCORES)
def commendation(public_id: str) -> ResponseReturnValue:
    """Show one commendation: its words, the answer, what may be done; the look is logged."""
    with writing() as session:
        _row, told = queries.one(session, public_id, paths=reach(me(), Action.REVIEW_SCORES))
        record_look(session, me(), told.subject, "letter", now=clock.now())
    return _show(public_id, ReasonForm(formdata=None), 200)


@bp.post("/commendations/<public_id>/withdraw")
@require(Action.REVIEW_SCORES)
def letter_withdraw(public_id: str) -> ResponseReturnValue:
    """Take a commendation back with a reason."""
    form = ReasonForm()
    try:
        with writing() as session:
            queries.one(session, public_id, paths=reach(me(), Action.REVIEW_SCORES))
            service.withdraw(
                session, public_id, why=form.reason.data or "", actor_id=me().id, now=clock.now()
            )
    except Invalid as error:
        say(form, error, "reason")
        return _show(public_id, form, 422)
    flash(_("Taken back. Its symbol confirms it no more."))
    return redirect(url_for("insights.commendation", public_id=public_id), 303)


@bp.get("/commendations/<public_id>/<paper>.pdf")
@require(Action.REVIEW_SCORES)
def letter_paper(public_id: str, paper: str) -> ResponseReturnValue:
    """Print the letter or the certificate; each print is logged."""
    if paper not in PAPERS:
        raise Missing("unknown")
    with writing() as session:
        row, told = queries.one(session, public_id, paths=reach(me(), Action.REVIEW_SCORES))
        service.note_print(session, row, what=paper, actor_id=me().id, now=clock.now())
        record_look(session, me(), told.subject, "letter", now=clock.now())
        pdf = PAPERS[paper](row, press_of(house()))
    return pdf_answer(f"{paper}-{told.number}", pdf)


def _quotes(page: Commending) -> list[SelectChoice]:
    short = [(str(one.feedback_id), one.text) for one in page.thanks]
    return [
        SelectChoice("", _("No quotation")),
        *(SelectChoice(key, text if len(text) <= 80 else f"{text[:79]}…") for key, text in short),
    ]


def _show(public_id: str, form: ReasonForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        row, told = queries.one(session, public_id, paths=reach(me(), Action.REVIEW_SCORES))
        said = dict(row.said)
    page = render_template("insights/commendation.html", told=told, said=said, form=form)
    return page, status
