"""The queues of HR: what waits for a human eye, taken and closed by a named person."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.errors import Invalid, Missing
from app.insights.forms import ReasonForm, say
from app.insights.queries.queues import QueueRow, find, queue_rows
from app.insights.views.blueprint import bp
from app.rights import Action, reach
from app.scores.decisions.looking import record_list
from app.scores.reviews import service
from app.scores.reviews.rules import Queue, ReviewState
from app.web import house, me, reading, require, writing

__all__ = ["queue", "queue_close", "queue_take"]


@bp.get("/queues")
@bp.get("/queues/<name>")
@require(Action.REVIEW_SCORES)
def queue(name: str = Queue.ATTENTION.value) -> ResponseReturnValue:
    """List one queue, the longest waiting first; ``state=closed`` shows what was closed."""
    wanted = _queue(name)
    with writing() as session:
        rows = _rows(session, wanted)
        told = [row.public_id for row in _listed(rows)]
        record_list(session, me(), told, "queue", now=clock.now())
    return _page(wanted, rows)


@bp.post("/queues/<name>/<key>/take")
@require(Action.REVIEW_SCORES)
def queue_take(name: str, key: str) -> ResponseReturnValue:
    """Take an entry into one's own hands."""
    wanted = _queue(name)
    with writing() as session:
        row = find(_rows(session, wanted), key)
        service.take(session, row.entry, actor_id=me().id, now=clock.now())
    flash(_("You are looking at this now; colleagues see your name."))
    return redirect(url_for("insights.queue", name=wanted.value), 303)


@bp.post("/queues/<name>/<key>/close")
@require(Action.REVIEW_SCORES)
def queue_close(name: str, key: str) -> ResponseReturnValue:
    """Close an entry with a reason."""
    wanted, form = _queue(name), ReasonForm()
    try:
        with writing() as session:
            row = find(_rows(session, wanted), key)
            service.close(
                session, row.entry, reason=form.reason.data or "", actor_id=me().id,
                now=clock.now(),
            )  # fmt: skip
    except Invalid as error:
        say(form, error, "reason")
        with reading() as session:
            rows = _rows(session, wanted)
        return _page(wanted, rows, form, key)
    flash(_("Closed. The reason is kept."))
    return redirect(url_for("insights.queue", name=wanted.value), 303)


def _queue(name: str) -> Queue:
    try:
        return Queue(name)
    except ValueError as error:
        raise Missing("unknown") from error


def _rows(session: Session, wanted: Queue) -> list[QueueRow]:
    return queue_rows(
        session, wanted, me(), reach(me(), Action.REVIEW_SCORES), now=clock.now(),
        zone=house().settings.zone,
    )  # fmt: skip


def _page(
    wanted: Queue, rows: list[QueueRow], form: ReasonForm | None = None, key: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "insights/queue.html",
        queue=wanted.value,
        rows=_listed(rows),
        closed=_closed(),
        form=form or ReasonForm(formdata=None),
        failed=key,
        counts={state: sum(row.state is state for row in rows) for state in ReviewState},
    )
    return page, 422 if form else 200


def _closed() -> bool:
    return request.args.get("state") == "closed"


def _listed(rows: list[QueueRow]) -> list[QueueRow]:
    """Return what the reader asked for: what is open, or what was closed."""
    return [row for row in rows if (row.state is ReviewState.CLOSED) == _closed()]
