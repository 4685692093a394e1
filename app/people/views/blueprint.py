"""The blueprint of people, and how its doors keep the language; the views stand beside this one."""

from typing import Any

from flask import Blueprint

from app.i18n import asked_language
from app.web import signed_in

bp = Blueprint("people", __name__)


@bp.url_defaults
def carry_language(_endpoint: str, values: dict[str, Any]) -> None:
    """Keep the chosen language until somebody is signed in, whose account remembers one."""
    asked = asked_language()
    if asked and signed_in() is None:
        values.setdefault("lang", asked)
