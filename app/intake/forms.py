"""What citizens may send: faces, words, codes.  Read with WTForms, written by the templates."""

from collections.abc import Iterable
from contextlib import closing
from typing import Any

import phonenumbers
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.errors import Invalid
from app.feedback.photos import BYTES_MOST, PHOTOS_MOST, check_head
from app.feedback.rules import MOODS, Identity, Kind
from app.feedback.topics import MACHINE, category_of, topics_for
from app.feedback.words import Words
from app.intake.fields import OneOf, SomeOf
from app.text import clean, latin_digits

__all__ = ["PHOTO_WORDS", "TEXT_MAX", "TellForm", "face_of", "mobile"]

TEXT_MAX = 4000
NAME_MAX = 80
_KINDS = (Kind.APPRECIATION, Kind.SUGGESTION, Kind.COMMENT, Kind.COMPLAINT)
PHOTO_WORDS = {
    "photo_large": _l("A photo may have 8 megabytes at most"),
    "photo_kind": _l("Only photos can be sent: JPEG, PNG or WebP"),
    "photo_pixels": _l("This photo has too many points; send a smaller one"),
}
_MOBILE_PREFIX, _MOBILE_LENGTH = "+989", 13


def face_of(form: Any) -> int | None:
    """Return the face a form chose: a touch (``tap``) wins over the radio (``mood``)."""
    chosen = latin_digits(str(form.get("tap") or form.get("mood") or ""))
    return int(chosen) if chosen in {str(mood) for mood in MOODS} else None


def mobile(text: str) -> str:
    """Return an Iranian mobile number as E.164.

    Raises:
        ValueError: It is none.

    >>> mobile("۰۹۱۲ ۳۴۵ ۶۷۸۹"), mobile("+98 912 000 0000")
    ('+989123456789', '+989120000000')
    """
    try:
        number = phonenumbers.parse(latin_digits(text), "IR")
    except phonenumbers.NumberParseException:
        raise ValueError("not a number") from None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not written.startswith(_MOBILE_PREFIX) or len(written) != _MOBILE_LENGTH:
        raise ValueError("not an Iranian mobile number")
    return str(written)


class TellForm(Form):
    """The optional second step: kind, reasons, words, and how an answer may reach the citizen.

    ``same`` is the citizen's word on whether it repeats an open case: ``yes``, ``no`` or nothing.
    """

    mood = OneOf([str(mood) for mood in MOODS])
    kind = OneOf([kind.value for kind in _KINDS])
    about = SomeOf()
    text = TextAreaField(filters=[lambda said: clean(said or "")])
    want = BooleanField()
    identity = OneOf([level.value for level in Identity])
    homepage = StringField()
    phone = StringField(filters=[lambda said: (said or "").strip()])
    name = StringField(
        filters=[lambda said: (said or "").strip()],
        validators=[Length(max=NAME_MAX, message=_l("The name may have 80 letters at most"))],
    )

    def __init__(self, sent: Any = None, *, subject_kind: str) -> None:
        super().__init__(sent)
        self.about.among = frozenset(topic.slug for topic in topics_for(subject_kind))
        self.same = (sent or {}).get("same", "")
        self.e164 = ""
        self.photos: tuple[bytes, ...] = ()
        self.photo_problem = ""

    def take_photos(self, files: Iterable[Any]) -> None:
        """Read the photos that were sent, and look at the head of each."""
        found = []
        for one in files:
            with closing(one):
                if raw := one.read(BYTES_MOST + 1) if one.filename else b"":
                    found.append(raw)
        if len(found) > PHOTOS_MOST:
            self.photo_problem = str(_l("Three photos at most"))
            return
        try:
            for raw in found:
                check_head(raw)
        except Invalid as error:
            self.photo_problem = str(PHOTO_WORDS[error.code])
            return
        self.photos = tuple(found)

    def validate_text(self, field: TextAreaField) -> None:
        """Refuse what is too long, and a message that says nothing at all."""
        if len(field.data) > TEXT_MAX:
            raise ValidationError(_l("The text may have 4,000 letters at most"))
        if not (field.data or self.about.data or self.photos or self.photo_problem):
            raise ValidationError(_l("Write what happened, or choose what it was about"))

    def validate_phone(self, field: StringField) -> None:
        """Refuse what is no mobile number, even where no answer is wanted."""
        try:
            self.e164 = mobile(field.data) if field.data else ""
        except ValueError:
            raise ValidationError(_l("A mobile number has 11 digits and starts with 09")) from None

    @property
    def lured(self) -> bool:
        """Whether the field no person sees was filled."""
        return bool((self.homepage.data or "").strip())

    @property
    def only_a_face(self) -> bool:
        """Whether nothing but a corrected rating was sent."""
        said = (
            *(self.kind.data, self.about.data, self.text.data, self.phone.data, self.name.data),
            *(self.photos, self.photo_problem),
        )
        return (
            not any(said) and not self.want.data and face_of({"mood": self.mood.data}) is not None
        )

    @property
    def in_order(self) -> bool:
        """Whether there is nothing to put right; asked instead of ``problems``."""
        return self.validate() and bool(self.kind.data) and not self.photo_problem

    def problems(self) -> dict[str, str]:
        """Return one sentence per field that must be put right, in the order of the page."""
        self.validate()
        found = {name: str(messages[0]) for name, messages in self.errors.items()}
        if not self.kind.data or "kind" in found:
            found["kind"] = str(_l("Choose what kind of message it is"))
        if "mood" in found:
            found["mood"] = str(_l("Choose one of the five faces"))
        if "about" in found:
            found["about"] = str(_l("Choose from the list"))
        if "identity" in found:
            found["identity"] = str(_l("Choose from the list"))
        if self.photo_problem:
            found["photo"] = self.photo_problem
        order = ("mood", "kind", "about", "text", "photo", "identity", "phone", "name")
        return {name: found[name] for name in order if name in found}

    def draft(self, locale: str, photos: tuple[str, ...] = ()) -> Words:
        """Return the words of a form without problems; ``photos`` names the stored files.

        No number is kept unless an answer is wanted and a level above anonymous was chosen;
        without a number there is nothing to know, so the message is anonymous.
        """
        wants = bool(self.want.data)
        chosen = Identity(self.identity.data or Identity.CONFIDENTIAL)
        reachable = wants and bool(self.e164) and chosen is not Identity.ANONYMOUS
        return Words(
            kind=Kind(self.kind.data),
            mood=face_of({"mood": self.mood.data}),
            topics=(*(self.about.data or ()), *((MACHINE,) if self.lured else ())),
            category=category_of(self.about.data or ()),
            text=self.text.data,
            wants_answer=wants,
            identity=chosen if reachable else Identity.ANONYMOUS,
            phone=self.e164 if reachable else "",
            name=self.name.data if reachable and chosen is Identity.OPEN else "",
            locale=locale,
            photos=photos,
        )
