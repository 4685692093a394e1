"""How many voices a case about a place has, and when they raise its place in the inbox; pure."""

__all__ = ["MANY", "voices"]

MANY = 5


def voices(echoes: int) -> int:
    """Return how many citizens said the same: whoever wrote, and each "me too".

    >>> voices(4) == MANY
    True
    """
    return echoes + 1
