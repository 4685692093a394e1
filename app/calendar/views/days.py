"""One day of a calendar: its hours by exception, and back to the usual ones."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from persiantools.jdatetime import JalaliDate

from app import clock
from app.calendar import service
from app.calendar.desk_queries import (
    CalendarRow,
    ExceptionRow,
    calendar_row,
    exceptions,
    whole_city,
)
from app.calendar.forms import DayForm, HolidayForm, refuse
from app.calendar.models import Holiday
from app.calendar.month import holidays_between, month
from app.calendar.typed import hours_text
from app.calendar.views.blueprint import bp, changing, check_past, day_of, today
from app.errors import Invalid
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action
from app.web import house, me, reading, require


@bp.route("/<code>/days/<day>", methods=["GET", "POST"])
@require(Action.EDIT_CALENDARS)
def day(code: str, day: str) -> ResponseReturnValue:
    """Show one day; on sending, give it other hours."""
    moment, form = day_of(day), DayForm()
    if request.method == "POST":
        with reading() as session:
            calendar_row(session, me(), code, to_change=True)
        if form.validate():
            try:
                _decide(code, moment, form)
            except Invalid as error:
                refuse(form, error, error.field)
            else:
                flash(_("The day is stored. Deadlines that run were counted anew."))
                return _back(code, moment)
    return day_page(code, moment, form, HolidayForm(formdata=None))


@bp.post("/<code>/days/<day>/end")
@require(Action.EDIT_CALENDARS)
def day_end(code: str, day: str) -> ResponseReturnValue:
    """Give a day its usual hours again."""
    moment = day_of(day)
    reason = check_past(moment, request.form.get("reason", "")[:400])
    with reading() as session:
        calendar_row(session, me(), code, to_change=True)
    with changing(code, moment, reason=reason) as session:
        service.remove_exception(
            session, code, day=moment, reason=reason, actor_id=me().id, now=clock.now()
        )
    flash(_("The day has its usual hours again. Deadlines that run were counted anew."))
    return _back(code, moment)


def day_page(
    code: str, moment: date, form: DayForm, holiday_form: HolidayForm
) -> ResponseReturnValue:
    """Return the page of one day with both forms, 422 if one of them was refused."""
    with reading() as session:
        row = calendar_row(session, me(), code)
        own = exceptions(session, row.id, first=moment, last=moment)
        off = holidays_between(session, row.holiday_set, moment, moment)
        days = month(session, code, _month_of(moment), zone=house().settings.zone).days
    if request.method == "GET":
        _fill(form, own[0] if own else None)
    page = render_template(
        "calendar/day.html",
        row=row,
        day=next(one for one in days if one.day == moment),
        form=form,
        holiday_form=holiday_form,
        own=own[0] if own else None,
        off=[_off(row, one) for one in off],
        may_edit_holidays=whole_city(me()),
        month=_month_of(moment),
        past=moment < today(),
    )
    return page, 422 if form.errors or holiday_form.errors else 200


def _off(row: CalendarRow, holiday: Holiday) -> dict[str, object]:
    return {
        "holiday_set": holiday.holiday_set,
        "name_fa": holiday.name_fa,
        "name_en": holiday.name_en,
        "tentative": holiday.tentative,
        "source": holiday.source,
        "own_set": holiday.holiday_set == row.holiday_set,
    }


def _decide(code: str, moment: date, form: DayForm) -> None:
    reason = (form.reason.data or "").strip()
    with changing(code, moment, reason=reason) as session:
        service.add_exception(
            session,
            code,
            day=moment,
            hours=form.intervals(),
            reason=reason,
            actor_id=me().id,
            now=clock.now(),
        )


def _fill(form: DayForm, own: ExceptionRow | None) -> None:
    if own is not None:
        form.open.data = "hours" if own.hours else "no"
        form.hours.data = localised(hours_text(own.hours), use_locale())
        form.reason.data = own.reason


def _month_of(moment: date) -> str:
    jalali = JalaliDate(moment)
    return f"{jalali.year}-{jalali.month:02d}"


def _back(code: str, moment: date) -> ResponseReturnValue:
    return redirect(url_for("calendar.show", code=code, month=_month_of(moment)), 303)
