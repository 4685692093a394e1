"""The form of one photo."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField

__all__ = ["PhotoForm"]


class PhotoForm(FlaskForm):  # type: ignore[misc]  # untyped base class
    """A photo to be taken, or a button that removes the one there is."""

    photo = FileField(_l("Photo"), render_kw={"accept": ".jpg,.jpeg,.png,.webp"})
