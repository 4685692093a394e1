"""The verbs of a case as data: each a form, one call of the service, and back to the case.

A verb whose form needs more than the post (choices, a purpose, a look at a number) is a view of
its own in ``case``; all the others stand here in a row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from app import clock
from app.cases import forms, service
from app.cases.keeping.holds import lift, put_on_hold
from app.cases.views.acting import act
from app.cases.views.blueprint import bp
from app.rights import Action
from app.web import me, require

__all__ = ["TURNS", "Door", "hang"]


@dataclass(frozen=True, slots=True)
class Door:
    """One verb as the case page offers it.

    Attributes:
        path: Last part of the address, after the code.
        name: The endpoint, and the verb in the log of refusals.
        verb: Function of the service; takes the code, what the form says, ``by``, ``now`` and,
            if ``seen``, the version the reader saw.
        form: What the page sends; its ``said()`` are the verb's own arguments.
        done: What the reader is told.
        onward: Whether the reader's next case follows.
        target: Where to go instead of the case.
        seen: Whether the verb may clash with somebody else's.
    """

    path: str
    name: str
    verb: Callable[..., Any]
    form: type[forms.StepForm]
    done: Any
    onward: bool = False
    target: str = ""
    seen: bool = True


_S = forms.StepForm
_TOLD = _l("The citizen is told the decision.")

TURNS = (
    Door("accept", "accept", service.accept, _S, _l("The case is yours.")),
    Door("note", "note", service.note, forms.NoteForm, _l("The note is stored."), seen=False),
    Door(
        "bounce", "bounce", service.bounce, forms.BounceForm, _l("Sent back to the special team.")
    ),
    Door("decline", "decline", service.decline, forms.DeclineForm, _TOLD, onward=True),
    Door(
        "transfer",
        "transfer",
        service.transfer,
        forms.TransferForm,
        _l("The citizen is told where it went."),
        onward=True,
    ),
    Door(
        "recuse",
        "recuse",
        service.recuse,
        _S,
        _l("You stepped back. The case goes on without you and is hidden from you."),
        target="/desk/cases",
        seen=False,
    ),
    Door("question-back", "cancel_question", service.cancel_question, _S, _l("The clock runs on.")),
    Door("plan", "plan", service.plan, forms.PlanForm, _l("The plan is written down.")),
    Door("hold", "hold", service.hold, forms.HoldForm, _l("A colleague looks at it now.")),
    Door(
        "let-through", "let_through", service.let_through, _S, _l("The case is back in its queue.")
    ),
    Door("confirm-hold", "confirm_hold", service.confirm_hold, forms.HeldForm, _TOLD),
    Door("merge", "merge", service.merge, forms.MergeForm, _l("The cases are joined.")),
    Door("unmerge", "unmerge", service.unmerge, _S, _l("The case stands by itself again.")),
    Door(
        "open-again",
        "open_again",
        service.inspect_again,
        forms.AgainForm,
        _l("The case is open again."),
    ),
    Door(
        "keep",
        "legal_hold",
        put_on_hold,
        forms.KeepForm,
        _l("Number, name, words and photos are kept until the hold is lifted."),
        seen=False,
    ),
    Door(
        "keep-no-longer",
        "lift_hold",
        lift,
        forms.LiftForm,
        _l("The hold is lifted; the terms run again."),
        seen=False,
    ),
    Door(
        "appeal",
        "decide_appeal",
        service.decide_appeal,
        forms.AppealForm,
        _TOLD,
        target="/desk/cases",
    ),
)


def hang(door: Door) -> None:
    """Give a verb its address."""

    def enter(code: str) -> ResponseReturnValue:
        return _enter(door, code)

    view = require(Action.WORK_CASES)(enter)
    bp.add_url_rule(f"/cases/<code>/{door.path}", door.name, view, methods=["POST"])


def _enter(door: Door, code: str) -> ResponseReturnValue:
    form = door.form()
    version = {"version": form.seen} if door.seen else {}

    def work(session: Session) -> None:
        door.verb(session, code, **form.said(), **version, by=me(), now=clock.now())

    return act(
        code, form, door.name, work, done=str(door.done), onward=door.onward, target=door.target
    )


for _door in TURNS:
    hang(_door)
