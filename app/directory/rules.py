"""Words and arithmetic of the directory."""

from enum import StrEnum

EMPLOYEE = "employee"


class SubjectStatus(StrEnum):
    """Whether a subject is there; one who left keeps the history and loses the badge."""

    ACTIVE = "active"
    LEFT = "left"


def within(path: str, roots: tuple[str, ...]) -> bool:
    """Return whether a unit's path lies in one of the subtrees.

    >>> within("/1/7/9/", ("/1/7/",)), within("/1/70/", ("/1/7/",))
    (True, False)
    """
    return any(path.startswith(root) for root in roots)


def ancestors(path: str) -> list[int]:
    """Return the unit ids of a path, from the root down to the unit itself.

    >>> ancestors("/1/7/9/")
    [1, 7, 9]
    """
    return [int(part) for part in path.split("/") if part]
