"""An employee's own page, and what one may do from it: reply to words, appeal the result."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.cases.findings import wording
from app.errors import Invalid, Missing, Refused
from app.feedback.queries import ReleasedWords
from app.insights.drawn import history_of, waterfall_of
from app.insights.queries import mine
from app.insights.views.blueprint import bp
from app.rights import Action
from app.scores.decisions import appealing, replying
from app.scores.decisions.forms.words import ReplyForm, WordsForm, refuse
from app.web import house, me, reading, require, writing

__all__ = ["own", "own_appeal", "own_reply"]

_LONGEST_ID = 10**15


@bp.get("/mine")
@require(Action.SEE_OWN)
def own() -> ResponseReturnValue:
    """Show an employee the same words and figures HR sees of them."""
    zone = house().settings.zone
    with reading() as session:
        page = mine.my_page(session, _own_subject(), zone=zone)
    return render_template(
        "insights/mine.html",
        page=page,
        steps=waterfall_of(page.shown),
        times=history_of(page.points, page.shown.level, zone),
        finding_state=wording.OWN_STATES,
        now=clock.now(),
    )


@bp.route("/mine/appeal", methods=["GET", "POST"])
@require(Action.SEE_OWN)
def own_appeal() -> ResponseReturnValue:
    """Appeal one's result: how answers were weighed, or one answer among the words one reads."""
    form, words = WordsForm(), None
    answer = request.values.get("answer", 0, type=int)
    if answer:
        words = _readable(answer)
    if form.validate_on_submit():
        said, now = form.words.data or "", clock.now()
        try:
            with writing() as session:
                if words is None:
                    appealing.appeal_weights(session, me(), words=said, now=now)
                else:
                    appealing.appeal_answer(session, me(), words.feedback_id, words=said, now=now)
        except (Invalid, Refused) as error:
            refuse(form, error, "words")
        else:
            flash(_("Your appeal is filed. Somebody outside your line answers it."))
            return redirect(url_for("insights.own") + "#rights", 303)
    page = render_template("insights/own_appeal.html", form=form, words=words)
    return page, 422 if form.is_submitted() else 200


@bp.route("/mine/words/<int:feedback_id>", methods=["GET", "POST"])
@require(Action.SEE_OWN)
def own_reply(feedback_id: int) -> ResponseReturnValue:
    """Reply to words one reads; HR and the unit see the reply beside them."""
    form, words = ReplyForm(), _readable(feedback_id)
    if form.validate_on_submit():
        said = form.words.data or ""
        try:
            with writing() as session:
                replying.reply(session, me(), feedback_id, words=said, now=clock.now())
        except (Invalid, Refused) as error:
            refuse(form, error, "words")
        else:
            flash(_("Your reply stands beside the words."))
            return redirect(url_for("insights.own") + "#words", 303)
    page = render_template("insights/own_reply.html", form=form, words=words)
    return page, 422 if form.is_submitted() else 200


def _own_subject() -> int:
    subject_id = me().subject_id
    if subject_id is None:
        raise Missing("no_subject")
    return subject_id


def _readable(feedback_id: int) -> ReleasedWords:
    if not 0 < feedback_id < _LONGEST_ID:
        raise Missing("unknown")
    with reading() as session:
        return mine.readable_words(session, _own_subject(), feedback_id, zone=house().settings.zone)
