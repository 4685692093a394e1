"""Pages about the city for everybody: you said, we did; and the figures of a month."""

from collections.abc import Iterator

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.calendar.rules import CITY_ZONE
from app.cases.periods import asked_month, bounds, step
from app.cases.public_figures import LEAST, Month, month_figures
from app.cases.publishing.queries import PAGE, actions_of, place_behind
from app.cases.publishing.queries import place as place_of
from app.cases.taxonomy import category
from app.feedback.queries import subject_counts
from app.i18n import use_locale
from app.intake.kept import Kept
from app.intake.submission import Purpose, read
from app.intake.views.blueprint import bp
from app.jalali import jalali_month
from app.spreadsheet import csv_rows
from app.web import house, public, reading
from qr import payload

__all__: list[str] = []

_KEPT = "takrim.public_figures"


@bp.get("/place/<public_id>")
@public
def place(public_id: str) -> ResponseReturnValue:
    """Show what people said of a place and what was done, newest first."""
    typed = request.args.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    this = jalali_month(clock.now(), CITY_ZONE)
    with reading() as session:
        found = place_of(session, public_id[:24])
        rows = actions_of(session, found.id, before=before)
        counted = subject_counts(session, found.id, "month", since=step(this, -1), until=this)
    months = {month: counted[month,] for month in (this, step(this, -1))}
    return render_template(
        "citizen/place.html",
        place=found,
        rows=rows[:PAGE],
        months={month: n if n >= LEAST else None for month, n in months.items()},
        next_url=url_for("intake.place", public_id=public_id, before=rows[PAGE - 1].id)
        if len(rows) > PAGE
        else "",
        first_url=url_for("intake.place", public_id=public_id) if before else "",
    )


@bp.get("/b/<token>/said")
@bp.get("/B/<token>/said")
@bp.get("/n/<ticket>/said")
@public
def said_of(token: str = "", ticket: str = "") -> ResponseReturnValue:
    """Lead from the badge of a place to its public page; the badge page itself need not know it."""
    city = house()
    if token:
        serial = payload.verify(token, city.keys.ring).serial.hex()
    else:
        key = read(ticket, city.keys.vault.submission)
        serial = key.serial if key.purpose is Purpose.TICKET else ""
    with reading() as session:
        found = place_behind(session, serial)
    return redirect(url_for("intake.place", public_id=found), 303)


@bp.get("/figures")
@public
def figures() -> ResponseReturnValue:
    """Show the figures of a month of the city; as CSV with ``format=csv``."""
    this = jalali_month(clock.now(), CITY_ZONE)
    asked = request.args.get("month", "")
    found = _figures_of(min(asked_month(asked, this), this))
    if not asked and (found.whole is None or found.whole.answered is None):
        found = _figures_of(step(this, -1))  # a month that has just begun says nothing yet
    month = found.month
    if request.args.get("format") == "csv":
        return _file(found)
    return render_template(
        "citizen/figures.html",
        figures=found,
        lines=[(_name(line.key), line) for line in found.lines],
        before=step(month, -1),
        after=step(month, 1) if month < this else "",
        this=this,
    )


def _figures_of(month: str) -> Month:
    kept: Kept[Month] = current_app.extensions.setdefault(_KEPT, Kept[Month]())
    return kept.get(month, lambda: _count(month))


def _count(month: str) -> Month:
    since, until = bounds(month)
    with reading() as session:
        return month_figures(session, month, since=since, until=until, now=clock.now())


def _name(key: str) -> str:
    entry = category(key)
    if entry is None:
        return str(_("Other messages"))
    return entry.short_fa if use_locale() == "fa" else entry.short_en


def _file(found: Month) -> Response:
    header = [
        _("Month"), _("Group"), _("Cases"), _("Answered"), _("Answered in time, percent"),
        _("Working minutes, mean"), _("Working minutes, p90"), _("Wall hours, mean"),
        _("Wall hours, p90"), _("Confirmed by citizens, percent"),
    ]  # fmt: skip
    answer = Response("".join(csv_rows(header, _cells(found))), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="figures-{found.month}.csv"'
    return answer


def _cells(found: Month) -> Iterator[tuple[object, ...]]:
    named = [(_("The whole city"), found.whole)] if found.whole else []
    for name, line in [*named, *((_name(line.key), line) for line in found.lines)]:
        yield (found.month, name, line.cases, *map(_blank, (line.answered, line.in_time)),
               *_pair(line.minutes), *_pair(line.hours), _blank(line.verified))  # fmt: skip


def _pair(spread: tuple[float, float] | None) -> tuple[object, object]:
    return ("", "") if spread is None else (round(spread[0], 1), round(spread[1], 1))


def _blank(value: int | None) -> object:
    return "" if value is None else value
