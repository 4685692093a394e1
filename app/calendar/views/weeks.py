"""Weekly hours of a calendar: from which day on, and taking them out again."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.calendar import service
from app.calendar.desk_queries import PatternRow, calendar_row, patterns
from app.calendar.forms import WeekForm, refuse
from app.calendar.typed import day_text, hours_text
from app.calendar.views.blueprint import bp, changing, check_past, day_of, today
from app.errors import Invalid, Refused
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action
from app.web import me, reading, require


@bp.route("/<code>/hours", methods=["GET", "POST"])
@require(Action.EDIT_CALENDARS)
def week(code: str) -> ResponseReturnValue:
    """Set weekly hours from a day on; the hours in force stand in the form to begin with."""
    with reading() as session:
        row = calendar_row(session, me(), code, to_change=True)
        stored = patterns(session, row.id, today=today())
    form = WeekForm()
    if form.validate_on_submit():
        try:
            _set(code, form)
        except (Invalid, Refused) as error:
            refuse(form, error, error.field if isinstance(error, Invalid) else "day_6")
        else:
            flash(_("The weekly hours are stored. Deadlines that run were counted anew."))
            return redirect(url_for("calendar.show", code=code), 303)
    elif not form.is_submitted():
        _fill(form, stored, request.args.get("from", ""))
    return render_template("calendar/week.html", row=row, form=form), (
        422 if form.is_submitted() else 200
    )


@bp.route("/<code>/hours/<start>/end", methods=["GET", "POST"])
@require(Action.EDIT_CALENDARS)
def week_end(code: str, start: str) -> ResponseReturnValue:
    """Take weekly hours out; the ones before them hold again."""
    first = day_of(start)
    with reading() as session:
        row = calendar_row(session, me(), code, to_change=True)
    form = WeekForm(data={"valid_from": start})
    if request.method == "POST":
        try:
            reason = check_past(first, form.reason.data)
            with changing(code, first, reason=reason) as session:
                service.remove_pattern(
                    session, code, valid_from=first, reason=reason, actor_id=me().id,
                    now=clock.now(),
                )  # fmt: skip
        except (Invalid, Refused) as error:
            refuse(form, error, "reason")
        else:
            flash(_("The weekly hours are taken out. Deadlines that run were counted anew."))
            return redirect(url_for("calendar.show", code=code), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("calendar/week_end.html", row=row, form=form, first=first), status


def _set(code: str, form: WeekForm) -> None:
    first = form.first()
    reason = check_past(first, form.reason.data)
    with changing(code, first, reason=reason) as session:
        service.set_pattern(
            session,
            code,
            valid_from=first,
            valid_until=form.last(),
            hours=form.week(),
            reason=reason,
            actor_id=me().id,
            now=clock.now(),
        )


def _fill(form: WeekForm, stored: list[PatternRow], start: str) -> None:
    """Put the hours in force, or those of ``start``, into a form that was just opened."""
    day, wanted = today(), _maybe_day(start)
    held = [p for p in stored if p.valid_from <= day and not p.ended]
    same = [p for p in stored if p.valid_from == wanted]
    locale = use_locale()
    form.valid_from.data = localised(day_text(wanted or day, locale), locale)
    for pattern in (same or held)[:1]:
        for weekday, hours in pattern.week.items():
            form[f"day_{weekday}"].data = localised(hours_text(hours), locale)
        if same and pattern.valid_until:
            form.valid_until.data = localised(day_text(pattern.valid_until, locale), locale)


def _maybe_day(text: str) -> date | None:
    return day_of(text) if text else None
