"""The inbox of a member of staff, and the operators' list of what did not arrive."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.i18n import use_locale
from app.notices import failing, queries, service
from app.notices.editing import texts_in_force
from app.notices.queries import InboxRow
from app.notices.texts import Text
from app.notices.wording import said
from app.rights import Action, may
from app.web import house, me, reading, require, writing

__all__ = ["bp"]

bp = Blueprint("notices", __name__, url_prefix="/desk")
_PAGE = 25


@dataclass(frozen=True, slots=True)
class _Line:
    """One notice, ready to show; ``url`` is empty where there is nothing to open."""

    id: int
    sentence: str
    created_at: datetime
    read: bool
    url: str


@bp.get("/notices")
@require(Action.OWN_ACCOUNT)
def inbox() -> ResponseReturnValue:
    """List one's own notices."""
    before = _number(request.args.get("after", ""))
    with reading() as session:
        rows = queries.inbox(session, me().id, limit=_PAGE + 1, before=before)
        texts = texts_in_force(session)
    lines = [_line(row, texts) for row in rows[:_PAGE]]
    after = lines[-1].id if len(rows) > _PAGE else None
    return render_template("notices/inbox.html", lines=lines, after=after, paged=before is not None)


@bp.post("/notices/read")
@require(Action.OWN_ACCOUNT)
def read() -> ResponseReturnValue:
    """Mark one's notices up to the newest one shown as read."""
    newest = request.form.get("newest", type=int) or 0
    with writing() as session:
        service.mark_all_read(session, me().id, up_to=newest, now=clock.now())
    return redirect(url_for("notices.inbox"), 303)


@bp.get("/notices/failed")
@require(Action.SEE_FAILED_NOTICES)
def failed() -> ResponseReturnValue:
    """List what arrived by no road: somebody has to call, or try again."""
    before = _number(request.args.get("after", ""))
    with reading() as session:
        rows = queries.failed(session, limit=_PAGE + 1, before=before)
    after = rows[_PAGE - 1].id if len(rows) > _PAGE else None
    return render_template(
        "notices/failed.html", rows=rows[:_PAGE], after=after, paged=before is not None
    )


@bp.post("/notices/failed/<int:number>/retry")
@require(Action.SEE_FAILED_NOTICES)
def retry(number: int) -> ResponseReturnValue:
    """Put one of them back in the outbox."""
    with writing() as session:
        failing.retry(session, number, actor_id=me().id, now=clock.now())
    flash(_("The message is in the outbox again."))
    return redirect(url_for("notices.failed"), 303)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _line(row: InboxRow, texts: Mapping[str, Text]) -> _Line:
    settings = house().settings
    sentence = said(
        row.template,
        use_locale(),
        _isolated(row.params),
        zone=settings.zone,
        now=clock.now(),
        site=settings.public_url,
        texts=texts,
    )
    return _Line(row.id, sentence, row.created_at, row.read_at is not None, _url(row))


def _isolated(params: Mapping[str, str]) -> dict[str, str]:
    """Keep a citizen's words from turning the sentence around them the other way."""
    return {k: f"\u2068{v}\u2069" if k == "text" else v for k, v in params.items()}


_TRACKING = re.compile(r"[0-9]{10}")  # the number of a badge or a list of codes is no case
_DECIDED = (Action.SEE_OWN, "insights.own"), (Action.DECIDE, "decisions.index")
_PLACES = {
    "S07": ((Action.SEE_OWN, "insights.own"),),
    "S13": ((Action.SEE_SUSPICIOUS, "badges.suspicious"),),
    "S21": _DECIDED[:1],
    "S22": _DECIDED[1:],
    "S23": _DECIDED[:1],
    "S24": ((Action.ANSWER_APPEALS, "decisions.appeals"),),
    "S25": _DECIDED[1:],
    "S26": _DECIDED,
    "S27": _DECIDED[1:],
    "S28": _DECIDED,
    "S32": ((Action.SEE_OWN, "insights.own_letters"),),
    "S33": ((Action.SEE_OWN, "insights.own_letters"),),
}


def _url(row: InboxRow) -> str:
    for action, endpoint in _PLACES.get(row.template, ()):
        if endpoint in current_app.view_functions and may(me(), action):
            return url_for(endpoint)
    code = row.params.get("code", "")
    known = "cases.show" in current_app.view_functions and may(me(), Action.SEE_CASES)
    if not known or not _TRACKING.fullmatch(code):
        return ""
    return url_for("cases.show", code=code, told=1)  # it may have gone to another desk since
