"""Persian text made ready for a PDF: normalise, join, order.

A PDF shows glyphs from left to right and joins nothing, so a Persian string is given its joined
presentation forms (``arabic_reshaper``) and then its visual order (``bidi``, UAX #9).  Codes and
telephone numbers keep their left-to-right order by isolates; alone they go through ``upright``.
reportlab's own ``shaping=True`` is not used: without ``rlbidi`` it silently does nothing.
"""

import re
import unicodedata
from functools import lru_cache

from arabic_reshaper import ArabicReshaper
from bidi import get_display

from printables.fonts import face
from printables.mirroring import fence, swap_fenced

__all__ = [
    "is_persian",
    "latin_digits",
    "measure",
    "normalise",
    "persian_digits",
    "shape",
    "shape_english",
    "upright",
]

ZWNJ = "\u200c"
_ISOLATE, _POP = "\u2066", "\u2069"
_COUSINS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ې": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ہ": "ه", "ھ": "ه", "ە": "ه"}
    | {"ٱ": "ا", "ۅ": "و", "ٻ": "ب", "ٺ": "ت", "ڤ": "و", "ـ": ""}
    | {chr(0x660 + n): chr(0x6F0 + n) for n in range(10)}
)
_TO_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_TO_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_HAMZA_HEH = re.compile("[هە]\u0654")
_CODE = re.compile(r"[0-9۰-۹]+(?:[-–/.:+][0-9۰-۹]+)+|[A-Za-z0-9]+(?:[-–/.:_@+][A-Za-z0-9]+)+")
_ARABIC = re.compile("[\u0621-\u06d3]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_PLAIN = {"\ufba4": "ۀ"}  # isolated heh with hamza: no glyph under the form's own code point
_reshaper = ArabicReshaper(
    {"delete_harakat": True, "support_ligatures": True, "RIAL SIGN": False, "language": "Arabic"}
)


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return the text as it may be set: one spelling of each letter, nothing invisible but ZWNJ.

    Arabic ye and kaf become Persian, old presentation forms become letters, heh with hamza is
    kept as one letter, vowel marks, direction marks, other controls and every sign the font
    cannot draw (emoji) go, blanks collapse.

    >>> normalise(" علي\\u202e  كاظمي 😀")
    'علی کاظمی'
    """
    composed = "".join(
        unicodedata.normalize("NFKC", c) if "\ufb50" <= c <= "\ufeff" else c for c in text
    )
    composed = _HAMZA_HEH.sub("ۀ", unicodedata.normalize("NFC", composed))
    composed = composed.replace("\u06d5\u0654", "ۀ").translate(_COUSINS)
    known = face(False).widths
    kept = (" " if c.isspace() else c for c in composed)
    drawn = "".join(c for c in kept if ord(c) in known and _drawable(c))
    drawn = re.sub(f"{ZWNJ}+", ZWNJ, " ".join(drawn.split()))
    return re.sub(f" ?{ZWNJ}? |^{ZWNJ}|{ZWNJ}$", lambda m: " " if " " in m[0] else "", drawn)


def _drawable(char: str) -> bool:
    return char == ZWNJ or unicodedata.category(char) not in {"Cc", "Cf", "Mn", "Me", "Co", "Cs"}


def persian_digits(text: str) -> str:
    """Return the text with Persian digits, unless it is Latin text that owns its digits.

    >>> persian_digits("منطقه 6"), persian_digits("482-105-772"), persian_digits("Line 3")
    ('منطقه ۶', '۴۸۲-۱۰۵-۷۷۲', 'Line 3')
    """
    if _LATIN.search(text) and not _ARABIC.search(text):
        return text
    return text.translate(_TO_PERSIAN)


def latin_digits(text: str) -> str:
    """Return the text with the digits of English.

    >>> latin_digits("۱۰"), latin_digits("٢4")
    ('10', '24')
    """
    return text.translate(_TO_LATIN)


def is_persian(text: str) -> bool:
    """Return whether a text has a Persian letter, so that it runs from right to left.

    >>> is_persian("علی 2"), is_persian("Ali"), is_persian("۱۲")
    (True, False, False)
    """
    return bool(_ARABIC.search(text))


@lru_cache(maxsize=4096)
def shape(text: str, english: bool = False) -> str:
    """Return one line of text as glyphs from left to right, ready to draw and to measure.

    The paragraph runs right to left when it holds a single Persian letter, else left to right.
    On an ``english`` badge a line without one has the digits of English.

    >>> shape("12"), shape("۱۲", english=True)
    ('۱۲', '12')
    """
    clean = normalise(text)
    if is_persian(clean):
        return _ordered(persian_digits(clean), "R")
    return (latin_digits if english else persian_digits)(clean).replace(ZWNJ, "")


@lru_cache(maxsize=4096)
def shape_english(text: str) -> str:
    """Return one line of English as glyphs: left to right, in its own digits.

    A Persian name inside keeps its joined letters and its own direction.

    >>> shape_english("Score 74.7")
    'Score 74.7'
    """
    clean = normalise(text)
    return _ordered(clean, "L") if _ARABIC.search(clean) else clean.replace(ZWNJ, "")


def _ordered(clean: str, base: str) -> str:
    """Return joined letters in their visual order, of a paragraph that runs right or left."""
    isolated = fence(_CODE.sub(lambda m: f"{_ISOLATE}{m[0]}{_POP}", clean))
    visual = swap_fenced(get_display(_reshaper.reshape(isolated), base_dir=base))
    known = face(False).widths
    glyphs = (_PLAIN.get(c, c) for c in visual if c not in (_ISOLATE, _POP, ZWNJ))
    return "".join(c for c in glyphs if ord(c) in known)


@lru_cache(maxsize=4096)
def upright(text: str) -> str:
    """Return a code, telephone number or Latin string to be drawn strictly left to right."""
    return normalise(text).replace(ZWNJ, "")


@lru_cache(maxsize=8192)
def measure(shaped: str, bold: bool = False) -> float:
    """Return the width of a shaped string at a size of one (ems)."""
    return face(bold).measure(shaped)
