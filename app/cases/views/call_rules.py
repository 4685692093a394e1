"""Who is called about claimed fixes: the rule in force, its versions, a new one."""

from datetime import datetime, time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from app import clock
from app.calendar.rules import CITY_ZONE
from app.cases import forms, wording
from app.cases.sampling import queries, service
from app.cases.sampling.rules import SHARE_USUAL
from app.cases.views.blueprint import bp, own_name
from app.directory.models import Organisation
from app.errors import Invalid
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action
from app.web import me, reading, require, writing


@bp.get("/call-rules")
@require(Action.SET_CALL_RULES)
def call_rules() -> ResponseReturnValue:
    """Show who is called now and who was before."""
    form = forms.CallRuleForm(formdata=None)
    form.share.data = localised(SHARE_USUAL, use_locale())
    return _call_rules(form, 200)


@bp.post("/call-rules")
@require(Action.SET_CALL_RULES)
def set_call_rule() -> ResponseReturnValue:
    """Add a version of the rule."""
    form = forms.CallRuleForm()
    with reading() as session:
        _organisations(session, form)
    if not form.validate_on_submit():
        return _call_rules(form, 422)
    now = clock.now()
    from_at = datetime.combine(form.day, time(), CITY_ZONE) if form.day else now
    try:
        with writing() as session:
            service.set_rule(
                session,
                organisation_id=form.organisation_id.data or None,
                share=form.percent,
                from_at=from_at,
                reason=form.reason.data,
                by=me(),
                now=now,
            )
    except Invalid as error:
        form.form_errors.append(wording.refusal_said(error.code))
        return _call_rules(form, 422)
    flash(_("The rule is set."))
    return redirect(url_for("cases.call_rules"), 303)


def _call_rules(form: forms.CallRuleForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        _organisations(session, form)
        rows = queries.rules(session, now=clock.now())
    every = not any(row.standing == "in_force" and row.organisation_id is None for row in rows)
    return render_template("cases/call_rules.html", form=form, rows=rows, unset=every), status


def _organisations(session: Session, form: forms.CallRuleForm) -> None:
    found = session.exec(select(Organisation).order_by(col(Organisation.id)))
    form.organisation_id.choices = [
        (0, _("The whole city")),
        *((one.id or 0, own_name(one)) for one in found),
    ]
