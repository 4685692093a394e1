"""Between the password and the code: five minutes, kept in the signed cookie."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.limiting import network_of
from app.people.attempts import Attempts
from app.people.home import home_of
from app.people.rules import PENDING
from app.rights import Person
from app.web import house, safe_next

_KEY = "pending"


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right; ``enrolled`` says which step comes next."""

    account_id: int
    username: str
    enrolled: bool
    next: str


def remember(pending: Pending) -> None:
    """Keep the half-way state in this browser; it is worth nothing without the second step."""
    until = clock.now() + PENDING
    session.clear()
    session[_KEY] = {
        "account": pending.account_id,
        "username": pending.username,
        "enrolled": pending.enrolled,
        "next": pending.next,
        "until": int(until.timestamp()),
    }


def recall() -> Pending | None:
    """Return the half-way state, unless its five minutes are over."""
    kept: dict[str, Any] | None = session.get(_KEY)
    if not kept or kept["until"] <= clock.now().timestamp():
        return None
    return Pending(kept["account"], kept["username"], kept["enrolled"], kept["next"])


def attempts(username: str) -> Attempts:
    """Return the counters for this user name from where this request comes."""
    return Attempts(house().limiter, username, network_of(request.remote_addr))


def onward(target: str) -> ResponseReturnValue:
    """Lead to what was asked for before signing in, or to the first desk."""
    return redirect(safe_next(target, url_for("people.desk")), 303)


def first_desk(person: Person) -> str:
    """Return the address of the person's first desk; empty where no role opens one."""
    endpoint = home_of(person)
    return url_for(endpoint) if endpoint in current_app.view_functions else ""
