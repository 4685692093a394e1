"""How a verb is run from a page: checked, done or refused, and nothing typed is lost."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from app import clock
from app.cases import forms, queries, service, wording
from app.cases.conflicts import roles_on
from app.cases.contact import Revealed
from app.cases.planning import lacks_plan, owes_plan
from app.cases.recoding.choices import choices_for
from app.cases.rules import CATEGORIES
from app.cases.units import unit_choices
from app.cases.views import composing
from app.cases.views.blueprint import indented, own_name
from app.errors import Invalid, Refused
from app.feedback.photos import photos_of
from app.web import me, reading, writing

__all__ = ["act", "case_page", "next_case", "run"]

_FORMS = {
    "answer": forms.AnswerForm,
    "note": forms.NoteForm,
    "plan": forms.PlanForm,
    "bounce": forms.BounceForm,
    "reveal": forms.RevealForm,
    "decline": forms.DeclineForm,
    "transfer": forms.TransferForm,
    "assign": forms.AssignForm,
    "refer": forms.ReferForm,
    "recode": forms.RecodeForm,
    "hold": forms.HoldForm,
    "held": forms.HeldForm,
    "merge": forms.MergeForm,
    "again": forms.AgainForm,
    "keep": forms.KeepForm,
    "lift": forms.LiftForm,
    "appeal": forms.AppealForm,
}


def act(
    code: str,
    form: forms.StepForm,
    verb: str,
    work: Callable[[Session], None],
    *,
    done: str,
    target: str = "",
    onward: bool = False,
) -> ResponseReturnValue:
    """Run one verb; show the case again, with everything typed, when it was not possible.

    ``onward`` leads to the reader's next case, due first, after what ends the work on this one.
    """
    status = run(code, form, verb, work)
    if status == 200:
        flash(done)
        onto = (next_case(code) or code) if onward else code
        return redirect(target or url_for("cases.show", code=onto), 303)
    return case_page(code, form, status)


def next_case(code: str) -> str | None:
    """Return the code of the reader's own case that is due next, if there is another."""
    with reading() as session:
        rows = queries.queue(session, me(), queries.Filters(), now=clock.now(), limit=1)
    return next((row.code for row in rows if row.code != code), None)


def run(code: str, form: forms.StepForm, verb: str, work: Callable[[Session], None]) -> int:
    """Run a verb in a unit of work; return the status, the reasons on the form."""
    if not form.validate_on_submit():
        return 422
    try:
        with writing() as session:
            work(session)
    except Invalid as error:
        form.form_errors.append(wording.refusal_said(error.code))
        return 422
    except Refused as error:
        form.form_errors.append(wording.refusal_said(error.code))
        with writing() as session:
            service.log_refusal(
                session, code, verb=verb, reason=error.code, by=me(), now=clock.now()
            )
        return 409
    return 200


def case_page(
    code: str,
    failed: forms.StepForm | None = None,
    status: int = 200,
    revealed: Revealed | None = None,
) -> ResponseReturnValue:
    """Return one case as a page; ``failed`` is the form that was refused, with what was typed."""
    person, now = me(), clock.now()
    with reading() as session:
        page = queries.case_page(session, person, code, now=now)
        photos = photos_of(session, page.case.feedback_id)
        team = service.team_of(session, page.case) if "assign" in page.verbs else []
        units = unit_choices(session, person) if "refer" in page.verbs else []
        ready = composing.offered(session, page)
    shown = {
        name: failed if isinstance(failed, kind) else kind(formdata=None)
        for name, kind in _FORMS.items()
    }
    shown["assign"].handler_id.choices = [(c.account_id, own_name(c)) for c in team]
    shown["refer"].unit_id.choices = indented(units)
    shown["recode"].recode_category.choices = choices_for(page)
    purposes = shown["answer"].purpose
    purposes.choices = [choice for choice in purposes.choices if choice.value in page.verbs]
    wanted = request.args.get("ready", "")
    for one in ready if failed is None else []:
        if one.key == wanted:
            composing.fill(shown, page, one)
    body = render_template(
        "cases/case.html",
        page=page,
        photos=photos,
        forms=shown,
        failed=failed,
        revealed=revealed,
        ready=ready,
        category=CATEGORIES.get(page.case.category),
        identities=wording.IDENTITIES,
        remedies=wording.REMEDIES,
        reasons=wording.REASONS,
        policies=wording.POLICIES,
        lacks_plan=lacks_plan(page.case),
        owes_plan=owes_plan(page.case, roles_on(person, page.case)),
    )
    return body, status
