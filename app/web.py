"""What every view may ask for: the city, a unit of work, the reader, and who may come in.

``public`` and ``require(action)`` mark each view; a view without a mark fails a test.  The marks
are enforced here, in one place, before the view runs.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from app.errors import Denied, Missing
from app.headers import harden
from app.instance import Instance
from app.rights import Action, Person, may

__all__ = [
    "harden",
    "house",
    "me",
    "public",
    "reading",
    "require",
    "safe_next",
    "signed_in",
    "writing",
]

View = TypeVar("View", bound=Callable[..., Any])


def house() -> Instance:
    """Return the city this request is for."""
    return cast(Instance, current_app.extensions["takrim"])


def writing() -> AbstractContextManager[Session]:
    """Open the unit of work of this request; its end is the only commit."""
    return house().db.writing()


def reading() -> AbstractContextManager[Session]:
    """Open a session for reads."""
    return house().db.reading()


def signed_in() -> Person | None:
    """Return the signed-in member of staff, if any."""
    return cast("Person | None", g.get("me"))


def me() -> Person:
    """Return the signed-in member of staff.

    Raises:
        Denied: Nobody is signed in.
    """
    person = signed_in()
    if person is None:
        raise Denied("sign_in")
    return person


def public(view: View) -> View:
    """Mark a view that anybody may ask for."""
    cast(Any, view).takrim_action = None
    return view


def require(action: Action) -> Callable[[View], View]:
    """Mark a view that needs a member of staff with a role that may do ``action`` somewhere."""

    def mark(view: View) -> View:
        cast(Any, view).takrim_action = action
        return view

    return mark


def admit() -> ResponseReturnValue | None:
    """Let the request in, send it to the sign-in page, or refuse it.

    Raises:
        Denied: The reader's roles do not allow it, or the view has no mark.
    """
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "takrim_action"):
        raise Denied("unmarked_view", request.endpoint)
    action = view.takrim_action
    if action is None:
        return None
    person = signed_in()
    if person is None:
        return redirect(url_for("people.sign_in", next=_here()), 303)
    if not may(person, action):
        raise Denied("role")
    return None


def safe_next(target: str | None, default: str) -> str:
    """Return ``target`` if it is a path of this site, else ``default``."""
    parts = urlsplit(target or "")
    inside = target and target.startswith("/") and not target.startswith(("//", "/\\"))
    return str(target) if inside and not parts.netloc and not parts.scheme else default


def reachable(unit_path: str, action: Action) -> None:
    """Refuse an object outside the reader's subtrees as if it did not exist.

    Raises:
        Missing: The unit is out of reach.
    """
    if not may(me(), action, unit_path=unit_path):
        raise Missing("unknown")


def _here() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None
