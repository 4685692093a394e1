"""The words of an explanation, on paper the same as on the page."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.i18n import use_locale
from app.jalali import day, decimal, localised
from app.scores.rules import Band, Shown

__all__ = ["band_word", "basis_rows", "notes", "part_name", "rule_name", "said", "signed"]


def part_name(key: str) -> str:
    """Return the name of a part of a score."""
    names: dict[str, str] = {
        "city": _("Level of the city"),
        "desk": _("What the desk and site cost"),
        "circumstances": _("Channel, hour and days of trouble"),
        "answers": _("What people answered"),
        "pull": _("Pull to the middle, because of the number"),
        "score": _("Score"),
    }
    return names[key]


def rule_name(key: str) -> str:
    """Return in plain words the rule that took weight from answers."""
    names: dict[str, str] = {
        "W1": _("without a valid scan"),
        "W2": _("repeated by one device"),
        "W3": _("many from one network"),
        "W4": _("in an unusual burst"),
        "W5": _("copied text"),
        "W6": _("sent in haste"),
        "W7": _("one week far above the usual"),
        "W8": _("from a device of colleagues"),
        "finding": _("waits for the decision of a finding"),
        "verdict": _("by a human verdict"),
    }
    return names.get(key, key)


def signed(value: float, locale: str) -> str:
    """Return a step with its sign.

    >>> signed(6.0, "en"), signed(-0.6, "en")
    ('+6.0', '−0.6')
    """
    text = decimal(value, locale)
    return f"+{text}" if value > 0 else text


def band_word(shown: Shown) -> str:
    """Return how much the figure may be used."""
    if shown.band is Band.TOO_FEW:
        return str(_("The city has too few answers yet") if shown.cold else _("Too early"))
    names = {Band.INTERVAL: _("Only a range"), Band.USABLE: _("Usable")}
    return str(names.get(shown.band, _("Indicative")))


def said(shown: Shown) -> Iterator[str]:
    """Yield the sentences under the score."""
    locale = use_locale()
    if shown.review_first:
        yield _(
            "More than a third of the answers is under review. Until it ends, figures are from "
            "before that, and there is no flag and no alarm."
        )
    if shown.band is Band.TOO_FEW or shown.low is None or shown.high is None:
        yield _("A score needs more answers. Words appear after review.")
        return
    yield _(
        "If 100 colleagues had this result, about 90 would truly lie between %(low)s and %(high)s.",
        low=decimal(shown.low, locale),
        high=decimal(shown.high, locale),
    )
    if shown.band is Band.INTERVAL:
        yield _("With so few answers we say no number.")
    if shown.coached:
        yield _(
            "Number of answers and share of best answers jumped together: perhaps people were "
            "asked for a good answer. No score was changed for that."
        )


def basis_rows(shown: Shown, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Yield what the score rests on: labels and values."""
    locale = use_locale()
    yield _("Answers received"), localised(shown.answers, locale)
    if shown.counted is None or shown.n_effective is None:
        return
    yield _("Counted, by weight"), decimal(shown.counted, locale)
    yield _("Counted, older ones less"), decimal(shown.n_effective, locale)
    yield _("A colleague at the same desks"), decimal(shown.similar or 0.0, locale)
    share = f"{shown.reliability or 0.0:.2f}"
    yield (
        _("Certainty of the number"),
        localised(share.replace(".", "٫") if locale == "fa" else share, locale),
    )
    yield _("One more answer moves it by at most"), decimal(shown.weight_of_one or 0.0, locale)
    if shown.regime_since:
        since = shown.regime_since.astimezone(zone).date()
        words = day(since, locale, today=since, year=True)
        yield _("Present way of working since"), words
    for rule, n in shown.set_aside.items():
        words = _("Lost weight: %(rule)s", rule=rule_name(rule))
        yield words, localised(n, locale)
    if not shown.set_aside:
        yield _("Lost weight"), _("none")


def notes() -> Iterator[str]:
    """Yield what the page may be used for and what the employee may do."""
    yield _(
        "The score informs and decides nothing. Every decision bears the name of a person, reasons "
        "of their own and evidence other than the score."
    )
    yield _(
        "Under 10 answers no number is said; from 30 answers with a certainty of 0.70 it may "
        "support a commendation, or together with other evidence a step."
    )
    yield _(
        "The employee may object to an answer, its weight or a decision; somebody outside the line "
        "answers within 10 working days."
    )
    yield _(
        "No answer was lost: one that weighs nothing was read and handled all the same. Who "
        "answered is known to nobody here."
    )
