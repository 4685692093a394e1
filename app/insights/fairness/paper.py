"""The fairness report as PDF, in the reader's language."""

from io import BytesIO

from flask_babel import gettext as _

from app.i18n import use_locale
from app.insights.fairness.figures import Figures
from app.insights.fairness.words import sections
from app.jalali import localised
from app.settings import Settings
from printables.report import Part, Report, report

__all__ = ["fairness_pdf"]


def fairness_pdf(found: Figures, settings: Settings) -> bytes:
    """Return the report of a year; the same figures give the same bytes."""
    locale, out = use_locale(), BytesIO()
    parts = tuple(
        Part(one.title, one.words, one.header, one.rows) for one in sections(found, settings.zone)
    )
    report(
        Report(
            title=_("Fairness of scores, year %(year)s", year=localised(found.year, locale)),
            city=settings.city_fa if locale == "fa" else settings.city_en,
            subtitle=settings.city_fa if locale == "fa" else settings.city_en,
            parts=parts,
            page=_("page"),
            version=found.settings,
            english=locale != "fa",
        ),
        out,
    )
    return out.getvalue()
