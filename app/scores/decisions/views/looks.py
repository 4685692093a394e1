"""The rubber-stamp check: a reviewer looks again at a sample of the own decisions."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Invalid
from app.rights import Action
from app.scores.decisions import second_looks
from app.scores.decisions.forms.words import LookForm, refuse
from app.scores.decisions.looking import record_look
from app.scores.decisions.page_query import decision_page
from app.scores.decisions.views.blueprint import bp
from app.web import me, require, writing

__all__ = ["look", "looks", "looks_start"]


@bp.get("/second-looks")
@require(Action.DECIDE)
def looks() -> ResponseReturnValue:
    """Show the next decision to look at again."""
    return _page(LookForm(formdata=None), 200)


@bp.post("/second-looks")
@require(Action.DECIDE)
def looks_start() -> ResponseReturnValue:
    """Draw the sample."""
    with writing() as session:
        second_looks.ask_again(session, me(), now=clock.now())
    return redirect(url_for("decisions.looks"), 303)


@bp.post("/second-looks/<int:look_id>")
@require(Action.DECIDE)
def look(look_id: int) -> ResponseReturnValue:
    """Store what the second look found."""
    form = LookForm()
    if form.validate_on_submit():
        same, said = form.same.data == "yes", form.words.data or ""
        try:
            with writing() as session:
                second_looks.look_again(
                    session, me(), look_id, same=same, words=said, now=clock.now()
                )
        except Invalid as error:
            refuse(form, error, "words")
        else:
            flash(_("Thank you. What you found is stored."))
            return redirect(url_for("decisions.looks"), 303)
    return _page(form, 422)


def _page(form: LookForm, status: int) -> ResponseReturnValue:
    with writing() as session:
        waiting = second_looks.waiting_looks(session, me().id)
        page = decision_page(session, me(), waiting[0][1]) if waiting else None
        if page:
            record_look(session, me(), page.row.public_id, "decision", now=clock.now())
        following = second_looks.following(session, me().id)
    body = render_template(
        "decisions/looks.html", waiting=waiting, page=page, form=form, following=following
    )
    return body, status
