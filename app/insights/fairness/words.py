"""The figures of a year as sections: a title, sentences, a table; for the page and for paper."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.i18n import use_locale
from app.insights.fairness.figures import Figures
from app.insights.fairness.rules import Group
from app.jalali import day, decimal, localised

__all__ = ["Section", "sections"]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report; the table may be empty."""

    title: str
    words: tuple[str, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())


def sections(found: Figures, zone: ZoneInfo) -> list[Section]:
    """Return the report of a year."""
    return [
        Section(_("What was looked at"), tuple(_basis(found, zone))),
        _by_desk(found),
        _verdicts(found),
        _decisions(found),
        _appeals(found),
        Section(_("What is not known"), tuple(_unknown())),
    ]


def _basis(found: Figures, zone: ZoneInfo) -> list[str]:
    if found.run is None:
        return [_("No night of this year has computed scores.")]
    said = [
        _(
            "The last night of the year, answers up to %(day)s: %(people)s people with a number at "
            "%(desks)s desks.",
            day=_day(found.run, zone),
            people=_n(found.people),
            desks=_n(found.desks),
        )
    ]
    if found.before is None:
        return [*said, _("There is no earlier night to hold against it, so errors are not known.")]
    return [
        *said,
        _(
            "Error: scores of %(day)s against what people answered afterwards, for %(n)s people "
            "with at least five new answers.",
            day=_day(found.before, zone),
            n=_n(found.forecasts),
        ),
    ]


def _by_desk(found: Figures) -> Section:
    names = (_("hardest"), _("hard"), _("easy"), _("easiest"))
    header = (
        _("Group of desks"), _("People"), _("Need attention"), _("Commendable"), _("Half interval"),
        _("Mean error"), _("Size of error"),
    )  # fmt: skip
    words = (
        _(
            "Desks in four equal groups by what an average colleague gets there. A fair score has "
            "a mean error near nothing in every group; ± is its standard error."
        ),
        _("Groups under five people are withheld."),
    )
    rows = tuple(_row(name, one) for name, one in zip(names, found.quarters, strict=False))
    return Section(_("Error by desk quartile"), words, header, rows)


def _row(name: str, one: Group) -> tuple[str, ...]:
    if one.people is None:
        return (name, _("withheld"), "", "", "", "", "")
    error = "—"
    if one.error is not None and one.doubt is not None:
        error = f"{_d(one.error)} ± {_d(one.doubt)}"
    off = "—" if one.off is None else _d(one.off)
    return (
        name, _n(one.people), _share(one.flagged), _share(one.commendable), _d(one.half or 0.0),
        error, off,
    )  # fmt: skip


def _verdicts(found: Figures) -> Section:
    r = found.rates
    rows = (
        (_("Verdicts on suspect answers"), _n(r.verdicts), ""),
        (_("put back as honest, against the rule"), _n(r.honest), _of(r.honest, r.verdicts)),
        (_("changed on appeal"), _n(r.on_appeal), _of(r.on_appeal, r.verdicts)),
    )
    words = (_("How often a person overruled what a rule had found."),)
    return Section(_("Overrides"), words, (_("What"), _("How many"), _("Share")), rows)


def _decisions(found: Figures) -> Section:
    r, names = found.rates, _measures()
    rows = [(names.get(key, key), _n(n), "") for key, n in sorted(r.decisions.items())]
    rows += [
        (_("about somebody in a queue"), _n(r.flagged), ""),
        (_("of them followed by a measure"), _n(r.followed), _of(r.followed, r.flagged)),
        (_("looked at a second time"), _n(r.looks), ""),
        (_("second look came to another result"), _n(r.changed), _of(r.changed, r.looks)),
    ]
    words = (_("A reviewer who follows more than 95 of 100 flags is asked to look again."),)
    return Section(_("Decisions"), words, (_("What"), _("How many"), _("Share")), tuple(rows))


def _measures() -> dict[str, str]:
    return {
        "no_action": _("no action"),
        "talk": _("a talk"),
        "training": _("training"),
        "praise": _("praise"),
        "warning": _("a warning"),
        "change_of_post": _("change of post"),
        "board": _("sent to the board"),
    }


def _appeals(found: Figures) -> Section:
    r = found.rates
    total = sum(r.appeals.values())
    about = {"answer": _("about an answer"), "weight": _("about weights"),
             "decision": _("about a decision")}  # fmt: skip
    ends = {"upheld": _("upheld"), "partly": _("partly upheld"), "rejected": _("rejected"),
            "open": _("not answered yet")}  # fmt: skip
    rows = [(_("Appeals"), _n(total), "")]
    rows += [(words, _n(r.appeals.get(key, 0)), "") for key, words in about.items()]
    rows += [
        (words, _n(r.outcomes.get(key, 0)), _of(r.outcomes.get(key, 0), total))
        for key, words in ends.items()
    ]
    rows.append((_("answered after the 10 working days"), _n(r.late), _of(r.late, total)))
    return Section(_("Appeals"), (), (_("What"), _("How many"), _("Share")), tuple(rows))


def _unknown() -> list[str]:
    return [
        _(
            "Sex and age of staff are not held here, so errors by sex or age cannot be computed; "
            "whoever holds them lawfully may compare with the export of a replay."
        ),
        _(
            "Who did not answer is not known: if one kind of citizen answers less at one desk, no "
            "figure here shows it."
        ),
        _(
            "The error is held against later answers, not against the truth; answers have their "
            "own faults."
        ),
    ]


def _day(moment: datetime, zone: ZoneInfo) -> str:
    at = moment.astimezone(zone).date()
    return day(at, use_locale(), today=at, year=True)


def _n(number: int) -> str:
    return localised(number, use_locale())


def _d(value: float) -> str:
    return decimal(value, use_locale())


def _share(value: float | None) -> str:
    return "—" if value is None else _percent(100 * value)


def _of(part: int, whole: int) -> str:
    return _percent(100 * part / whole) if whole else "—"


def _percent(value: float) -> str:
    text = localised(round(value), use_locale())
    return f"{text}٪" if use_locale() == "fa" else f"{text}%"
