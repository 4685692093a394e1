"""Issuing badges for a unit or a kind, after saying how many that would be."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges import service
from app.badges.forms import IssueForm
from app.badges.issuing import preview
from app.badges.views.blueprint import bp, scope_of, unit_choices
from app.badges.words import counted
from app.rights import Action
from app.web import house, me, reading, require, writing


@bp.route("/issue", methods=["GET", "POST"])
@require(Action.ISSUE_BADGES)
def issue() -> ResponseReturnValue:
    """Preview with GET, issue with POST."""
    posted = request.method == "POST"
    form = IssueForm() if posted else IssueForm(request.args)
    with reading() as session:
        form.unit.choices = unit_choices(session, Action.ISSUE_BADGES)
        valid = form.validate_on_submit() if posted else form.kind.validate(form)
        expected = preview(session, scope_of(session, form)) if valid else None
    if not posted or not valid:
        status = 422 if posted else 200
        return render_template("badges/issue.html", form=form, expected=expected), status
    with writing() as session:
        done = service.issue(
            session, house().keys.ring, scope_of(session, form),
            now=clock.now(), actor_id=me().id,
        )  # fmt: skip
    flash(_("Badges issued: %(n)s", n=counted(done.issued)))
    unit = form.unit.data or None
    return redirect(url_for("badges.index", unit=unit, view="unprinted"), 303)
