"""The desks a member of staff may open, in the order of the side column.

Few desks stand in one list; who holds many roles finds them under the headings of their sections.
"""

from dataclasses import dataclass, replace

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.rights import Action, Person, may
from app.web import signed_in

__all__ = ["SECTIONS", "Desk", "Section", "init_navigation", "sections_of"]

AT_ONCE = 9  # more entries than these are not taken in at a glance


@dataclass(frozen=True, slots=True)
class Desk:
    """One entry: where it leads, who may open it, its name and icon."""

    endpoint: str
    action: Action
    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class Section:
    """Desks of one kind of work, and the heading over them; empty when none is needed."""

    name: str
    desks: tuple[Desk, ...]


SECTIONS = (
    Section(
        _l("Messages and cases"),
        (
            Desk("cases.inbox", Action.SEE_CASES, _l("Cases"), "inbox"),
            Desk("cases.level_four", Action.SEE_LOAD, _l("Level 4 by unit"), "warn"),
            Desk("cases.findings", Action.SEE_CASES, _l("Findings on conduct"), "flag"),
            Desk("cases.calls", Action.CALL_CITIZENS, _l("Calls to citizens"), "phone"),
            Desk("taking.index", Action.TAKE_MESSAGES, _l("Calls and letters"), "phone"),
            Desk("cases.words", Action.RELEASE_WORDS, _l("Words to release"), "msg"),
            Desk("cases.canned_answers", Action.EDIT_CANNED, _l("Ready answers"), "send"),
        ),
    ),
    Section(
        _l("Employees and scores"),
        (
            Desk("insights.employees", Action.FIND_EMPLOYEES, _l("Employees"), "people"),
            Desk("insights.queue", Action.REVIEW_SCORES, _l("Waiting for review"), "eye"),
            Desk("insights.funnel", Action.REVIEW_SCORES, _l("Comparison of units"), "chart"),
            Desk("insights.commendations", Action.REVIEW_SCORES, _l("Commendations"), "heart"),
            Desk("insights.unit", Action.SEE_UNIT_PEOPLE, _l("My unit"), "people"),
            Desk("decisions.index", Action.DECIDE, _l("Decisions"), "scale"),
            Desk("decisions.appeals", Action.ANSWER_APPEALS, _l("Appeals of employees"), "scale"),
            Desk("insights.integrity", Action.JUDGE_SUSPECTS, _l("Integrity review"), "shield"),
        ),
    ),
    Section(
        _l("Places of the city"),
        (
            Desk("insights.facilities", Action.SEE_FACILITIES, _l("Places and lines"), "train"),
            Desk("cases.said", Action.PUBLISH_ACTIONS, _l("You said, we did"), "check"),
        ),
    ),
    Section(
        _l("Badges"),
        (
            Desk("badges.index", Action.SEE_BADGES, _l("Badges"), "badge"),
            Desk("badges.slip", Action.MAKE_SLIPS, _l("Activation slips"), "key"),
            Desk("badges.kiosks", Action.SET_KIOSKS, _l("Kiosks"), "building"),
            Desk("badges.suspicious", Action.SEE_SUSPICIOUS, _l("Suspicious codes"), "qr"),
        ),
    ),
    Section(
        _l("Running the house"),
        (
            Desk("people.accounts", Action.MANAGE_ACCOUNTS, _l("Accounts and roles"), "key"),
            Desk("directory.upload", Action.IMPORT_DIRECTORY, _l("Import"), "file"),
            Desk("calendar.index", Action.EDIT_CALENDARS, _l("Calendars"), "cal"),
            Desk("cases.routing", Action.SET_POSTS, _l("Routing of cases"), "tree"),
            Desk("cases.call_rules", Action.SET_CALL_RULES, _l("Who is called"), "phone"),
            Desk("notices.texts", Action.EDIT_TEXTS, _l("Texts of messages"), "msg"),
            Desk("notices.failed", Action.SEE_FAILED_NOTICES, _l("Messages not arrived"), "warn"),
        ),
    ),
    Section(
        _l("Oversight"),
        (
            Desk("insights.fairness", Action.SEE_FAIRNESS, _l("Fairness report"), "chart"),
            Desk("insights.records", Action.SEE_SCORE_RECORDS, _l("How scores are made"), "list"),
            Desk("insights.audit", Action.SEE_AUDIT, _l("Staff log"), "history"),
        ),
    ),
    Section(
        _l("About me"),
        (
            Desk("insights.own", Action.SEE_OWN, _l("My page"), "user"),
            Desk("notices.inbox", Action.OWN_ACCOUNT, _l("Notices"), "note"),
        ),
    ),
)


def sections_of(person: Person | None) -> tuple[Section, ...]:
    """Return the desks this person may open; nobody signed in, none."""
    if person is None:
        return ()
    open_to = [
        replace(one, desks=tuple(desk for desk in one.desks if may(person, desk.action)))
        for one in SECTIONS
    ]
    if sum(len(one.desks) for one in open_to) <= AT_ONCE:
        return (Section("", tuple(desk for one in open_to for desk in one.desks)),)
    return tuple(one for one in open_to if one.desks)


def init_navigation(app: Flask) -> None:
    """Give templates the reader and the reader's desks."""
    app.jinja_env.globals.update(reader=signed_in, desk_sections=lambda: sections_of(signed_in()))
