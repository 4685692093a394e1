"""Days off of a set: added, confirmed, taken out, from the page of a day."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.calendar import days_off
from app.calendar.desk_queries import calendar_row, whole_city
from app.calendar.forms import DayForm, HolidayForm, refuse
from app.calendar.views.blueprint import bp, changing, check_past, day_of
from app.calendar.views.days import day_page
from app.errors import Denied, Invalid
from app.rights import Action
from app.web import me, reading, require


@bp.post("/<code>/days/<day>/holiday")
@require(Action.EDIT_CALENDARS)
def holiday(code: str, day: str) -> ResponseReturnValue:
    """Add a day off to the set of this calendar, or confirm or remove one."""
    moment, form = day_of(day), HolidayForm()
    with reading() as session:
        row = calendar_row(session, me(), code)
    if not whole_city(me()):
        raise Denied("not_yours", code)
    act = _ACTS.get(request.form.get("act", ""), _add)
    chosen = request.form.get("set", "")[:20] or row.holiday_set
    if act is not _add or form.validate():
        try:
            act(moment, chosen, form)
        except Invalid as error:
            refuse(form, error, error.field or "name_fa")
        else:
            flash(_("The days off are stored. Deadlines that run were counted anew."))
            return redirect(url_for("calendar.day", code=code, day=day), 303)
    return day_page(code, moment, DayForm(formdata=None), form)


def _add(moment: date, chosen: str, form: HolidayForm) -> None:
    reason = check_past(moment, form.reason.data)
    with changing("", moment, reason=reason) as session:
        days_off.add_holiday(
            session,
            moment,
            name_fa=form.name_fa.data or "",
            name_en=form.name_en.data or "",
            holiday_set=chosen,
            tentative=bool(form.tentative.data),
            reason=reason,
            actor_id=me().id,
            now=clock.now(),
        )


def _remove(moment: date, chosen: str, form: HolidayForm) -> None:
    reason = check_past(moment, form.reason.data)
    with changing("", moment, reason=reason) as session:
        days_off.remove_holiday(
            session,
            moment,
            holiday_set=chosen,
            reason=reason,
            actor_id=me().id,
            now=clock.now(),
        )


def _confirm(moment: date, chosen: str, _form: HolidayForm) -> None:
    with changing("", moment) as session:
        days_off.confirm_holiday(
            session, moment, holiday_set=chosen, actor_id=me().id, now=clock.now()
        )


_ACTS: dict[str, Callable[[date, str, HolidayForm], None]] = {
    "add": _add,
    "confirm": _confirm,
    "remove": _remove,
}
