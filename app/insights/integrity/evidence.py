"""The rules of the score in plain words: what each looks for, and what it found in a group."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.feedback.rules import Channel
from app.i18n import use_locale
from app.jalali import decimal, localised
from app.scores.integrity.queries import GroupRow

__all__ = ["CHANNELS", "RULES", "WHY", "pace_said"]

RULES = {
    "W1": _l("Scan without a valid key"),
    "W2": _l("The same voices again and again"),
    "W3": _l("One network, one side"),
    "W4": _l("A burst on one side"),
    "W5": _l("Copied words"),
    "W6": _l("Sent in haste"),
    "W7": _l("A week far above the usual"),
    "W8": _l("A colleague's browser"),
    "finding": _l("Message with a finding"),
    "verdict": _l("Judged by a person"),
}

WHY = {
    "W1": _l("These answers say they came by scan but bring no unused key of a badge."),
    "W2": _l("A few devices answer again and again, always with the same face."),
    "W3": _l(
        "Many answers on one side come through one network that the unit's other people hardly see."
    ),
    "W4": _l(
        "More answers on one side, and more answers at all, than the person's usual pace explains."
    ),
    "W5": _l("Several devices sent nearly the same words about the same person."),
    "W6": _l("The form was sent faster than a person can read it."),
    "W8": _l("The answers came from a browser in which staff of the same unit had signed in."),
}

CHANNELS = {
    Channel.QR: _l("Scan"),
    Channel.NFC: _l("NFC tap"),
    Channel.TYPED: _l("Typed code"),
    Channel.WEB: _l("Web"),
    Channel.KIOSK: _l("Kiosk"),
    Channel.PHONE: _l("Telephone"),
}


def pace_said(row: GroupRow) -> str:
    """Return how many answers came over what time, and what is usual, in one sentence."""
    locale = use_locale()
    said = _(
        "Answers: %(count)s, devices: %(devices)s, days: %(days)s; %(pace)s a week, "
        "usually %(usual)s.",
        count=localised(row.answers, locale),
        devices=localised(row.devices, locale),
        days=localised(row.days, locale),
        pace=decimal(row.a_week, locale),
        usual=decimal(row.usual_a_week, locale),
    )
    return str(said)
