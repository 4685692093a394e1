"""The categories as a reader chooses among them, by their short names."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.cases.recoding.rules import fitting
from app.cases.recoding.wording import short_name
from app.cases.shown import CasePage
from app.cases.taxonomy import CATEGORIES, Category

__all__ = ["choices", "choices_for"]


def choices() -> list[tuple[str, str]]:
    """Return every category; whether one fits is for the service to say."""
    return _offered(CATEGORIES.values())


def choices_for(page: CasePage) -> list[tuple[str, str]]:
    """Return what the case of a page may be put under."""
    return _offered(fitting(page.subject_kind, page.case.category))


def _offered(entries: Iterable[Category]) -> list[tuple[str, str]]:
    return [("", _("Choose")), *((entry.slug, short_name(entry)) for entry in entries)]
