"""Persian text: what is stored, what is searched, how it is sorted.

``clean`` keeps what was typed and takes out what no reader should meet; ``clean_name`` also drops
direction controls; ``fold`` makes the second column that search and equality use; ``sort_key``
orders names as a Persian reader expects; ``latin_digits`` reads every kind of digit.
"""

import re
import unicodedata

__all__ = ["clean", "clean_name", "fold", "fold_code", "latin_digits", "sort_key"]

_DIGITS = {
    ord(c): str(i)
    for start in ("۰", "٠")
    for i, c in enumerate(map(chr, range(ord(start), ord(start) + 10)))
}
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EDGES = re.compile(r"\A[\s\u200b\u200c\u2060\ufeff]+|[\s\u200b\u200c\u2060\ufeff]+\Z")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_FOLD = str.maketrans(
    {
        "ك": "ک",
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ة": "ه",
        "ۀ": "ه",
        "أ": "ا",
        "إ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "\u200c": " ",
        "\u200d": "",
    }
)
_ALPHABET = "ءآابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ORDER = {letter: chr(0x100 + place) for place, letter in enumerate(_ALPHABET)}


def latin_digits(text: str) -> str:
    """Return ``text`` with Persian and Arabic digits as ASCII.

    >>> latin_digits("۰۹۱۲ ٣٤")
    '0912 34'
    """
    return text.translate(_DIGITS)


def clean(text: str) -> str:
    """Return what may be stored of a free text: NFC, no control characters, at most 4 marks a base.

    New lines and tabs stay.

    >>> clean(" سلام\\x00 ")
    'سلام'
    """
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _EDGES.sub("", _few_marks(unicodedata.normalize("NFC", text)))


def clean_name(text: str) -> str:
    """Return a name for storing: Persian letter forms, one line, no direction controls.

    >>> clean_name("  علي   كريمي ")
    'علی کریمی'
    """
    text = clean(_BIDI.sub("", text)).replace("ي", "ی").replace("ك", "ک").replace("ى", "ی")
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the spelling by which texts are searched and compared.

    >>> fold("آيينه‌ی كوچك ۱۲") == fold("آیینه ی کوچک 12")
    True
    """
    text = clean(_UNSEEN.sub("", _BIDI.sub("", text)))
    text = _MARKS.sub("", unicodedata.normalize("NFKC", text).translate(_FOLD))
    # once more: what stood between a letter and its mark is gone now
    text = unicodedata.normalize("NFKC", latin_digits(text).casefold())
    return " ".join(text.split())


def fold_code(text: str) -> str:
    """Return the spelling by which user names and unit codes are unique: folded, without spaces.

    >>> fold_code(" Ali ۰۱ ")
    'ali01'
    """
    return fold(text).replace(" ", "")


def sort_key(text: str) -> str:
    """Return a key that orders Persian names by the Persian alphabet on every engine.

    >>> sorted(["گلی", "پری", "بهار"], key=sort_key)
    ['بهار', 'پری', 'گلی']
    """
    return "".join(_ORDER.get(letter, letter) for letter in fold(text))


def _few_marks(text: str) -> str:
    if not any(map(unicodedata.combining, text)):
        return text
    kept, run = [], 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= 4:
            kept.append(letter)
    return "".join(kept)
