"""The staff log in words: what was done, and the names of what a row keeps beside it.

The log itself keeps its stable words (``badge.revoke``); what has no words here is shown as kept.
"""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from app.cases.wording import STATES, STEPS
from app.i18n import use_locale
from app.insights.log_acts import ACTS
from app.jalali import localised
from app.people.words import ROLE_NAMES
from app.scores.decisions import words as decisions

__all__ = ["GROUPS", "act_said", "detail_said"]

GROUPS: dict[str, Any] = {
    "account.": _l("Accounts"),
    "role.": _l("Roles"),
    "session.": _l("Sign-ins"),
    "factor.": _l("Second steps of signing in"),
    "case.": _l("Cases"),
    "contact.": _l("Numbers of citizens"),
    "words.": _l("Words of citizens"),
    "file.look": _l("Looks at scores"),
    "decision.": _l("Decisions"),
    "appeal.": _l("Appeals"),
    "letter.": _l("Commendations"),
    "integrity.": _l("Integrity of answers"),
    "badge.": _l("Badges"),
    "suspicion.": _l("Suspicious codes"),
    "import.": _l("Imports"),
    "calendar.": _l("Calendars"),
    "export.": _l("Files taken out"),
}
_FAMILIES = {"case": STEPS, "decision": decisions.STEPS}
_NAMES: dict[str, Any] = {
    "about": _l("about"),
    "badges": _l("badges"),
    "by": _l("by"),
    "done": _l("done"),
    "from": _l("from"),
    "hash": _l("fingerprint"),
    "key": _l("key"),
    "kind": _l("kind"),
    "label": _l("where"),
    "line": _l("line"),
    "measure": _l("decision"),
    "medium": _l("way"),
    "note": _l("note"),
    "number": _l("number"),
    "parts": _l("parts"),
    "place": _l("place"),
    "reason": _l("reason"),
    "reference": _l("reference"),
    "role": _l("role"),
    "said": _l("said"),
    "step": _l("step"),
    "stock": _l("stock"),
    "subject": _l("person or place"),
    "to": _l("to"),
    "unit": _l("unit"),
    "version": _l("version"),
}
_VALUES: dict[str, dict[Any, Any]] = {
    "role": dict(ROLE_NAMES),
    "from": dict(STATES),
    "to": dict(STATES),
    "measure": dict(decisions.MEASURES),
}


def act_said(action: str) -> str:
    """Return what was done in a few words; empty where the log's own word has to do.

    >>> act_said("of.another.age")
    ''
    """
    if action.startswith("file.look."):
        looked = decisions.LOOKED.get(action.removeprefix("file.look."))
        return str(_l("Looked at: %(what)s", what=looked)) if looked else ""
    family, _, rest = action.partition(".")
    return str(ACTS.get(action) or _FAMILIES.get(family, {}).get(rest, ""))


def detail_said(name: str, value: str) -> tuple[str, str]:
    """Return the name and the value of a detail in the reader's words, as far as there are any."""
    said = str(_VALUES.get(name, {}).get(value, value))
    if name == "hash":
        said = f"{value[:12]}…"
    elif re.fullmatch("[0-9-]+", value):
        said = localised(value, use_locale())
    return str(_NAMES.get(name, name)), said
