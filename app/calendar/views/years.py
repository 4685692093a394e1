"""Years of days off: the proposal beside what is stored, confirmed day by day by a person."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from persiantools.jdatetime import JalaliDate
from sqlmodel import Session

from app import clock
from app.calendar import years as book
from app.calendar.desk_queries import whole_city
from app.calendar.proposal import PACKAGE, jalali_year_days
from app.calendar.typed import parse_day
from app.calendar.views.blueprint import bp, changing, today
from app.errors import Denied, Invalid, Missing, Refused
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action
from app.web import me, reading, require


@bp.route("/years/<int:year>", methods=["GET", "POST"])
@require(Action.EDIT_CALENDARS)
def year(year: int) -> ResponseReturnValue:
    """Show the days of a year, stored and proposed; on sending, the ticked ones are its days."""
    current = JalaliDate(today()).year
    if year not in range(current, current + 3):
        raise Missing("year", str(year))
    refused = ""
    if request.method == "POST":
        try:
            return _confirm(year)
        except (Invalid, Refused):
            refused = _("One of the days is not of this list. Nothing was stored.")
    with reading() as session:
        rows = book.diff(session, year)
        mark = next(one for one in book.years(session, today=today()) if one.year == year)
    page = render_template(
        "calendar/year.html",
        rows=rows,
        year=mark,
        package=PACKAGE,
        refused=refused,
        today=today(),
        may_confirm=whole_city(me()),
    )
    return page, 422 if refused else 200


def _confirm(year: int) -> ResponseReturnValue:
    if not whole_city(me()):
        raise Denied("not_yours", str(year))
    chosen = {parse_day(text) for text in request.form.getlist("day")[:366]}
    days = {day for day in chosen if day >= today()}
    with changing("", _first_change(year)) as session:
        days |= _past(session, year)
        came, went = book.confirm_year(session, year, days=days, actor_id=me().id, now=clock.now())
    flash(
        _(
            "The year is confirmed: %(came)s days added, %(went)s taken out.",
            came=localised(came, use_locale()),
            went=localised(went, use_locale()),
        )
    )
    return redirect(url_for("calendar.index"), 303)


def _first_change(year: int) -> date:
    return max(jalali_year_days(year)[0], today())


def _past(session: Session, year: int) -> set[date]:
    """Return the stored days that are past: they are changed one by one, with a reason."""
    rows = book.diff(session, year)
    return {row.day for row in rows if row.stored and row.day < today()}
