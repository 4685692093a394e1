"""Who may do what: roles, actions, and the one function that decides.

A role is granted on a unit and reaches its whole subtree.  ``may`` decides a single case,
``reach`` gives the subtrees a query is scoped to.  Everything not listed in ``ALLOWED`` is denied.
"""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["ALLOWED", "SECOND_FACTOR", "Action", "Grant", "Person", "Role", "may", "reach"]


class Role(StrEnum):
    """The desks of the house; letters as in the case rules."""

    EMPLOYEE = "employee"
    FACILITY_MANAGER = "facility_manager"
    UNIT_MANAGER = "unit_manager"
    SPECIAL_TEAM = "special_team"
    HANDLER = "handler"
    OPERATOR = "operator"
    VERIFIER = "verifier"
    INSPECTOR = "inspector"
    HR_REVIEWER = "hr_reviewer"
    APPEAL_REVIEWER = "appeal_reviewer"
    ISSUING_OFFICER = "issuing_officer"
    INTEGRITY_HANDLER = "integrity_handler"
    EXPERT = "expert"
    FAQ_EDITOR = "faq_editor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What a signed-in person may ask for; each staff route names exactly one."""

    OWN_ACCOUNT = "own_account"
    SEE_OWN = "see_own"
    FIND_EMPLOYEES = "find_employees"
    REVIEW_SCORES = "review_scores"
    SEE_UNIT_PEOPLE = "see_unit_people"
    SEE_FAIRNESS = "see_fairness"
    SEE_SCORE_RECORDS = "see_score_records"
    JUDGE_SUSPECTS = "judge_suspects"
    DECIDE = "decide"
    ANSWER_APPEALS = "answer_appeals"
    SEE_FACILITIES = "see_facilities"
    SEE_CASES = "see_cases"
    WORK_CASES = "work_cases"
    SEE_CONTACT = "see_contact"
    CALL_CITIZENS = "call_citizens"
    TAKE_MESSAGES = "take_messages"
    EDIT_CANNED = "edit_canned"
    OVERSEE_CASES = "oversee_cases"
    SEE_LOAD = "see_load"
    SET_POSTS = "set_posts"
    RELEASE_WORDS = "release_words"
    EXPORT_FEEDBACK = "export_feedback"
    SEE_BADGES = "see_badges"
    ISSUE_BADGES = "issue_badges"
    MAKE_SLIPS = "make_slips"
    SEE_SUSPICIOUS = "see_suspicious"
    READ_BADGE_REPORTS = "read_badge_reports"
    SET_KIOSKS = "set_kiosks"
    SET_CALL_RULES = "set_call_rules"
    PUBLISH_ACTIONS = "publish_actions"
    IMPORT_DIRECTORY = "import_directory"
    MANAGE_ACCOUNTS = "manage_accounts"
    EDIT_CALENDARS = "edit_calendars"
    EDIT_TEXTS = "edit_texts"
    SEE_FAILED_NOTICES = "see_failed_notices"
    SEE_AUDIT = "see_audit"


_R, _A = Role, Action
ALLOWED: dict[Action, frozenset[Role]] = {
    _A.OWN_ACCOUNT: frozenset(Role),
    _A.SEE_OWN: frozenset({_R.EMPLOYEE}),
    _A.FIND_EMPLOYEES: frozenset({_R.HR_REVIEWER}),
    _A.REVIEW_SCORES: frozenset({_R.HR_REVIEWER}),
    _A.SEE_UNIT_PEOPLE: frozenset({_R.UNIT_MANAGER}),
    _A.JUDGE_SUSPECTS: frozenset({_R.INTEGRITY_HANDLER}),
    _A.SEE_FAIRNESS: frozenset({_R.HR_REVIEWER, _R.INSPECTOR, _R.AUDITOR}),
    _A.SEE_SCORE_RECORDS: frozenset({_R.INSPECTOR, _R.AUDITOR}),
    _A.DECIDE: frozenset({_R.HR_REVIEWER}),
    _A.ANSWER_APPEALS: frozenset({_R.APPEAL_REVIEWER}),
    _A.SEE_FACILITIES: frozenset({_R.FACILITY_MANAGER, _R.INSPECTOR}),
    _A.SEE_CASES: frozenset(
        {_R.SPECIAL_TEAM, _R.HANDLER, _R.UNIT_MANAGER, _R.INSPECTOR, _R.APPEAL_REVIEWER}
    ),
    _A.WORK_CASES: frozenset(
        {_R.SPECIAL_TEAM, _R.HANDLER, _R.UNIT_MANAGER, _R.INSPECTOR, _R.APPEAL_REVIEWER}
    ),
    _A.SEE_CONTACT: frozenset({_R.SPECIAL_TEAM, _R.VERIFIER, _R.INSPECTOR}),
    _A.CALL_CITIZENS: frozenset({_R.VERIFIER}),
    _A.TAKE_MESSAGES: frozenset({_R.OPERATOR}),
    _A.OVERSEE_CASES: frozenset({_R.INSPECTOR}),
    _A.SEE_LOAD: frozenset({_R.UNIT_MANAGER, _R.SPECIAL_TEAM, _R.INSPECTOR}),
    _A.EDIT_CANNED: frozenset({_R.SPECIAL_TEAM, _R.ADMINISTRATOR}),
    _A.SET_POSTS: frozenset({_R.ADMINISTRATOR}),
    _A.SET_CALL_RULES: frozenset({_R.ADMINISTRATOR}),
    _A.RELEASE_WORDS: frozenset({_R.SPECIAL_TEAM, _R.HANDLER}),
    _A.EXPORT_FEEDBACK: frozenset({_R.FACILITY_MANAGER}),
    _A.SEE_BADGES: frozenset({_R.ISSUING_OFFICER}),
    _A.ISSUE_BADGES: frozenset({_R.ISSUING_OFFICER}),
    _A.MAKE_SLIPS: frozenset({_R.ISSUING_OFFICER, _R.HR_REVIEWER}),
    _A.SEE_SUSPICIOUS: frozenset(
        {_R.ISSUING_OFFICER, _R.INSPECTOR, _R.FACILITY_MANAGER, _R.UNIT_MANAGER}
    ),
    _A.READ_BADGE_REPORTS: frozenset({_R.ISSUING_OFFICER, _R.INSPECTOR}),
    _A.SET_KIOSKS: frozenset({_R.ISSUING_OFFICER, _R.FACILITY_MANAGER}),
    _A.PUBLISH_ACTIONS: frozenset({_R.FACILITY_MANAGER, _R.HANDLER}),
    _A.IMPORT_DIRECTORY: frozenset({_R.ISSUING_OFFICER, _R.ADMINISTRATOR}),
    _A.MANAGE_ACCOUNTS: frozenset({_R.ADMINISTRATOR}),
    _A.EDIT_CALENDARS: frozenset({_R.ADMINISTRATOR}),
    _A.EDIT_TEXTS: frozenset({_R.ADMINISTRATOR}),
    _A.SEE_FAILED_NOTICES: frozenset({_R.OPERATOR}),
    _A.SEE_AUDIT: frozenset({_R.AUDITOR}),
}

SECOND_FACTOR = frozenset(Role) - {_R.EMPLOYEE, _R.FACILITY_MANAGER, _R.EXPERT, _R.FAQ_EDITOR}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role on a unit; ``path`` is the unit's path and so the prefix of its subtree."""

    role: Role
    unit_id: int
    path: str


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in reader, as every service and query gets to know them.

    Attributes:
        subject_id: The employee this account belongs to, if any.
        unit_path: Unit of that employee, empty without one.
        superiors: Subject ids of the managers of every unit at or above this person's units;
            a case that names one of them does not exist for this person.
    """

    id: int
    username: str
    name: str
    grants: tuple[Grant, ...] = ()
    subject_id: int | None = None
    unit_path: str = ""
    superiors: frozenset[int] = field(default_factory=frozenset)

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held, wherever."""
        return frozenset(grant.role for grant in self.grants)


def reach(person: Person, action: Action) -> tuple[str, ...]:
    """Return the unit paths in whose subtrees the person may do this; empty means nowhere."""
    return tuple(sorted({g.path for g in person.grants if g.role in ALLOWED[action]}))


def may(person: Person, action: Action, *, unit_path: str | None = None) -> bool:
    """Decide one request: role x action x unit subtree.

    ``unit_path`` is the unit of the thing asked for; without one, any grant will do and the
    queries behind the page are scoped by ``reach``.
    """
    roots = reach(person, action)
    return bool(roots) if unit_path is None else any(unit_path.startswith(r) for r in roots)
