"""How the desk names what badges are, what happened to them, and what they are printed on."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.badges.rules import BadgeStatus, CardState, PartState, RunState, Trouble, View
from app.i18n import use_locale
from app.jalali import decimal, localised
from printables.sheets import names

__all__ = [
    "CARD_NAMES",
    "CARD_TONES",
    "PART_NAMES",
    "RUN_NAMES",
    "RUN_TONES",
    "STATUS_NAMES",
    "STATUS_TONES",
    "STOCK_NAMES",
    "TROUBLE_NAMES",
    "VIEW_NAMES",
    "counted",
    "millimetres",
    "reason",
    "size",
    "slip_refusal",
    "stock_name",
]

STATUS_NAMES = {
    BadgeStatus.ACTIVE: _l("Works"),
    BadgeStatus.SUSPENDED: _l("Suspended"),
    BadgeStatus.REPLACED: _l("Replaced"),
    BadgeStatus.REVOKED: _l("Revoked"),
    BadgeStatus.EXPIRED: _l("Expired"),
}
STATUS_TONES = {
    BadgeStatus.ACTIVE: "sa",
    BadgeStatus.SUSPENDED: "za",
    BadgeStatus.REPLACED: "",
    BadgeStatus.REVOKED: "an",
    BadgeStatus.EXPIRED: "",
}
TROUBLE_NAMES = {
    Trouble.LOST: _l("Lost"),
    Trouble.SPOILED: _l("Spoiled"),
    Trouble.RETURNED: _l("Returned"),
}
RUN_NAMES = {
    RunState.DRAFTED: _l("Waits for the press"),
    RunState.PRINTING: _l("Being made"),
    RunState.CHECKING: _l("Being checked"),
    RunState.RELEASED: _l("Released"),
    RunState.CANCELLED: _l("Cancelled"),
}
RUN_TONES = {
    RunState.DRAFTED: "",
    RunState.PRINTING: "fz",
    RunState.CHECKING: "fz",
    RunState.RELEASED: "sa",
    RunState.CANCELLED: "",
}
PART_NAMES = {
    PartState.WAITING: _l("Still to be made"),
    PartState.MADE: _l("Made and read back"),
}
CARD_NAMES = {
    CardState.WAITING: _l("Not printed yet"),
    CardState.PRINTED: _l("Left the press"),
    CardState.ISSUED: _l("Handed over"),
    CardState.SPOILED: _l("Spoiled"),
    CardState.RETURNED: _l("Returned"),
}
CARD_TONES = {
    CardState.WAITING: "",
    CardState.PRINTED: "fz",
    CardState.ISSUED: "sa",
    CardState.SPOILED: "za",
    CardState.RETURNED: "lj",
}
VIEW_NAMES = {
    View.ALL: _l("All"),
    View.WORKING: _l("Working"),
    View.UNPRINTED: _l("Never printed"),
    View.PRINTED: _l("Printed before"),
    View.SUSPENDED: _l("Suspended"),
    View.ENDED: _l("Ended"),
    View.DEAD: _l("Key retired"),
}
_KNOWN_STOCKS = {
    "cr80": _l("Card printer, CR80"),
    "cr80-bleed": _l("Card printer, CR80 with bleed"),
    "a4-10up": _l("A4, ten cards"),
    "a4-10up-stack": _l("A4, ten cards, sorted after the cut"),
    "a4-8up": _l("A4, eight cards"),
    "a4-fold": _l("A4, five cards to fold"),
    "54x90": _l("A4, ten labels of 54 × 90 mm"),
    "60x90": _l("A4, eight labels of 60 × 90 mm"),
    "40x75": _l("A4, twelve labels of 40 × 75 mm"),
    "50x80": _l("A4, ten labels of 50 × 80 mm"),
    "63.5x29.6": _l("A4, 27 labels of 63.5 × 29.6 mm"),
    "40x40": _l("A4, 24 labels of 40 × 40 mm"),
    "70x36": _l("A4, 24 labels of 70 × 36 mm"),
    "a6-placard": _l("Placard A6"),
    "a5-placard": _l("Placard A5"),
    "a4-placard": _l("Placard A4"),
    "a3-placard": _l("Placard A3"),
    "a4-wall": _l("Wall sign A4, read from afar"),
    "a3-wall": _l("Wall sign A3, read from afar"),
    "sticker-90": _l("Sticker of 90 mm"),
    "a4-tent": _l("Table tent, folded A4"),
    "headrest": _l("Headrest of a taxi"),
}
STOCK_NAMES = {name: _KNOWN_STOCKS.get(name, name) for name in names()}


def counted(number: int) -> str:
    """Return a number of badges in the digits and with the thousands mark of the language."""
    text, locale = f"{number:,}", use_locale()
    return localised(text.replace(",", "٬"), locale) if locale == "fa" else text


def stock_name(name: str) -> str:
    """Return what a run was printed on, with what its printer needed."""
    plain, _, options = name.partition("_")
    words = str(STOCK_NAMES.get(plain, plain))
    if not options:
        return words
    edge, x, y = options.split("_")
    turned = gettext("short edge") if edge == "short" else gettext("long edge")
    return f"{words} · {turned} · {millimetres(float(x))} · {millimetres(float(y))}"


def millimetres(value: float) -> str:
    """Return a short length in the digits of the language, as a printer is moved by."""
    text = f"{value:g}".replace("-", "\u2212")
    locale = use_locale()
    return localised(text.replace(".", "٫"), locale) if locale == "fa" else text


def size(number: int) -> str:
    """Return the size of a file as people say it: kilobytes, megabytes from 1,000 on."""
    locale = use_locale()
    if number < 1_000_000:
        return str(gettext("%(n)s KB", n=counted(max(1, round(number / 1000)))))
    return str(gettext("%(n)s MB", n=decimal(number / 1_000_000, locale)))


def reason(text: str) -> str:
    """Return why a badge ended, with the word of the desk's own choices in the reader's language.

    The desk stores ``lost: on the bus``; the command line stores whatever was typed.
    """
    word, _, note = text.partition(": ")
    if word not in set(Trouble):
        return text
    named = str(TROUBLE_NAMES[Trouble(word)])
    return f"{named}: {note}" if note else named


_SLIP_REFUSALS = {
    "no_badge": _l("You look after no employee with this personnel number and a valid badge."),
    "account_in_use": _l("This account is open already; a forgotten password is reset instead."),
}


def slip_refusal(code: str) -> str:
    """Return why no slip is made."""
    return str(_SLIP_REFUSALS[code])
