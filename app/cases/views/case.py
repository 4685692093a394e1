"""One case and its verbs: each a form, one call of the service, and back to the case."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.cases import forms, queries, service
from app.cases.contact import Revealed
from app.cases.units import unit_choices
from app.cases.views.acting import act, case_page, run
from app.cases.views.blueprint import bp, indented, own_name
from app.errors import Missing
from app.rights import Action
from app.web import house, me, reading, require

_PURPOSES = {"ask": "ask", "fix": "claim_fixed"}


@bp.get("/cases/<code>")
@require(Action.SEE_CASES)
def show(code: str) -> ResponseReturnValue:
    """Show one case; a notice about one that went elsewhere leads back to the inbox."""
    try:
        return case_page(code)
    except Missing:
        if "told" not in request.args:
            raise
    flash(_("This case is not with you any more."))
    return redirect(url_for("cases.inbox"))


@bp.post("/cases/<code>/assign")
@require(Action.WORK_CASES)
def assign(code: str) -> ResponseReturnValue:
    """Give the case to a colleague."""
    form = forms.AssignForm()
    form.handler_id.choices = _colleagues(code)

    def work(session: Session) -> None:
        service.assign(
            session,
            code,
            handler_id=form.handler_id.data,
            by=me(),
            now=clock.now(),
            version=form.seen,
        )

    return act(code, form, "assign", work, done=_("Given to a colleague."))


@bp.post("/cases/<code>/refer")
@require(Action.WORK_CASES)
def refer(code: str) -> ResponseReturnValue:
    """Send the case to a unit."""
    form = forms.ReferForm()
    form.unit_id.choices = _unit_options()

    def work(session: Session) -> None:
        service.refer(
            session, code, unit_id=form.unit_id.data, by=me(), now=clock.now(), version=form.seen
        )

    return act(code, form, "refer", work, done=_("Referred to the unit."))


@bp.post("/cases/<code>/answer")
@require(Action.WORK_CASES)
def answer(code: str) -> ResponseReturnValue:
    """Tell the citizen how it goes, ask a question, or claim that it is fixed."""
    form = forms.AnswerForm()
    verb = _PURPOSES.get(form.purpose.data or "", "inform")

    def work(session: Session) -> None:
        said, now = form.answer.data or "", clock.now()
        if verb == "ask":
            service.ask(session, code, question=said, by=me(), now=now, version=form.seen)
        elif verb == "claim_fixed":
            service.claim_fixed(
                session,
                code,
                remedy=form.done,
                answer=said,
                by=me(),
                now=now,
                version=form.seen,
            )
        else:
            service.inform(session, code, text=said, by=me(), now=now, version=form.seen)

    said = {
        "ask": _("The citizen is asked. The clock stops when the message has been taken."),
        "claim_fixed": _("The citizen is asked to confirm."),
        "inform": _("The citizen can read it now."),
    }
    return act(code, form, verb, work, done=said[verb], onward=verb == "claim_fixed")


@bp.post("/cases/<code>/contact")
@require(Action.WORK_CASES)
def contact(code: str) -> ResponseReturnValue:
    """Show the citizen's number once, with a reason."""
    form = forms.RevealForm()
    seen: list[Revealed] = []

    def work(session: Session) -> None:
        reason = form.look_reason.data or ""
        vault = house().keys.vault
        seen.append(service.reveal(session, vault, code, reason=reason, by=me(), now=clock.now()))

    status = run(code, form, "contact", work)
    return case_page(code, form if status != 200 else None, status, seen[0] if seen else None)


def _colleagues(code: str) -> list[tuple[int, str]]:
    with reading() as session:
        page = queries.case_page(session, me(), code, now=clock.now())
        return [(c.account_id, own_name(c)) for c in service.team_of(session, page.case)]


def _unit_options() -> list[tuple[int, str]]:
    with reading() as session:
        return indented(unit_choices(session, me()))
