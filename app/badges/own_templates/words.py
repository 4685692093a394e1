"""How the desk names templates, and why one is refused."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from printables.errors import TemplateRefused

__all__ = ["NAMES", "refusal"]

NAMES = {
    "card-front": _l("Front of the card"),
    "card-front-long": _l("Front of the card, for long names"),
    "card-back": _l("Back of the card"),
    "placard": _l("Placard"),
    "wall": _l("Wall sign"),
    "sticker": _l("Sticker"),
    "tent": _l("Table tent"),
    "headrest": _l("Headrest sign"),
    "certificate": _l("Certificate"),
}
"""Keyed by the templates of ``printables``, in the order of the desk."""
_REASONS = {
    "no_json": _l("This is no JSON file that can be read."),
    "too_large": _l("This file is too large for a template: 64 kB at most."),
    "malformed": _l("Something is written wrongly at “%(element)s”."),
    "unknown": _l("“%(name)s” is no colour, drawing, value or template there is."),
    "size": _l("This template must be %(width)s × %(height)s mm, like the one it replaces."),
    "use": _l("“%(name)s” must be “%(setting)s”, like in the one it replaces."),
    "symbols": _l("Like the one it replaces it must have this many symbols: %(count)s."),
    "needed": _l("No text says “%(name)s”; by it people find false signs."),
    "trim": _l("“%(element)s” would lie outside the edge, or too near to it."),
    "quiet_zone": _l("“%(element)s” would cover the white edge that the symbol needs."),
    "small_symbol": _l("The symbol would be too small to be read."),
    "pale": _l("“%(element)s”: %(ink)s on %(ground)s has a contrast of %(ratio)s; at least 4.5 "
               "can be read."),
    "too_long": _l("“%(words)s” does not fit into its place; say it shorter."),
    "unprintable": _l("None of these signs can be printed."),
    "unread": _l("The symbol of this template could not be read back."),
}  # fmt: skip
"""Keyed by the reasons of ``TemplateRefused``."""
_COUNTED = ("width", "height", "count", "ratio")


def refusal(refused: TemplateRefused, localised: Callable[[str], str]) -> str:
    """Return why a template is refused, in the reader's language.

    Args:
        refused: By ``printables``.
        localised: Puts a number into the reader's digits.
    """
    said = dict.fromkeys(("element", "name", "words"), "") | refused.values
    said |= {name: localised(said[name]) for name in _COUNTED if name in said}
    return str(_REASONS[refused.reason]) % said
