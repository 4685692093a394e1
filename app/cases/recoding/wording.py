"""The words of a changed category: in the history, and when it may not be changed."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.cases.taxonomy import Category, category
from app.i18n import use_locale

__all__ = ["REFUSALS", "recoded_said", "short_name"]

REFUSALS = {
    "category": _l("Choose from the list"),
    "recode_desk": _l(
        "The special team and inspection change the category; send the case back and say why."
    ),
    "recode_kind": _l("Only a complaint has a category of this list."),
    "recode_same": _l("It is under this category already."),
    "recode_unfit": _l("This category is not for what the case is about."),
    "recode_longer": _l(
        "More than half of the time is gone; only the special team may choose a longer promise."
    ),
}


def short_name(entry: Category) -> str:
    """Return the short name of a category in the reader's language."""
    return entry.short_fa if use_locale() == "fa" else entry.short_en


def recoded_said(kind: str, reason: str) -> str:
    """Return from what to what a category was changed, empty for any other event."""
    old, _arrow, new = reason.partition(">")
    was, now = category(old), category(new)
    if kind != "recoded" or now is None:
        return ""
    if was is None:
        return str(_("Category: %(new)s", new=short_name(now)))
    return str(_("Category changed: %(old)s to %(new)s", old=short_name(was), new=short_name(now)))
