"""What somebody says of a badge that looks wrong; read with WTForms, written by the template."""

from contextlib import closing
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.badges.suspicion.reporting import PLACE_MAX, TEXT_MAX
from app.badges.suspicion.rules import ReportReason
from app.errors import Invalid
from app.feedback.photos import BYTES_MOST, check_head
from app.intake.forms import PHOTO_WORDS
from app.text import clean, clean_name

__all__ = ["ReportForm", "reasons_for"]

_PERSON = (ReportReason.NOT_PERSON, ReportReason.STICKER, ReportReason.OTHER)
_PLACE = (ReportReason.STICKER, ReportReason.ELSEWHERE, ReportReason.OTHER)


def reasons_for(*, person: bool) -> tuple[ReportReason, ...]:
    """Return what can be wrong with the badge of a person, or with a sign."""
    return _PERSON if person else _PLACE


class ReportForm(Form):
    """What is wrong, where, and anything else; nothing of the citizen."""

    reason = RadioField(
        choices=[SelectChoice(reason.value) for reason in ReportReason],
        validators=[InputRequired(_l("Choose what is wrong"))],
    )
    place = StringField(
        filters=[lambda said: clean_name(said or "")],
        validators=[Length(max=PLACE_MAX, message=_l("The place may have 200 letters at most"))],
    )
    text = TextAreaField(
        filters=[lambda said: clean(said or "")],
        validators=[Length(max=TEXT_MAX, message=_l("The text may have 1,000 letters at most"))],
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent)
        self.photo = b""
        self.photo_problem = ""

    def take_photo(self, sent: Any) -> None:
        """Read the photo that was sent, if any, and look at its head."""
        if sent is None:
            return
        with closing(sent):
            raw = sent.read(BYTES_MOST + 1) if sent.filename else b""
        if not raw:
            return
        try:
            check_head(raw)
        except Invalid as error:
            self.photo_problem = str(PHOTO_WORDS[error.code])
            return
        self.photo = raw

    def problems(self) -> dict[str, str]:
        """Return one sentence per field that must be put right, in the order of the page."""
        self.validate()
        found = {name: str(messages[0]) for name, messages in self.errors.items()}
        if "reason" in found:
            found["reason"] = str(_l("Choose what is wrong"))
        if self.photo_problem:
            found["photo"] = self.photo_problem
        return {n: found[n] for n in ("reason", "place", "text", "photo") if n in found}
