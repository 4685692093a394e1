"""What an operator types: the citizen's form, with the call or the letter beside it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from app.cases.taking.rules import LINES, Medium
from app.feedback.rules import Identity
from app.feedback.words import Words
from app.intake.forms import TellForm, face_of
from app.intake.taking.service import Slip
from app.text import latin_digits

__all__ = ["TakeForm"]

_FIRST = ("medium", "line", "reference", "started")


def _plain(said: Any) -> str:
    return " ".join((said or "").split())


class TakeForm(TellForm):
    """The message as the operator heard or read it."""

    medium = RadioField(
        choices=[SelectChoice(one.value) for one in Medium], default=Medium.CALL.value
    )
    line = RadioField(choices=[SelectChoice(line) for line in LINES], default=LINES[0])
    reference = StringField(
        filters=[_plain], validators=[Length(max=60, message=_l("At most 60 letters"))]
    )
    started = StringField(filters=[_plain])

    @property
    def called(self) -> bool:
        """Whether it came by telephone."""
        return bool(self.medium.data == Medium.CALL)

    def validate_reference(self, field: StringField) -> None:
        """A letter has a number of its own; a call may come without one."""
        if not self.called and not field.data:
            raise ValidationError(_l("Give the number under which the letter was registered"))

    def validate_started(self, field: StringField) -> None:
        """Refuse what is no hour of the day."""
        if field.data and _hour(field.data) is None:
            raise ValidationError(_l("Give the hour as 14:30"))

    def problems(self) -> dict[str, str]:
        """Return one sentence per field that must be put right, in the order of the page."""
        rest = super().problems()
        own = {name: str(self.errors[name][0]) for name in _FIRST if self.errors.get(name)}
        for name in ("medium", "line"):
            if name in own:
                own[name] = str(_l("Choose from the list"))
        return {**own, **rest}

    def slip(self, now: datetime, zone: ZoneInfo) -> Slip:
        """Return the call or the letter; an hour still to come was yesterday's."""
        typed = _hour(self.started.data or "")
        started = None
        if typed is not None and self.called:
            hour, minute = typed
            local = now.astimezone(zone)
            started = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
            started -= timedelta(days=1) if started > local else timedelta(0)
        return Slip(
            medium=Medium(self.medium.data),
            line=self.line.data if self.called else "",
            reference=self.reference.data or "",
            started_at=started,
        )

    def draft(self, locale: str, photos: tuple[str, ...] = ()) -> Words:
        """Return the words; a number that was given is kept unless the caller is anonymous.

        The code goes to it by text message even where no answer is wanted.  A letter has no face.
        """
        words = super().draft(locale, photos)
        chosen = Identity(self.identity.data or Identity.CONFIDENTIAL)
        if self.e164 and chosen is not Identity.ANONYMOUS:
            name = self.name.data if chosen is Identity.OPEN else ""
            words = replace(words, identity=chosen, phone=self.e164, name=name or "")
        mood = face_of({"mood": self.mood.data}) if self.called else None
        return replace(words, mood=mood)


def _hour(typed: str) -> tuple[int, int] | None:
    hour, colon, minute = latin_digits(typed).replace("٫", ":").replace(".", ":").partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(hour + minute) <= 4):
        return None
    found = int(hour), int(minute)
    return found if found[0] < 24 and found[1] < 60 else None
