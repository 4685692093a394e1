"""What the person named reads and says: the summary, the reply, the outcome, the appeal."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.cases.findings import forms, service, wording
from app.cases.findings.queries import of_person, own_finding
from app.cases.rules import category
from app.cases.views.blueprint import bp
from app.cases.wording import refusal_said
from app.errors import Invalid, Missing, Refused
from app.rights import Action
from app.web import me, reading, require, writing


@bp.get("/my/findings")
@require(Action.OWN_ACCOUNT)
def own_findings() -> ResponseReturnValue:
    """List what one was told of, newest first."""
    person = me()
    if person.subject_id is None:
        raise Missing("no_subject")
    with reading() as session:
        rows = of_person(session, person.subject_id)
    return render_template("cases/findings/own_list.html", rows=rows, words=wording)


@bp.get("/my/findings/<public_id>")
@require(Action.OWN_ACCOUNT)
def own_finding_page(public_id: str) -> ResponseReturnValue:
    """Show one finding to the person it names."""
    return _page(public_id, forms.WordsForm(formdata=None), 200)


@bp.post("/my/findings/<public_id>/reply")
@require(Action.OWN_ACCOUNT)
def own_reply(public_id: str) -> ResponseReturnValue:
    """Take the reply."""
    return _say(
        public_id, "reply", service.reply, _("Your reply is stored and will be considered.")
    )


@bp.post("/my/findings/<public_id>/appeal")
@require(Action.OWN_ACCOUNT)
def own_appeal(public_id: str) -> ResponseReturnValue:
    """Take the appeal."""
    done = _("Your appeal is stored; somebody who had no part reviews it.")
    return _say(public_id, "appeal", service.appeal, done)


def _say(public_id: str, verb: str, work: Callable[..., Any], done: str) -> ResponseReturnValue:
    form = forms.WordsForm()
    if not form.validate_on_submit():
        return _page(public_id, form, 422)
    try:
        with writing() as session:
            work(session, public_id, words=form.words.data or "", by=me(), now=clock.now())
    except Invalid as error:
        form.form_errors.append(refusal_said(error.code))
        return _page(public_id, form, 422)
    except Refused as error:
        form.form_errors.append(refusal_said(error.code))
        with writing() as session:
            service.log_refusal(
                session, public_id, verb=verb, reason=error.code, by=me(), now=clock.now()
            )
        return _page(public_id, form, 409)
    flash(done)
    return redirect(url_for("cases.own_finding_page", public_id=public_id), 303)


def _page(public_id: str, form: forms.WordsForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        found = own_finding(session, me(), public_id, now=clock.now())
    body = render_template(
        "cases/findings/own.html",
        finding=found,
        topic=category(found.category),
        form=form,
        words=wording,
    )
    return body, status
