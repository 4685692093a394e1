"""Released words as they are shown: numbers that lead to somebody, and self-introductions, go.

A handler has read the words before; this is the net below.  Counts, dates and sums of money stay.
"""

import re

__all__ = ["GAP", "without_traces"]

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
