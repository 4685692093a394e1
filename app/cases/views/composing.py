"""Ready answers on the page of a case: offered by name, filled in by the server."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app.calendar.rules import CITY_ZONE
from app.cases.desk.canned import fitting
from app.cases.desk.models import CannedAnswer
from app.cases.desk.rules import Purpose, filled
from app.cases.shown import CasePage
from app.cases.taxonomy import category
from app.jalali import instant, localised
from app.web import house

__all__ = ["fill", "offered"]

_BEFORE = timedelta(days=2)  # a stored answer names the day: "today" would be wrong tomorrow
_COMPOSERS = {
    Purpose.NEWS: ("answer", "answer"),
    Purpose.ASK: ("answer", "answer"),
    Purpose.FIX: ("answer", "answer"),
    Purpose.NOTE: ("note", "note"),
    Purpose.DECLINE: ("decline", "decline_answer"),
}


def offered(session: Session, page: CasePage) -> list[CannedAnswer]:
    """Return the ready answers the reader could use on this case; one statement, or none."""
    purposes = [purpose for purpose in Purpose if purpose.value in page.verbs]
    return fitting(session, page.case.category, purposes) if purposes else []


def fill(forms: dict[str, Any], page: CasePage, ready: CannedAnswer) -> None:
    """Put a ready answer into its composer, in the citizen's language; nothing is sent."""
    form, field = _COMPOSERS[ready.purpose]
    locale = page.written_in if ready.purpose is not Purpose.NOTE else "fa"
    text = ready.text_en if locale != "fa" and ready.text_en else ready.text_fa
    forms[form][field].data = filled(text, _values(page, locale))
    if form == "answer":
        forms[form].purpose.data = ready.purpose.value
        forms[form].remedy.data = ready.remedy.value if ready.remedy else ""


def _values(page: CasePage, locale: str) -> dict[str, str]:
    settings, entry = house().settings, category(page.case.category)
    first, second = ("fa", "en") if locale == "fa" else ("en", "fa")

    def named(field: str) -> str:
        return str(getattr(page, f"{field}_{first}") or getattr(page, f"{field}_{second}"))

    city = settings.city_fa if locale == "fa" else settings.city_en
    return {
        "code": localised(page.case.tracking_code, locale),
        "unit": named("unit") or city,
        "subject": "" if page.case.named_subject_id else named("subject"),
        "category": (entry.fa if locale == "fa" else entry.en) if entry else "",
        "due": instant(page.case.due_at, locale, CITY_ZONE, now=page.case.due_at - _BEFORE),
        "city": city,
    }
