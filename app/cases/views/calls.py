"""The call list of the verifiers and one call: script first, the unit's answer last."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.cases import call_list, forms, queries, service, wording
from app.cases.contact import Revealed
from app.cases.rules import CallOutcome
from app.cases.views.blueprint import bp
from app.errors import Invalid, Refused
from app.rights import Action
from app.web import house, me, reading, require, writing


@bp.get("/calls")
@require(Action.CALL_CITIZENS)
def calls() -> ResponseReturnValue:
    """List the calls to make, due first."""
    with reading() as session:
        rows = call_list.calls(session, me(), now=clock.now())
    return render_template("cases/calls.html", rows=rows)


@bp.get("/calls/<code>")
@require(Action.CALL_CITIZENS)
def call(code: str) -> ResponseReturnValue:
    """Show the script of one call, without the number."""
    return _call(code, forms.CallForm(formdata=None), 200)


@bp.post("/calls/<code>/dial")
@require(Action.CALL_CITIZENS)
def dial(code: str) -> ResponseReturnValue:
    """Show the number for this call; the look is written down."""
    vault = house().keys.vault
    try:
        with writing() as session:
            seen = service.dial(session, vault, code, by=me(), now=clock.now())
    except Refused as error:
        flash(wording.refusal_said(error.code))
        return redirect(url_for("cases.calls"), 303)
    return _call(code, forms.CallForm(formdata=None), 200, seen)


@bp.post("/calls/<code>")
@require(Action.CALL_CITIZENS)
def record_call(code: str) -> ResponseReturnValue:
    """Write down how the call ended."""
    form = forms.CallForm()
    if not form.validate_on_submit():
        return _call(code, form, 422)
    try:
        with writing() as session:
            service.record_call(session, code, _said(form), by=me(), now=clock.now())
    except (Invalid, Refused) as error:
        form.form_errors.append(wording.refusal_said(error.code))
        return _call(code, form, 422 if isinstance(error, Invalid) else 409)
    flash(_("The call is stored."))
    return redirect(url_for("cases.calls"), 303)


def _said(form: forms.CallForm) -> service.Call:
    return service.Call(
        CallOutcome(form.outcome.data),
        words=form.words.data or "",
        again_at=clock.now() + timedelta(hours=form.hours) if form.hours else None,
        score=int(form.score.data) if form.score.data else None,
        may_name=form.may_name.data == "yes",
        reference=form.reference.data or "",
        recording=form.recording.data or "",
    )


def _call(
    code: str, form: forms.CallForm, status: int, seen: Revealed | None = None
) -> ResponseReturnValue:
    with reading() as session:
        case = call_list.callable_case(session, code, me())
        shown = queries.citizen_case(session, case.feedback_id)
    body = render_template("cases/call.html", case=case, shown=shown, form=form, seen=seen)
    return body, status
