"""What the forms of decisions share: a field for some sentences, and its words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from app.scores.decisions.own_words import WORDS_AT_LEAST

__all__ = ["CHOOSE", "LONG", "MOST", "words_field"]

MOST = 4000
LONG = _l("This is too long.")
CHOOSE = _l("Choose one of these.")


def words_field(label: Any, least: int = WORDS_AT_LEAST, *checks: Any) -> TextAreaField:
    """Return a field whose page counts the letters up to ``least``."""
    return TextAreaField(
        label,
        [*checks, Length(max=MOST, message=LONG)],
        render_kw={"data-least": str(least), "rows": "5", "dir": "auto"},
    )
