"""The code of an activation slip: eleven random letters and one that checks them.

32 letters without I, L, O and U (Crockford's base 32), so that nothing on paper looks like
something else; 55 random bits.  The check is a sum over GF(32) with a different weight at every
place: it finds every single wrong letter and every two letters changed over, before anything is
looked up.
"""

import secrets
from itertools import accumulate, repeat

from app.people.second_factor import tidy
from app.vault import Vault

__all__ = ["ALPHABET", "GROUP", "LENGTH", "grouped", "new_code", "slip_hash", "sound", "typed"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
_MEANT = str.maketrans("ILO", "110")
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive: the powers of x are all different


def new_code() -> str:
    """Return a fresh code of twelve letters, check letter last."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + ALPHABET[_sum(drawn)]


def grouped(code: str) -> str:
    """Return a code as it is printed.

    >>> grouped("0123456789AB")
    '0123-4567-89AB'
    """
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def typed(text: str) -> str:
    """Return a code as somebody typed it: any digits, blanks, dashes, small letters, I for 1.

    >>> typed(" o123-۴۵۶۷ 89ab ")
    '0123456789AB'
    """
    return tidy(text).upper().translate(_MEANT)


def sound(code: str) -> bool:
    """Return whether a code is twelve letters whose last one fits the others.

    >>> sound("000000000000"), sound("000000000001"), sound("0")
    (True, False, False)
    """
    if len(code) != LENGTH or set(code) - set(ALPHABET):
        return False
    return ALPHABET[_sum(code[:-1])] == code[-1]


def slip_hash(vault: Vault, code: str) -> str:
    """Return the keyed hash under which a code is stored: worthless without the key file."""
    return vault.blind_index(f"slip|{code}")


def _sum(letters: str) -> int:
    total = 0
    for weight, letter in zip(_WEIGHTS, letters, strict=True):
        total ^= _times(weight, ALPHABET.index(letter))
    return total


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one, other = one << 1, other >> 1
        one ^= _POLYNOMIAL if one & 0b100000 else 0
    return product


_WEIGHTS = tuple(accumulate(repeat(2, LENGTH - 1), _times))
