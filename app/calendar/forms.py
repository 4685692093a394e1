"""Forms of the calendar desk: a calendar, weekly hours, the hours of one day, a day off."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.calendar.hours import Hours
from app.calendar.typed import parse_day, parse_hours
from app.calendar.words import WEEK, sentence
from app.errors import Invalid, TakrimError

__all__ = ["CalendarForm", "DayForm", "HolidayForm", "WeekForm", "refuse"]

_LONG = _l("This is too long.")
_TYPED: dict[str, Any] = {"dir": "ltr", "autocomplete": "off"}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_SET = re.compile(r"[a-z]{2}(/[a-z0-9]{1,8}){0,2}")


def _reads(parse: Callable[[str], object]) -> Callable[[Any, Any], None]:
    """Return a validator that says in words why ``parse`` refuses what was typed."""

    def check(_form: Any, field: Any) -> None:
        try:
            parse(field.data or "")
        except Invalid as error:
            raise ValidationError(sentence(error.code)) from None

    return check


def _shaped(shape: re.Pattern[str], code: str) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        if not shape.fullmatch((field.data or "").strip()):
            raise ValidationError(sentence(code))

    return check


def _day(label: Any, *first: Any) -> StringField:
    return StringField(
        label, [*first, Length(max=20, message=_LONG), _reads(parse_day)], render_kw=_TYPED
    )


def _hours(label: Any) -> StringField:
    return StringField(
        label, [Length(max=200, message=_LONG), _reads(parse_hours)], render_kw=_TYPED
    )


def _reason() -> StringField:
    return StringField(_l("Reason"), [Length(max=400, message=_LONG)], render_kw={"dir": "auto"})


def _name(label: Any, *first: Any) -> StringField:
    return StringField(label, [*first, Length(max=200, message=_LONG)], render_kw={"dir": "auto"})


class CalendarForm(FlaskForm):
    """A calendar of a unit, or one that stands alone."""

    code = StringField(_l("Code"), [_shaped(_CODE, "code_shape")], render_kw=_TYPED)
    name_fa = _name(_l("Name in Persian"), InputRequired(_l("Write a name.")))
    name_en = _name(_l("Name in English"))
    unit = StringField(
        _l("Code of the unit"),
        [Length(max=40, message=_LONG)],
        render_kw={**_TYPED, "list": "units"},
    )
    holiday_set = StringField(
        _l("Set of days off"),
        [Optional(), _shaped(_SET, "set_shape")],
        default="ir",
        render_kw=_TYPED,
    )


class WeekForm(FlaskForm):
    """Weekly hours from a day on; a weekday left empty is closed."""

    valid_from = _day(_l("First day"), InputRequired(_l("Write the first day.")))
    valid_until = _day(_l("Last day, if it is known"), Optional())
    day_6 = _hours(WEEK[6][0])
    day_7 = _hours(WEEK[7][0])
    day_1 = _hours(WEEK[1][0])
    day_2 = _hours(WEEK[2][0])
    day_3 = _hours(WEEK[3][0])
    day_4 = _hours(WEEK[4][0])
    day_5 = _hours(WEEK[5][0])
    reason = _reason()

    @property
    def days(self) -> list[Field]:
        """The seven fields in the order of the week here."""
        return [self[f"day_{weekday}"] for weekday in WEEK]

    def week(self) -> dict[int, Hours]:
        """Return the hours by ISO weekday; the form has been validated."""
        return {weekday: parse_hours(self[f"day_{weekday}"].data or "") for weekday in WEEK}

    def first(self) -> date:
        """Return the first day; the form has been validated."""
        return parse_day(self.valid_from.data or "")

    def last(self) -> date | None:
        """Return the last day, if one was typed."""
        return parse_day(self.valid_until.data) if self.valid_until.data else None


class DayForm(FlaskForm):
    """The hours of one day, with the reason."""

    open = RadioField(
        _l("On this day"),
        [InputRequired(_l("Choose one of the two."))],
        choices=[
            SelectChoice("no", _l("Closed all day")),
            SelectChoice("hours", _l("Open at these hours")),
        ],
        validate_choice=True,
    )
    hours = _hours(_l("Hours"))
    reason = StringField(
        _l("Reason"),
        [InputRequired(sentence("reason_length")), Length(max=400, message=_LONG)],
        render_kw={"dir": "auto"},
    )

    def validate_hours(self, field: Any) -> None:
        """Ask for hours where the day is to be open."""
        if self.open.data == "hours" and not (field.data or "").strip():
            raise ValidationError(sentence("hours_missing"))

    def intervals(self) -> Hours:
        """Return the hours; none for a closed day."""
        return parse_hours(self.hours.data or "") if self.open.data == "hours" else ()


class HolidayForm(FlaskForm):
    """A day off of the set a calendar follows."""

    name_fa = _name(_l("Occasion in Persian"), InputRequired(_l("Write a name.")))
    name_en = _name(_l("Occasion in English"))
    tentative = BooleanField(_l("Tentative: depends on the moon or an announcement"))
    reason = _reason()


def refuse(form: FlaskForm, error: TakrimError, field: str) -> None:
    """Put the sentence of a refusal at its field; what was typed stays."""
    target = form[field] if field in form else next(iter(form))
    target.errors = [*target.errors, sentence(error.code)]
