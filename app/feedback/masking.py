"""Released words as they are shown: numbers that lead to somebody, and the writer's name, go.

A handler has read the words before; this is the net below.  Counts, dates and sums of money stay.
"""

import re

from app.text import clean_name

__all__ = ["GAP", "without_name", "without_traces"]

GAP = "[…]"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(
    r"\+?\d(?:[\s().\u200c–-]{0,2}\d){6,}+(?![\s\u200c]{0,2}(?:ریال|تومان|rial|toman))"
)
_NAMED = re.compile(
    r"(?P<said>\b(?:این[\u200c ]?جانب|(?:نام|اسم)[\u200c ]?(?:من|م|ام|بنده)|my name is)\s+)"
    r"\w[\w\u200c]*(?:\s+\w[\w\u200c]*)?",
    re.IGNORECASE,
)


def without_traces(text: str) -> str:
    """Return words without phone and identity numbers, addresses of mail and the writer's name.

    >>> without_traces("با ۰۹۱۲ ۳۴۵ ۶۷۸۹ تماس بگیرید؛ ۳ بار آمدم")
    'با […] تماس بگیرید؛ ۳ بار آمدم'
    >>> without_traces("اینجانب علی رضایی راضی‌ام، a.rezaei@mail.ir")
    'اینجانب […] راضی‌ام، […]'
    >>> without_traces("۲۰۰۰۰۰۰۰ ریال گرفتند، ۱۴۰۵/۰۹/۰۱")
    '۲۰۰۰۰۰۰۰ ریال گرفتند، ۱۴۰۵/۰۹/۰۱'
    """
    text = _MAIL.sub(GAP, text)
    text = _NAMED.sub(lambda found: found["said"] + GAP, text)
    return _NUMBER.sub(GAP, text)


def without_name(text: str, name: str) -> str:
    """Return words without the name their writer left with the phone: whole, and each part of it.

    Spelling makes no difference: Arabic letters, hamza, joined or apart.

    >>> without_name("من حسين رضايي هستم؛ آقای رضایی‌ها را می‌شناسند", "حسین رضایی")
    'من […] هستم؛ آقای […]‌ها را می‌شناسند'
    >>> without_name("با رضایت رفتم", "رضا")
    'با رضایت رفتم'
    """
    parts = [part for part in re.split(r"[\s\u200c]+", clean_name(name)) if len(part) >= _SHORTEST]
    if not parts:
        return text
    one = "|".join(sorted({_loose(part) for part in parts}, key=len, reverse=True))
    found = rf"(?<![\w\u200c])(?:{one})(?:[\s\u200c]*(?:{one}))*(?!\w)"
    return re.sub(found, GAP, text, flags=re.IGNORECASE)


_SHORTEST = 3
_SAME = ("یيىئ", "کك", "هةۀ", "اأإآ", "وؤ")


def _loose(part: str) -> str:
    """Return the pattern of one part of a name in every spelling."""
    alike = {letter: f"[{group}]" for group in _SAME for letter in group}
    return "".join(alike.get(letter, re.escape(letter)) for letter in part)
