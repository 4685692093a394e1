"""The desks a member of staff may open, in the order of the side column."""

from dataclasses import dataclass

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.rights import Action, Person, may
from app.web import signed_in

__all__ = ["DESKS", "Desk", "desks_of", "init_navigation"]


@dataclass(frozen=True, slots=True)
class Desk:
    """One entry: where it leads, who may open it, its name and icon."""

    endpoint: str
    action: Action
    name: str
    icon: str


DESKS = (
    Desk("cases.inbox", Action.SEE_CASES, _l("Cases"), "inbox"),
    Desk("cases.findings", Action.SEE_CASES, _l("Findings on conduct"), "shield"),
    Desk("cases.calls", Action.CALL_CITIZENS, _l("Calls to citizens"), "phone"),
    Desk("taking.index", Action.TAKE_MESSAGES, _l("Calls and letters"), "phone"),
    Desk("cases.words", Action.RELEASE_WORDS, _l("Words to release"), "msg"),
    Desk("insights.employees", Action.FIND_EMPLOYEES, _l("Employees"), "people"),
    Desk("insights.queue", Action.REVIEW_SCORES, _l("Waiting for review"), "eye"),
    Desk("insights.funnel", Action.REVIEW_SCORES, _l("Comparison of units"), "chart"),
    Desk("insights.commendations", Action.REVIEW_SCORES, _l("Commendations"), "heart"),
    Desk("insights.unit", Action.SEE_UNIT_PEOPLE, _l("My unit"), "building"),
    Desk("decisions.index", Action.DECIDE, _l("Decisions"), "scale"),
    Desk("decisions.appeals", Action.ANSWER_APPEALS, _l("Appeals of employees"), "scale"),
    Desk("insights.facilities", Action.SEE_FACILITIES, _l("Places and lines"), "train"),
    Desk("insights.integrity", Action.JUDGE_SUSPECTS, _l("Integrity review"), "shield"),
    Desk("cases.said", Action.PUBLISH_ACTIONS, _l("You said, we did"), "msg"),
    Desk("badges.index", Action.SEE_BADGES, _l("Badges"), "badge"),
    Desk("badges.slip", Action.MAKE_SLIPS, _l("Activation slips"), "key"),
    Desk("badges.kiosks", Action.SET_KIOSKS, _l("Kiosks"), "building"),
    Desk("badges.suspicious", Action.SEE_SUSPICIOUS, _l("Suspicious codes"), "shield"),
    Desk("directory.upload", Action.IMPORT_DIRECTORY, _l("Import"), "file"),
    Desk("people.accounts", Action.MANAGE_ACCOUNTS, _l("Accounts and roles"), "key"),
    Desk("calendar.index", Action.EDIT_CALENDARS, _l("Calendars"), "cal"),
    Desk("cases.routing", Action.SET_POSTS, _l("Routing of cases"), "filter"),
    Desk("cases.canned_answers", Action.EDIT_CANNED, _l("Ready answers"), "send"),
    Desk("notices.texts", Action.EDIT_TEXTS, _l("Texts of messages"), "msg"),
    Desk("notices.failed", Action.SEE_FAILED_NOTICES, _l("Messages not arrived"), "phone"),
    Desk("insights.fairness", Action.SEE_FAIRNESS, _l("Fairness report"), "scale"),
    Desk("insights.audit", Action.SEE_AUDIT, _l("Staff log"), "history"),
    Desk("notices.inbox", Action.OWN_ACCOUNT, _l("Notices"), "note"),
    Desk("insights.own", Action.SEE_OWN, _l("My page"), "user"),
)


def desks_of(person: Person | None) -> tuple[Desk, ...]:
    """Return the desks this person may open; nobody signed in, none."""
    return tuple(desk for desk in DESKS if person is not None and may(person, desk.action))


def init_navigation(app: Flask) -> None:
    """Give templates the reader and the reader's desks."""
    app.jinja_env.globals.update(reader=signed_in, desks=lambda: desks_of(signed_in()))
