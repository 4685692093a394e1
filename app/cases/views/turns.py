"""Turns a case may take: a question taken back, a content check, joined, opened again, appealed."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.cases import forms, service
from app.cases.views.acting import act
from app.cases.views.blueprint import bp
from app.rights import Action
from app.text import latin_digits
from app.web import me, require


@bp.post("/cases/<code>/question-back")
@require(Action.WORK_CASES)
def cancel_question(code: str) -> ResponseReturnValue:
    """Take the question back."""
    form = forms.StepForm()

    def work(session: Session) -> None:
        service.cancel_question(session, code, by=me(), now=clock.now(), version=form.seen)

    return act(code, form, "cancel_question", work, done=_("The clock runs on."))


@bp.post("/cases/<code>/hold")
@require(Action.WORK_CASES)
def hold(code: str) -> ResponseReturnValue:
    """Put the case into the content check."""
    form = forms.HoldForm()

    def work(session: Session) -> None:
        reason = form.hold_reason.data or ""
        service.hold(session, code, reason=reason, by=me(), now=clock.now(), version=form.seen)

    return act(code, form, "hold", work, done=_("A colleague looks at it now."))


@bp.post("/cases/<code>/let-through")
@require(Action.WORK_CASES)
def let_through(code: str) -> ResponseReturnValue:
    """Find nothing wrong with a held case."""
    form = forms.StepForm()

    def work(session: Session) -> None:
        service.let_through(session, code, by=me(), now=clock.now(), version=form.seen)

    return act(code, form, "let_through", work, done=_("The case is back in its queue."))


@bp.post("/cases/<code>/confirm-hold")
@require(Action.WORK_CASES)
def confirm_hold(code: str) -> ResponseReturnValue:
    """Confirm as the second person that a message is abusive."""
    form = forms.HeldForm()

    def work(session: Session) -> None:
        answer = form.held_answer.data or ""
        service.confirm_hold(
            session, code, answer=answer, by=me(), now=clock.now(), version=form.seen
        )

    return act(code, form, "confirm_hold", work, done=_("The citizen is told the decision."))


@bp.post("/cases/<code>/merge")
@require(Action.WORK_CASES)
def merge(code: str) -> ResponseReturnValue:
    """Join the case to another."""
    form = forms.MergeForm()

    def work(session: Session) -> None:
        typed = latin_digits(form.master.data or "")
        master = "".join(letter for letter in typed if letter.isdecimal())
        service.merge(
            session, code, master_code=master, by=me(), now=clock.now(), version=form.seen
        )

    return act(code, form, "merge", work, done=_("The cases are joined."))


@bp.post("/cases/<code>/unmerge")
@require(Action.WORK_CASES)
def unmerge(code: str) -> ResponseReturnValue:
    """Take a joined case apart again."""
    form = forms.StepForm()

    def work(session: Session) -> None:
        service.unmerge(session, code, by=me(), now=clock.now(), version=form.seen)

    return act(code, form, "unmerge", work, done=_("The case stands by itself again."))


@bp.post("/cases/<code>/open-again")
@require(Action.WORK_CASES)
def open_again(code: str) -> ResponseReturnValue:
    """Open a closed case again from inspection."""
    form = forms.AgainForm()

    def work(session: Session) -> None:
        reason = form.again_reason.data or ""
        service.inspect_again(
            session, code, reason=reason, by=me(), now=clock.now(), version=form.seen
        )

    return act(code, form, "inspect_again", work, done=_("The case is open again."))


@bp.post("/cases/<code>/appeal")
@require(Action.WORK_CASES)
def decide_appeal(code: str) -> ResponseReturnValue:
    """Decide an appeal."""
    form = forms.AppealForm()

    def work(session: Session) -> None:
        service.decide_appeal(
            session,
            code,
            granted=form.decision.data == "again",
            reasons=form.appeal_reasons.data or "",
            by=me(),
            now=clock.now(),
            version=form.seen,
        )

    return act(
        code,
        form,
        "decide_appeal",
        work,
        done=_("The citizen is told the decision."),
        target="/desk/cases",
    )
