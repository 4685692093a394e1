"""The first desk of a person: where signing in leads."""

from app.rights import Person, Role

__all__ = ["home_of"]

_R = Role
_FIRST = (
    (
        "cases.inbox",
        frozenset({_R.SPECIAL_TEAM, _R.HANDLER, _R.UNIT_MANAGER, _R.INSPECTOR, _R.APPEAL_REVIEWER}),
    ),
    ("cases.calls", frozenset({_R.VERIFIER})),
    ("taking.index", frozenset({_R.OPERATOR})),
    ("insights.employees", frozenset({_R.HR_REVIEWER})),
    ("insights.integrity", frozenset({_R.INTEGRITY_HANDLER})),
    ("insights.facilities", frozenset({_R.FACILITY_MANAGER})),
    ("badges.index", frozenset({_R.ISSUING_OFFICER})),
    ("people.accounts", frozenset({_R.ADMINISTRATOR})),
    ("insights.audit", frozenset({_R.AUDITOR})),
    ("insights.own", frozenset({_R.EMPLOYEE})),
)


def home_of(person: Person) -> str:
    """Return the endpoint of the first desk the person's roles open; empty where none does.

    >>> home_of(Person(1, "a", "A"))
    ''
    """
    for endpoint, roles in _FIRST:
        if person.roles & roles:
            return endpoint
    return ""
