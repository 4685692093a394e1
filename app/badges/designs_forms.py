"""The form of an organisation's design."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length

from app.badges.designs_words import COLOUR_NAMES, SLOT_NAMES
from app.text import clean_name
from printables.design import COLOURS, SLOTS, Design, dumps, loads
from printables.designing import NAME_MAX, PHONE_MAX
from printables.logo import BYTES_MAX, Logo, clean_logo
from printables.palette import TOKENS

__all__ = ["DesignForm"]

_LONG = _l("This is too long.")


def _words(label: Any, most: int, **attributes: str) -> StringField:
    limits = {"dir": "auto", "maxlength": str(most), "autocomplete": "off"}
    return StringField(label, [Length(max=most, message=_LONG)], render_kw=limits | attributes)


def _colour(name: str) -> StringField:
    shown = {"placeholder": TOKENS[COLOURS[name]], "dir": "ltr"}
    return _words(COLOUR_NAMES[name], 7, **shown)


class DesignForm(FlaskForm):  # type: ignore[misc]  # untyped base class
    """What an organisation changes; empty is the house's own.

    ``kept`` carries an uploaded logo from a preview to the next send, signed by this server;
    ``based_on`` is the version that was in force when the page was opened.
    """

    order = RadioField(
        _l("Which language stands first"),
        [AnyOf(["fa", "en"], message=_l("Choose one of these."))],
        choices=[SelectChoice("fa", _l("Persian")), SelectChoice("en", _l("English"))],
        default="fa",
        validate_choice=False,
    )
    name_fa = _words(_l("Name in Persian"), NAME_MAX)
    name_en = _words(_l("Name in English"), NAME_MAX, dir="ltr")
    phone = _words(_l("Telephone for those who cannot scan"), PHONE_MAX, dir="ltr")
    band = _colour("band")
    accent = _colour("accent")
    panel = _colour("panel")
    ground = _colour("ground")
    ask1 = _words(SLOT_NAMES["ask1"], SLOTS["ask1"])
    ask2 = _words(SLOT_NAMES["ask2"], SLOTS["ask2"])
    ask3 = _words(SLOT_NAMES["ask3"], SLOTS["ask3"])
    promise = _words(SLOT_NAMES["promise"], SLOTS["promise"])
    motto = _words(SLOT_NAMES["motto"], SLOTS["motto"])
    step1 = _words(SLOT_NAMES["step1"], SLOTS["step1"])
    step2 = _words(SLOT_NAMES["step2"], SLOTS["step2"])
    step3 = _words(SLOT_NAMES["step3"], SLOTS["step3"])
    found = _words(SLOT_NAMES["found"], SLOTS["found"])
    question = _words(SLOT_NAMES["question"], SLOTS["question"])
    logo = FileField(_l("Logo"), render_kw={"accept": ".svg,.png"})
    no_logo = BooleanField(_l("Use the mark of the house"))
    kept = HiddenField()
    based_on = HiddenField()
    unit = SelectField(_l("With the longest names of"), choices=[], validate_choice=False)

    @classmethod
    def of(cls, design: Design) -> "DesignForm":
        """Return the form that shows a design."""
        said = dict(design.colours) | dict(design.wording)
        return cls(
            formdata=None, order="en" if design.english else "fa", name_fa=design.name_fa,
            name_en=design.name_en, phone=design.phone, **said,
        )  # fmt: skip

    def design(self, before: Design) -> Design:
        """Return what was typed as a design; own templates, and without a new logo that one, stay.

        Raises:
            LogoRefused: The file is no logo that can be printed.
        """
        colours = {name: self._said(name).lower() for name in COLOURS}
        wording = {slot: self._said(slot) for slot in SLOTS}
        return Design(
            colours=tuple(sorted((name, c) for name, c in colours.items() if c)),
            wording=tuple(sorted((slot, words) for slot, words in wording.items() if words)),
            logo=self._logo(before),
            name_fa=self._said("name_fa"),
            name_en=self._said("name_en"),
            phone=self._said("phone"),
            english=self.order.data == "en",
            templates=self._carried(before).templates,
        )

    def keep(self, design: Design) -> None:
        """Carry what has no field, logo and own templates, to the next send of this form."""
        carried = Design(logo=design.logo, templates=design.templates)
        self.kept.data = _signer().dumps(dumps(carried))

    def _said(self, name: str) -> str:
        return clean_name(self[name].data or "")

    def _logo(self, before: Design) -> Logo | None:
        if self.no_logo.data:
            return None
        if self.logo.data:
            return clean_logo(self.logo.data.read(BYTES_MAX + 1))
        return self._carried(before).logo

    def _carried(self, before: Design) -> Design:
        try:
            return loads(_signer().loads(self.kept.data)) if self.kept.data else before
        except BadSignature:
            return before


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="badge-design-logo")
