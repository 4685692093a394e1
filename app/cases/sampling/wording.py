"""The words of the sample: why a claim is called about, or is not."""

from flask_babel import lazy_gettext as _l

from app.cases.sampling.rules import CallWhy

__all__ = ["REFUSALS", "STEPS", "WHYS", "drawn_said"]

WHYS = {
    CallWhy.CONDUCT: _l("A call is a must: conduct"),
    CallWhy.URGENT: _l("A call is a must: urgent"),
    CallWhy.RETURNED: _l("A call is a must: the case came back"),
    CallWhy.SAMPLE: _l("In the sample of calls"),
    CallWhy.BY_TEXT: _l("Asked by text message and page, without a call"),
    CallWhy.TEXT_LOST: _l("To be called: the text message did not arrive"),
}
STEPS = {"call_drawn": _l("Whether the citizen is called")}
REFUSALS = {
    "share": _l("The sample is from 20 to 90 percent."),
}
_SILENT = _l("Closed: the citizen answered neither text message")


def drawn_said(kind: str, reason: str) -> str:
    """Return what was drawn, or that a citizen asked by text alone kept silent; else empty."""
    if kind == "call_drawn" and reason in set(CallWhy):
        return str(WHYS[CallWhy(reason)])
    return str(_SILENT) if (kind, reason) == ("closed_unverified", CallWhy.BY_TEXT) else ""
