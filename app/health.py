"""Is the process there, and can it do its work?"""

import shutil
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app import clock, revision
from app.errors import TakrimError
from app.instance import Instance
from app.notices import queries as notices
from app.web import house, public, reading, writing

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Answer as long as the process lives."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answer 200 when a message could be stored now, else 503; tells of a stuck outbox."""
    found = _state(house())
    good = all(found[name] for name in ("database", "schema", "disk"))
    return jsonify(status="ok" if good else "not ready", **found), 200 if good else 503


def _state(city: Instance) -> dict[str, Any]:
    usage = shutil.disk_usage(city.settings.instance)
    found: dict[str, Any] = {
        "database": _writable(),
        "schema": False,
        "disk": usage.free / usage.total > 0.05,
    }
    if found["database"]:
        found["schema"] = revision.at_head(city.db.engine)
        with reading() as session:
            found["outbox_waiting"] = notices.stuck(session, now=clock.now())
    return found


def _writable() -> bool:
    try:
        with writing() as session:
            session.execute(text("UPDATE organisation SET code = code WHERE id = 0"))
    except TakrimError:
        return False
    return True
