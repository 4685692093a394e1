"""The lines of the call centre, and how a message came to it."""

from enum import StrEnum

__all__ = ["LINES", "Medium"]

LINES = ("137", "128", "1888")


class Medium(StrEnum):
    """How the operator got the message."""

    CALL = "call"
    PAPER = "paper"
