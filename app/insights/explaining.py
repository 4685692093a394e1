"""The explanation of a score on one page of paper, in the reader's language.

It rests on stored figures alone and carries no date of printing: the same night gives the same
bytes.
"""

from io import BytesIO
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.i18n import use_locale
from app.insights.drawn import PARTS, monthly
from app.insights.explaining_words import (
    band_word,
    basis_rows,
    notes,
    part_name,
    said,
    signed,
)
from app.insights.queries.explained import Explained
from app.jalali import day, decimal
from app.scores.rules import Shown
from printables.explanation import Bar, Explanation, Moment, explanation

__all__ = ["explanation_pdf"]


def explanation_pdf(page: Explained, *, city: str, host: str, zone: ZoneInfo) -> bytes:
    """Return the page of one employee."""
    out = BytesIO()
    explanation(_sheet(page, city, host, zone), out)
    return out.getvalue()


def _sheet(page: Explained, city: str, host: str, zone: ZoneInfo) -> Explanation:
    """Return the words and figures of the page; nothing of it is drawn yet."""
    shown, locale = page.shown, use_locale()
    return Explanation(
        title=_("Explanation of a score"),
        city=city,
        host=host,
        name=_named(page, "name"),
        post=_post(page),
        score="" if shown.score is None else decimal(shown.score, locale),
        state=band_word(shown),
        said=tuple(said(shown)),
        interval=_interval(shown),
        mean=_mean(shown),
        basis=tuple(basis_rows(shown, zone)),
        steps=tuple(_steps(shown)),
        history=_history(page, zone),
        notes=tuple(notes()),
        titles=_titles(),
        foot=_foot(shown, zone),
        version=shown.settings,
        english=locale != "fa",
    )


def _titles() -> tuple[str, str, str, str]:
    return (
        _("On what basis"),
        _("Why this score?"),
        _("Over time"),
        _("What this page is for"),
    )


def _post(page: Explained) -> str:
    comma = "، " if use_locale() == "fa" else ", "
    return comma.join(part for part in (page.title, _named(page, "unit")) if part)


def _history(page: Explained, zone: ZoneInfo) -> tuple[Moment, ...]:
    return tuple(
        Moment(name, point.low or 0.0, point.score, point.high or 0.0)
        for name, point in monthly(page.points, zone)
    )


def _named(page: Explained, field: str) -> str:
    own, other = ("fa", "en") if use_locale() == "fa" else ("en", "fa")
    return str(getattr(page, f"{field}_{own}") or getattr(page, f"{field}_{other}"))


def _interval(shown: Shown) -> tuple[Moment, ...]:
    if shown.low is None or shown.high is None:
        return ()
    locale = use_locale()
    ends = f"{decimal(shown.low, locale)}\n{decimal(shown.high, locale)}"
    return (Moment(ends, shown.low, shown.score, shown.high),)


def _mean(shown: Shown) -> Moment | None:
    if shown.level is None:
        return None
    words = f"{_('city')} {decimal(shown.level, use_locale())}"
    return Moment(words, shown.level, None, shown.level)


def _steps(shown: Shown) -> list[Bar]:
    if shown.parts is None or shown.score is None:
        return []
    locale, level = use_locale(), shown.parts.city
    rows = [Bar(part_name("city"), decimal(level, locale), level, level, total=True)]
    for name in PARTS:
        value: float = getattr(shown.parts, name)
        rows.append(Bar(part_name(name), signed(value, locale), level, level + value))
        level += value
    total = decimal(shown.score, locale)
    return [*rows, Bar(part_name("score"), total, level, level, total=True)]


def _foot(shown: Shown, zone: ZoneInfo) -> str:
    if shown.as_of is None:
        return ""
    at = shown.as_of.astimezone(zone).date()
    words = _(
        "Computed from answers up to %(day)s; at the other end the version of the rules.",
        day=day(at, use_locale(), today=at, year=True),
    )
    return str(words)
