"""The yearly fairness report: on the page and as PDF, for HR, inspection and the auditor."""

import re

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.errors import Denied, Missing
from app.insights.fairness.figures import figures
from app.insights.fairness.paper import fairness_pdf
from app.insights.fairness.words import sections
from app.insights.queries import finding
from app.insights.views.blueprint import bp, pdf_answer
from app.jalali import jalali_month
from app.rights import Action, reach
from app.web import house, me, reading, require

__all__ = ["fairness", "fairness_paper"]

FIRST_YEAR = 1404


@bp.get("/fairness")
@require(Action.SEE_FAIRNESS)
def fairness() -> ResponseReturnValue:
    """Show the report of a Jalali year; this year's is what is known so far."""
    zone, this = house().settings.zone, _this_year()
    year = _year(request.args.get("year", str(this)))
    with reading() as session:
        if not finding.reaches_all(session, reach(me(), Action.SEE_FAIRNESS)):
            raise Denied("whole_city")  # figures of the whole city, not of a district
        found = figures(session, year, zone=zone)
    return render_template(
        "insights/fairness.html",
        sections=sections(found, zone),
        year=year,
        years=range(this, max(FIRST_YEAR, this - 5) - 1, -1),
    )


@bp.get("/fairness/<year>.pdf")
@require(Action.SEE_FAIRNESS)
def fairness_paper(year: str) -> ResponseReturnValue:
    """Return the report of a Jalali year as PDF."""
    asked, settings = _year(year), house().settings
    with reading() as session:
        if not finding.reaches_all(session, reach(me(), Action.SEE_FAIRNESS)):
            raise Denied("whole_city")
        found = figures(session, asked, zone=settings.zone)
    return pdf_answer(f"fairness-{asked}", fairness_pdf(found, settings))


def _this_year() -> int:
    return int(jalali_month(clock.now(), house().settings.zone)[:4])


def _year(text: str) -> int:
    """Return a year there can be a report of.

    Raises:
        Missing: It is no year, or lies ahead.
    """
    if not re.fullmatch("1[0-9]{3}", text, re.ASCII):
        raise Missing("unknown")
    if not FIRST_YEAR <= int(text) <= _this_year():
        raise Missing("unknown")
    return int(text)
