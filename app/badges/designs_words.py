"""How the desk names what a design changes, and why one is refused."""

from flask_babel import lazy_gettext as _l

__all__ = ["COLOUR_NAMES", "LOGO_REASONS", "SLOT_NAMES", "TEMPLATE_REASONS"]

COLOUR_NAMES = {
    "band": _l("Head of cards"),
    "accent": _l("Questions and address"),
    "panel": _l("Sign of placards"),
    "ground": _l("Ground"),
}
SLOT_NAMES = {
    "ask1": _l("Card, first line"),
    "ask2": _l("Card, second line"),
    "ask3": _l("Card, third line"),
    "promise": _l("Card, below them"),
    "motto": _l("Back, heading"),
    "step1": _l("Back, first step"),
    "step2": _l("Back, second step"),
    "step3": _l("Back, third step"),
    "found": _l("Back, for finders"),
    "question": _l("Question of placards"),
}
TEMPLATE_REASONS = {
    "malformed": _l("This is no template that can be read."),
    "unknown": _l("“%(name)s” is no colour; write it like #16305f."),
    "trim": _l("This would lie outside the edge of the card."),
    "quiet_zone": _l("This would cover the white edge that the symbol needs."),
    "small_symbol": _l("The symbol would be too small to be read."),
    "pale": _l("%(ink)s on %(ground)s has a contrast of %(ratio)s; at least 4.5 can be read."),
    "too_long": _l("“%(words)s” does not fit into its place; say it shorter."),
    "unprintable": _l("None of these signs can be printed."),
}
"""Keyed by the reasons of ``printables`` (``TemplateRefused``)."""
LOGO_REASONS = {
    "unreadable": _l("This is not an SVG or PNG file that can be read."),
    "too_large": _l("This logo is too large: 1 MB and 20 million pixels at most."),
    "too_small": _l("This logo is too small: at least 48 pixels a side."),
    "not_paths": _l(
        "This SVG holds more than plain paths (text, pictures, styles, turns or arcs); "
        "convert everything to paths, or send a PNG."
    ),
}
"""Keyed by the reasons of ``printables`` (``LogoRefused``)."""
