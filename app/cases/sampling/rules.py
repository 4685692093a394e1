"""Which claimed fixes are called about when capacity is short (docs/adr/0022): pure choices."""

import hmac
from enum import StrEnum

__all__ = ["EVERY", "SHARE_LEAST", "SHARE_MOST", "SHARE_USUAL", "CallWhy", "drawn", "why_called"]

EVERY = 100
SHARE_LEAST, SHARE_USUAL, SHARE_MOST = 20, 20, 90
_MANDATORY_POLICIES = {"URG", "SAF"}


class CallWhy(StrEnum):
    """Why a claim is called about, or why not."""

    CONDUCT = "conduct"
    URGENT = "urgent"
    RETURNED = "returned"
    SAMPLE = "sample"
    BY_TEXT = "by_text"
    TEXT_LOST = "text_lost"


def why_called(*, policy: str, conduct: bool, returned: bool) -> CallWhy | None:
    """Return why a call is a must, ``None`` if the sample decides.

    >>> why_called(policy="SAF", conduct=False, returned=False)
    <CallWhy.URGENT: 'urgent'>
    >>> why_called(policy="STD", conduct=False, returned=False) is None
    True
    """
    if conduct:
        return CallWhy.CONDUCT
    if returned:
        return CallWhy.RETURNED
    return CallWhy.URGENT if policy in _MANDATORY_POLICIES else None


def drawn(key: str, case_id: int, cycle: int, share: int) -> bool:
    """Return whether a cycle of a case is in the sample of ``share`` percent.

    The draw is an HMAC under the rule's own key, so nobody at a desk can foresee it and a
    recount gives the same.

    >>> sum(drawn("00" * 32, number, 1, 20) for number in range(1000))
    208
    """
    tag = hmac.digest(bytes.fromhex(key), f"call|{case_id}|{cycle}".encode(), "sha256")
    return int.from_bytes(tag[:8], "big") * 100 < share << 64
