"""The form by which a template comes to the desk."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from app.badges.own_templates.words import NAMES
from printables.own_templates import BYTES_MAX, read_own

__all__ = ["OwnTemplateForm"]


class OwnTemplateForm(FlaskForm):
    """A file, and which template it is to replace.

    ``kept`` carries a file that was looked at to the next send, signed by this server.
    """

    name = SelectField(
        _l("Which template it replaces"),
        [AnyOf(list(NAMES), message=_l("Choose one of these."))],
        choices=[SelectChoice(name, words) for name, words in NAMES.items()],
        default="card-front",
        validate_choice=False,
    )
    file = FileField(_l("File of the template"), render_kw={"accept": ".json,application/json"})
    kept = HiddenField()

    def template(self) -> str:
        """Return the template that was sent now or looked at before, empty if there is none.

        Raises:
            TemplateRefused: It cannot take the place of the house's.
        """
        if self.file.data:
            return read_own(str(self.name.data), self.file.data.read(BYTES_MAX + 1))
        name, own = self._carried()
        return own if name == self.name.data else ""

    def keep(self, own: str) -> None:
        """Carry a template that was looked at to the next send of this form."""
        self.kept.data = _signer().dumps([self.name.data, own])

    def _carried(self) -> tuple[str, str]:
        try:
            name, own = _signer().loads(self.kept.data or "")
        except BadSignature:
            return "", ""
        return str(name), str(own)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="own-template")
