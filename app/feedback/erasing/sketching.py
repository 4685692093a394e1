"""Keyed sketches of erased words: copies are told apart, the words cannot be read back.

The score must not forget that three people sent the same words because one of them had them erased
(rule W5 of docs/scores.md).  What stays of a text are 64 bytes: of its keyed 4-grams the least of
each of 64 bins (one permutation hashing: Li, Owen, Zhang, NIPS 2012), cut to a byte.  Two sketches
are as alike as the texts were.  The key lies in the key file alone, so a copy of the database holds
nothing of the words, and the sketch ends with the hashes of the device.
"""

import re
from hashlib import blake2b

from app.text import fold

__all__ = ["LEAST", "likeness", "sketched"]

LEAST = 36
_BINS, _GRAM = 64, 4
_SIGNS = re.compile(r"[\W_]+")


def sketched(text: str, key: bytes) -> bytes | None:
    """Return the sketch of a text, ``None`` of one too short to be called a copy.

    Args:
        text: Words as they were stored.
        key: Of the city's key file, at most 64 bytes.
    """
    plain = _SIGNS.sub(" ", fold(text)).strip()
    if len(plain) < LEAST:
        return None
    least: dict[int, int] = {}
    for start in range(len(plain) - _GRAM + 1):
        gram = plain[start : start + _GRAM].encode()
        place, value = divmod(int.from_bytes(blake2b(gram, digest_size=7, key=key).digest()), 2**48)
        place %= _BINS
        least[place] = min(value, least.get(place, value))
    return bytes(1 + least[place] % 255 if place in least else 0 for place in range(_BINS))


def likeness(one: bytes, other: bytes) -> float:
    """Return about how much the 4-grams of two texts overlap (Jaccard), 0-1.

    >>> likeness(bytes([1, 2, 0, 4]), bytes([1, 2, 0, 5]))
    0.6666666666666666
    """
    pairs = [pair for pair in zip(one, other, strict=True) if any(pair)]
    return sum(a == b for a, b in pairs) / max(len(pairs), 1)
