"""What a page tells of a score in words, in every language: nobody's own reasons."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.i18n import LOCALES
from app.jalali import decimal
from app.scores.rules import Shown

__all__ = ["told_of"]


def told_of(shown: Shown) -> tuple[str, ...]:
    """Return the sentences the pages say of this score, so that they cannot serve as reasons."""
    sentences: list[str] = []
    for locale in LOCALES:
        with force_locale(locale):
            sentences.append(_("The score informs; the decision is yours."))
            sentences.append(
                _(
                    "A rating counts 0 to 100 points. Until many have answered, the score leans "
                    "towards the level of the city. The score informs; the decision is yours."
                )
            )
            if shown.low is not None and shown.high is not None:
                low, high = decimal(shown.low, locale), decimal(shown.high, locale)
                sentences.append(
                    _(
                        "If 100 colleagues had this result, about 90 would truly lie between "
                        "%(low)s and %(high)s.",
                        low=low,
                        high=high,
                    )
                )
    return tuple(sentences)
