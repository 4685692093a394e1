"""The finding of a case at the desk: its page, its verbs, and the list of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from app import clock
from app.cases import forms as case_forms
from app.cases import moving, queries
from app.cases.findings import forms, service, wording
from app.cases.findings.names import citizen_names
from app.cases.findings.offers import offers
from app.cases.findings.queries import code_of, desk_list, finding_of_case
from app.cases.findings.summary import Copied
from app.cases.findings.turn import roles_for
from app.cases.views.acting import run
from app.cases.views.blueprint import bp
from app.errors import Missing
from app.rights import Action
from app.web import house, me, reading, require

__all__ = ["VERBS"]


@dataclass(frozen=True, slots=True)
class _Verb:
    """One verb: its address, what it calls, its form, and what the reader is told."""

    path: str
    name: str
    form: type[case_forms.StepForm]
    work: Callable[..., Any]
    done: Any
    seen: bool = True


VERBS = (
    _Verb("allege", "allege", case_forms.StepForm, service.allege,
          _l("The finding is open. Write the summary for the person now."), seen=False),
    _Verb("delay", "delay", forms.DelayForm, service.delay, _l("The summary waits.")),
    _Verb("notify", "notify", forms.SummaryForm, service.notify,
          _l("The person is told and has two working days to reply.")),
    _Verb("reply", "reply_on_paper", forms.PaperReplyForm, service.reply_on_paper,
          _l("The reply is written down.")),
    _Verb("propose", "propose", forms.OutcomeForm, service.propose,
          _l("Proposed; the decision is awaited.")),
    _Verb("send-back", "send_back", forms.BackForm, service.send_back,
          _l("Sent back to where it stood.")),
    _Verb("decide", "decide", case_forms.StepForm, service.decide,
          _l("Decided. The person and the citizen are told.")),
    _Verb("appeal", "appeal_on_paper", forms.PaperAppealForm, service.appeal_on_paper,
          _l("The appeal is written down; a reviewer is told.")),
    _Verb("review", "review", forms.ReviewForm, service.review,
          _l("This was the last word. The person is told.")),
)  # fmt: skip


@bp.get("/findings")
@require(Action.SEE_CASES)
def findings() -> ResponseReturnValue:
    """List the findings, due first; ``view=done`` those that are settled."""
    done, now = request.args.get("view") == "done", clock.now()
    with reading() as session:
        rows = desk_list(session, me(), done=done)
    return render_template("cases/findings/list.html", rows=rows, done=done, now=now, words=wording)


@bp.get("/cases/<code>/finding")
@require(Action.SEE_CASES)
def finding(code: str) -> ResponseReturnValue:
    """Show the finding of one case."""
    return _page(code)


@bp.get("/findings/<public_id>/paper")
@require(Action.WORK_CASES)
def finding_paper(public_id: str) -> ResponseReturnValue:
    """Show the summary as it is handed over on paper; its address does not name the case."""
    with reading() as session:
        code = code_of(session, me(), public_id)
        page = queries.case_page(session, me(), code, now=clock.now())
        found, _may = finding_of_case(session, me(), page.case)
    if found is None or found.notified_at is None or page.veiled:
        raise Missing("unknown")
    return render_template(
        "cases/findings/paper.html", page=page, finding=found, words=wording, now=clock.now()
    )


def _enter(verb: _Verb, code: str) -> ResponseReturnValue:
    form = verb.form()
    version = {"version": form.seen} if verb.seen else {}
    copied: list[str] = []

    def work(session: Session) -> None:
        more = _names(session, code) if verb.name == "notify" else {}
        try:
            verb.work(session, code, **form.said(), **version, **more, by=me(), now=clock.now())
        except Copied as error:
            copied.extend(error.runs)
            raise

    status = run(code, form, f"finding.{verb.name}", work)
    if status != 200:
        return _page(code, (verb.name, form), status, copied)
    flash(str(verb.done))
    return redirect(_after(code), 303)


def _after(code: str) -> str:
    """Return the finding's page, or the list where the reader no longer sees the case."""
    with reading() as session:
        try:
            queries.case_page(session, me(), code, now=clock.now())
        except Missing:
            return url_for("cases.findings")
    return url_for("cases.finding", code=code)


def _names(session: Session, code: str) -> dict[str, list[str]]:
    case = moving.locked(session, code, me())
    return {"names": citizen_names(session, house().keys.vault, case)}


def _page(
    code: str,
    failed: tuple[str, case_forms.StepForm] | None = None,
    status: int = 200,
    copied: list[str] | None = None,
) -> ResponseReturnValue:
    person, now = me(), clock.now()
    with reading() as session:
        page = queries.case_page(session, person, code, now=now)
        found, may_open = finding_of_case(session, person, page.case)
        roles = roles_for(person, page.case, found)
        verbs = offers(found, roles, person.id, now=now) if found and not page.veiled else set()
    shown = {verb.name: verb.form(formdata=None) for verb in VERBS}
    if failed is not None:
        shown[failed[0]] = failed[1]
    body = render_template(
        "cases/findings/finding.html",
        page=page,
        finding=found,
        may_open=may_open,
        verbs=verbs,
        forms=shown,
        failed=failed[1] if failed else None,
        copied=copied or [],
        words=wording,
        now=now,
    )
    return body, status


def _hang(verb: _Verb) -> None:
    def enter(code: str) -> ResponseReturnValue:
        return _enter(verb, code)

    view = require(Action.WORK_CASES)(enter)
    path = f"/cases/<code>/finding/{verb.path}"
    bp.add_url_rule(path, f"finding_{verb.name}", view, methods=["POST"])


for _verb in VERBS:
    _hang(_verb)
