"""Links for NFC encoders, of a released run or of a unit; by POST, since each is logged."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from app import clock
from app.badges.card_queries import every_line
from app.badges.forms import PlainForm
from app.badges.nfc import TagRow, lines, log_export, tag_rows
from app.badges.rules import RunState
from app.badges.scope import Scope
from app.badges.views.blueprint import bp, roots_of
from app.badges.views.runs import load
from app.errors import Missing, Refused
from app.rights import Action, reach
from app.web import house, me, require, writing


@bp.post("/runs/<public_id>/nfc.csv")
@require(Action.ISSUE_BADGES)
def run_nfc(public_id: str) -> ResponseReturnValue:
    """Hand out the links of a released run's working badges."""
    page = load(public_id)
    if page.row.state is not RunState.RELEASED or not PlainForm().validate_on_submit():
        raise Refused("run_open")
    with writing() as session:
        serials = tuple(line.serial for line in every_line(session, page.row.id))
        scope = Scope(roots=reach(me(), Action.ISSUE_BADGES))
        rows = tag_rows(session, scope, serials) if serials else []
        return _file(session, rows, f"run:{page.row.id}", f"run{page.row.id}-nfc.csv")


@bp.post("/nfc.csv")
@require(Action.ISSUE_BADGES)
def unit_nfc() -> ResponseReturnValue:
    """Hand out the links of the working badges of a unit and a kind, as the list shows them."""
    if not PlainForm().validate_on_submit():
        raise Missing("unknown")
    unit, kind = request.form.get("unit", ""), request.form.get("kind", "") or "all"
    with writing() as session:
        scope = Scope(roots=roots_of(session, unit, Action.ISSUE_BADGES), kind=kind)
        return _file(session, tag_rows(session, scope), f"unit:{unit or 'all'}", "nfc.csv")


def _file(session: Session, rows: list[TagRow], what: str, name: str) -> Response:
    city = house()
    log_export(session, len(rows), what=what, actor_id=me().id, now=clock.now())
    body = "".join(lines(rows, city.keys.ring, public_url=city.settings.public_url))
    answer = Response(body, mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
