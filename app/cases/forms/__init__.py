"""Forms of the case desks; each post carries the version the reader saw."""

from app.cases.forms.base import StepForm, says_enough
from app.cases.forms.calling import CallForm, RevealForm
from app.cases.forms.composing import AnswerForm, NoteForm, PlanForm
from app.cases.forms.deciding import (
    AgainForm,
    AppealForm,
    DeclineForm,
    HeldForm,
    HoldForm,
    KeepForm,
    LiftForm,
)
from app.cases.forms.desks import AbsenceForm, PostForm, WordsForm
from app.cases.forms.handing import (
    AssignForm,
    BounceForm,
    MergeForm,
    RecodeForm,
    ReferForm,
    TransferForm,
)
from app.cases.forms.sampling import CallRuleForm

__all__ = [
    "AbsenceForm",
    "AgainForm",
    "AnswerForm",
    "AppealForm",
    "AssignForm",
    "BounceForm",
    "CallForm",
    "CallRuleForm",
    "DeclineForm",
    "HeldForm",
    "HoldForm",
    "KeepForm",
    "LiftForm",
    "MergeForm",
    "NoteForm",
    "PlanForm",
    "PostForm",
    "RecodeForm",
    "ReferForm",
    "RevealForm",
    "StepForm",
    "TransferForm",
    "WordsForm",
    "says_enough",
]
