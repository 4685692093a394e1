"""The list of calendars, a new one, and one calendar month by month."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from persiantools.jdatetime import JalaliDate

from app import clock
from app.calendar import service, years
from app.calendar.desk_queries import calendar_row, calendar_rows, patterns, whole_city
from app.calendar.forms import CalendarForm, refuse
from app.calendar.month import month
from app.calendar.views.blueprint import bp, today, units
from app.calendar.words import WEEK
from app.errors import Invalid, Refused
from app.rights import Action
from app.web import house, me, reading, require, writing

_FIELDS = {
    "calendar_exists": "code",
    "calendar_of_unit_exists": "unit",
    "unit_unknown": "unit",
    "unit_missing": "unit",
}


@bp.get("")
@require(Action.EDIT_CALENDARS)
def index() -> ResponseReturnValue:
    """List the calendars this administrator sees."""
    with reading() as session:
        rows = calendar_rows(session, me())
        names = {unit.path: unit for unit in units(session, me())}
        stored = years.years(session, today=today())
        missing = years.unconfirmed(session, today=today())
    return render_template(
        "calendar/index.html", rows=rows, names=names, years=stored, unconfirmed=missing
    )


@bp.route("/new", methods=["GET", "POST"])
@require(Action.EDIT_CALENDARS)
def new() -> ResponseReturnValue:
    """Add a calendar of a unit; it inherits from those above until it has hours of its own."""
    form = CalendarForm()
    if form.validate_on_submit():
        try:
            code = _add(form)
        except (Invalid, Refused) as error:
            refuse(form, error, _FIELDS.get(error.code, "code"))
        else:
            flash(_("The calendar is there."))
            return redirect(url_for("calendar.show", code=code), 303)
    with reading() as session:
        choices = units(session, me())
    page = render_template("calendar/new.html", form=form, units=choices)
    return page, 422 if form.is_submitted() else 200


@bp.get("/<code>")
@require(Action.EDIT_CALENDARS)
def show(code: str) -> ResponseReturnValue:
    """Show a month of a calendar, its weekly hours, and what is special."""
    day, zone = today(), house().settings.zone
    jalali = JalaliDate(day)
    key = request.args.get("month", "") or f"{jalali.year}-{jalali.month:02d}"
    with reading() as session:
        row = calendar_row(session, me(), code)
        shown = month(session, code, key, zone=zone)
        weekly = patterns(session, row.id, today=day)
    return render_template(
        "calendar/show.html", row=row, month=shown, weekly=weekly, today=day, week=WEEK
    )


def _add(form: CalendarForm) -> str:
    wanted, code = (form.unit.data or "").strip(), (form.code.data or "").strip().upper()
    with writing() as session:
        path = ""
        if wanted:
            path = next((u.path for u in units(session, me()) if u.code == wanted), "")
            if not path:
                raise Invalid("unit_unknown", field="unit")
        elif not whole_city(me()):
            raise Invalid("unit_missing", field="unit")
        service.add_calendar(
            session,
            code,
            name_fa=form.name_fa.data or "",
            name_en=form.name_en.data or "",
            unit_path=path,
            holiday_set=(form.holiday_set.data or "").strip(),
            actor_id=me().id,
            now=clock.now(),
        )
    return code
