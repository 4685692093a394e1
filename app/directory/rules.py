"""Words and arithmetic of the directory."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

EMPLOYEE = "employee"
GENERAL = "general"
LEFT_SHARE = 0.05
MAX_DEPTH = 30


class SubjectStatus(StrEnum):
    """Whether a subject is there; one who left keeps the history and loses the badge."""

    ACTIVE = "active"
    LEFT = "left"


class Kind(StrEnum):
    """What a file of the directory lists."""

    UNITS = "units"
    EMPLOYEES = "employees"
    FACILITIES = "facilities"


def within(path: str, roots: Iterable[str]) -> bool:
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


def service_of(title_folded: str, rules: Mapping[str, str]) -> str:
    """Return the service type of a folded job title: the longest rule that begins it, by words.

    >>> service_of("ناظر فنی ارشد", {"ناظر": "visit", "ناظر فنی": "works"})
    'works'
    >>> service_of("ناظران", {"ناظر": "visit"})
    'general'
    """
    words = title_folded.split()
    for count in range(len(words), 0, -1):
        if found := rules.get(" ".join(words[:count])):
            return found
    return GENERAL


def many_left(left: int, of: int) -> bool:
    """Return whether so many of a unit's people are missing from a file that a person must agree.

    >>> many_left(5, 100), many_left(6, 100), many_left(1, 1)
    (False, True, True)
    """
    return left > of * LEFT_SHARE


def line_number(name: str) -> str:
    """Return the number a line's name carries, in Latin digits already.

    >>> line_number("خط 7 مترو"), line_number("خط شمال")
    ('7', '')
    """
    found = re.search(r"\d{1,4}", name)
    return found.group() if found else ""
