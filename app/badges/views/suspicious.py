"""Codes that failed or were reported: the list, one code by place and hour, and what was done."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.badges.suspicion import words
from app.badges.suspicion.forms import MarkForm
from app.badges.suspicion.marking import mark
from app.badges.suspicion.page_query import code_page, photo_of
from app.badges.suspicion.queries import PAGE, codes, counts
from app.badges.suspicion.rows import CodeRow, Sight, Wanted
from app.badges.suspicion.rules import SuspicionKind, SuspicionState
from app.badges.views.blueprint import bp, roots_of, unit_choices
from app.errors import Missing
from app.rights import Action, may, reach
from app.spreadsheet import csv_rows
from app.web import house, me, reading, require, writing

EXPORT_LIMIT = 20_000
_DAYS = {"1": 1, "7": 7, "30": 30}


@bp.get("/suspicious")
@require(Action.SEE_SUSPICIOUS)
def suspicious() -> ResponseReturnValue:
    """List suspicious codes, newest first; as CSV with ``format=csv``."""
    with reading() as session:
        wanted = _wanted(session)
        if request.args.get("format") == "csv":
            return _file(codes(session, wanted, limit=EXPORT_LIMIT))
        rows = codes(session, wanted, after=request.args.get("after", "")[:24])
        by_state = counts(session, wanted)
        units = unit_choices(session, Action.SEE_SUSPICIOUS)
    return render_template(
        "badges/suspicious.html",
        rows=rows[:PAGE],
        next_url=_url(after=rows[PAGE - 1].public_id) if len(rows) > PAGE else "",
        first_url=_url() if request.args.get("after") else "",
        counts=by_state,
        wanted=wanted,
        units=units,
        url=_url,
        names=words,
    )


@bp.route("/suspicious/<public_id>", methods=["GET", "POST"])
@require(Action.SEE_SUSPICIOUS)
def suspicious_code(public_id: str) -> ResponseReturnValue:
    """Show one code, or say where the desk stands with it."""
    with reading() as session:
        page = code_page(session, public_id, _sight())
    kept = {"state": page.row.state.value, "note": page.note}
    form = MarkForm() if request.method == "POST" else MarkForm(formdata=None, data=kept)
    if form.validate_on_submit():
        with writing() as session:
            mark(
                session,
                public_id,
                SuspicionState(form.state.data),
                note=form.note.data or "",
                sight=_sight(),
                actor_id=me().id,
                now=clock.now(),
            )
        flash(_("Noted."))
        return redirect(url_for("badges.suspicious_code", public_id=public_id), 303)
    body = render_template(
        "badges/suspicious_code.html",
        page=page,
        form=form,
        names=words,
        sight=_sight(),
        sees_badges=may(me(), Action.SEE_BADGES),
    )
    return body, 422 if form.is_submitted() else 200


@bp.get("/suspicious/<public_id>/photos/<int:report_id>")
@require(Action.READ_BADGE_REPORTS)
def suspicious_photo(public_id: str, report_id: int) -> ResponseReturnValue:
    """Hand out the photo of a report, drawn anew and without metadata."""
    with reading() as session:
        name = photo_of(session, public_id, report_id, _sight())
    try:
        drawn = house().photos.drawn(name)
    except FileNotFoundError:
        raise Missing("unknown") from None
    headers = {"Content-Disposition": 'attachment; filename="report.jpg"'}
    return Response(drawn, mimetype="image/jpeg", headers=headers)


def _sight() -> Sight:
    return Sight(reach(me(), Action.SEE_SUSPICIOUS), may(me(), Action.READ_BADGE_REPORTS))


def _wanted(session: Session) -> Wanted:
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    if (state and state not in set(SuspicionState)) or (kind and kind not in set(SuspicionKind)):
        raise Missing("unknown")
    unit = request.args.get("unit", "")
    days = _DAYS.get(request.args.get("days", ""))
    return Wanted(
        _sight(),
        unit_path=roots_of(session, unit, Action.SEE_SUSPICIOUS)[0] if unit else "",
        state=SuspicionState(state) if state else None,
        kind=SuspicionKind(kind) if kind else None,
        reported=request.args.get("reported") == "1",
        spread=request.args.get("spread") == "1",
        text=request.args.get("q", "")[:200],
        since=clock.now() - timedelta(days=days) if days else None,
    )


def _url(**changes: str | None) -> str:
    names = ("q", "unit", "state", "kind", "reported", "spread", "days")
    kept = {name: request.args.get(name) or None for name in names}
    return url_for("badges.suspicious", **kept | changes)  # type: ignore[arg-type]


def _file(rows: Sequence[CodeRow]) -> Response:
    header = [
        _("Number"), _("What is wrong"), _("State"), _("Name"), _("Unit"), _("Place"),
        _("Failed scans"), _("Reports"), _("Networks in an hour"), _("Usual at most"),
        _("First seen"), _("Last seen"),
    ]  # fmt: skip
    answer = Response("".join(csv_rows(header, _cells(rows))), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="suspicious-codes.csv"'
    return answer


def _cells(rows: Sequence[CodeRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (
            row.number, words.KIND_NAMES[row.kind], words.STATE_NAMES[row.state],
            row.name_fa or row.name_en, row.unit_fa, row.place, row.scans, row.reports,
            row.networks or "", row.usual if row.networks else "",
            row.first_at.isoformat(), row.last_at.isoformat(),
        )  # fmt: skip
