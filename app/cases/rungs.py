"""What a rung of the ladder is called in the history: how late, and whose turn it is."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.i18n import use_locale
from app.jalali import localised

__all__ = ["rung_said"]

_REMINDED = {
    "50 %": _l("Reminder: half of the time is gone"),
    "75 %": _l("Reminder: a quarter of the time is left"),
    "unassigned": _l("Reminder: nobody has accepted it yet"),
}
_LEVEL = "level "


def rung_said(kind: str, reason: str) -> str:
    """Return which rung of the ladder an event was, empty for any other event."""
    if kind == "reminded" and reason in _REMINDED:
        return str(_REMINDED[reason])
    if kind == "escalated" and reason.startswith(_LEVEL):
        level = localised(reason.removeprefix(_LEVEL), use_locale())
        return str(_("Overdue: handed up to level %(n)s", n=level))
    return ""
