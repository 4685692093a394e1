"""What a commendation says, in Persian and in English; no score stands on paper.

The words are chosen once, when the letter is offered, and kept with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.scores.letters.rules import Language

__all__ = ["Honorific", "Person", "body"]

_FA = {
    "dear": "همکار گرامی، {name}",
    "people": (
        "شهروندانی که با شما سروکار داشته‌اند، بارها از کار شما به نیکی یاد کرده‌اند. "
        "این سپاس بر پایهٔ {n} پاسخ راستی‌آزموده و پس از بازبینی همکاران منابع انسانی نوشته شده است."
    ),
    "thanks": "از دقت، خوش‌رویی و پاسخ‌گویی شما سپاسگزاریم و برایتان تندرستی و کامیابی آرزو می‌کنیم.",
    "file": "رونوشت این نامه با رضایت شما در پروندهٔ کارگزینی نگه داشته می‌شود.",
    "reason": (
        "شهروندانی که با ایشان سروکار داشته‌اند، بارها از کار ایشان به نیکی یاد کرده‌اند. "
        "این لوح بر پایهٔ {n} پاسخ راستی‌آزموده و پس از بازبینی داده شده است."
    ),
    "source": "یکی از شهروندان، {week}",
    "comma": "، ",
}
_EN = {
    "dear": "Dear {name}",
    "people": (
        "People you have served have spoken well of your work again and again. These thanks "
        "rest on {n} verified answers and were written after a review by Human Resources."
    ),
    "thanks": "We thank you for your care, courtesy and clear answers, and wish you well.",
    "file": "With your consent a copy of this letter is kept in your personnel file.",
    "reason": (
        "for work that the people served have praised again and again. This certificate rests "
        "on {n} verified answers and was given after a review."
    ),
    "source": "A member of the public, {week}",
    "comma": ", ",
}


class Honorific:
    """How a person is addressed; chosen by whoever writes, never taken from a record of sex."""

    CHOICES: Mapping[str, Mapping[Language, str]] = {
        "": {Language.FA: "{name}", Language.EN: "{name}"},
        "ms": {Language.FA: "سرکار خانم {name}", Language.EN: "Ms {name}"},
        "mr": {Language.FA: "جناب آقای {name}", Language.EN: "Mr {name}"},
    }


@dataclass(frozen=True, slots=True)
class Person:
    """Who is praised, in the language of the paper; ``post`` and ``unit`` may be empty."""

    name: str
    post: str
    unit: str
    honorific: str = ""


def body(
    language: Language, who: Person, *, n: str, own_words: str, quote: str, week: str
) -> dict[str, object]:
    """Return the running words of letter and certificate.

    Args:
        language: Of the paper.
        who: Whom it is for.
        n: Verified answers, in the digits of the language.
        own_words: A paragraph of the one who writes; may be empty.
        quote: A citizen's released words; may be empty.
        week: The week of the quote in words.
    """
    words = _FA if language is Language.FA else _EN
    titled = Honorific.CHOICES.get(who.honorific, Honorific.CHOICES[""])[language]
    place = words["comma"].join(part for part in (who.post, who.unit) if part)
    addressee = [
        words["dear"].format(name=titled.format(name=who.name)),
        *([place] if place else []),
    ]
    own = " ".join(own_words.split())
    return {
        "name": titled.format(name=who.name),
        "place": place,
        "addressee": addressee,
        "paragraphs": [words["people"].format(n=n), *([own] if own else [])],
        "closing": [words["thanks"], words["file"]],
        "reason": words["reason"].format(n=n),
        "quote": quote,
        "quote_source": words["source"].format(week=week) if quote else "",
    }
