"""Brackets in right-to-left text: an opening one is drawn as its mirror image (UAX #9, L4, N0).

``bidi`` orders the letters but leaves brackets as they are.  Here each bracket that belongs to
the right-to-left text is fenced by direction marks before ordering, and swapped after it.
"""

import re

__all__ = ["fence", "swap_fenced"]

_MARK = "\u200f"
_OPENING = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "<": ">"}
_MIRROR = str.maketrans(_OPENING | {close: opening for opening, close in _OPENING.items()})
_SIGNS = "".join(_OPENING) + "".join(_OPENING.values())
_FENCED = re.compile(f"{_MARK}([{re.escape(_SIGNS)}]){_MARK}")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_STRONG = re.compile("[A-Za-zÀ-ɏ\u0621-\u06d3\ufb50-\ufefc]")


def fence(text: str) -> str:
    """Return the logical text with a mark on either side of each right-to-left bracket."""
    latin = _latin_pairs(text)
    return "".join(
        f"{_MARK}{c}{_MARK}" if c in _SIGNS and index not in latin else c
        for index, c in enumerate(text)
    )


def swap_fenced(visual: str) -> str:
    """Return the ordered text with every fenced bracket mirrored and the marks gone.

    >>> swap_fenced("\\u200f)\\u200f x")
    '( x'
    """
    return _FENCED.sub(lambda m: m[1].translate(_MIRROR), visual).replace(_MARK, "")


def _latin_pairs(text: str) -> set[int]:
    """Return where brackets stand that follow Latin text and hold nothing but Latin text."""
    open_at: list[int] = []
    latin: set[int] = set()
    for index, char in enumerate(text):
        if char in _OPENING:
            open_at.append(index)
        elif open_at and char == _OPENING[text[open_at[-1]]]:
            start = open_at.pop()
            before = _STRONG.findall(text[:start])
            inside = _STRONG.findall(text[start:index])
            if before and inside and all(_LATIN.match(c) for c in (before[-1], *inside)):
                latin |= {start, index}
    return latin
