"""The blueprint of the case desks, and the filters their templates use."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.cases import wording
from app.cases.rules import CaseState
from app.cases.sampling.wording import WHYS
from app.i18n import use_locale

__all__ = ["bp", "indented", "own_name"]

bp = Blueprint("cases", __name__, url_prefix="/desk")

FILTERS: dict[str, Callable[..., Any]] = {
    "state_label": lambda state: wording.STATES[CaseState(state)],
    "state_tone": lambda state: wording.TONES.get(CaseState(state), ""),
    "category_label": wording.category_said,
    "time_left": wording.left_said,
    "span": wording.span_said,
    "step_label": wording.step_said,
    "call_why": lambda why: WHYS[why],
}
for _name, _filter in FILTERS.items():
    bp.add_app_template_filter(_filter, _name)


def own_name(row: Any) -> str:
    """Return the name of a row in the reader's language, the other one if that is empty."""
    first, second = ("fa", "en") if use_locale() == "fa" else ("en", "fa")
    return str(getattr(row, f"name_{first}") or getattr(row, f"name_{second}"))


def indented(units: list[tuple[int, str, str, int]]) -> list[tuple[int, str]]:
    """Return the choices of a select field, the tree shown by dashes."""
    first = use_locale() == "fa"
    return [(i, "— " * depth + ((fa or en) if first else (en or fa))) for i, fa, en, depth in units]
