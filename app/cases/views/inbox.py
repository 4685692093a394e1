"""The inbox: views, filters, saved views, pages, live counts, export."""

from hashlib import sha256

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from app import clock
from app.cases import queries, wording
from app.cases.desk.saved import own_views
from app.cases.desk.wording import DUES, MANY
from app.cases.echoes.rules import MANY as MANY_VOICES
from app.cases.filters import Filters, read_filters
from app.cases.queries import QueueRow
from app.cases.routing import Colleague, colleagues
from app.cases.rules import CATEGORIES
from app.cases.sheets import case_sheet
from app.cases.units import unit_choices
from app.cases.views.blueprint import bp, indented, own_name
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action, Role
from app.spreadsheet import csv_rows
from app.web import me, reading, require

_GIVERS = frozenset({Role.UNIT_MANAGER, Role.SPECIAL_TEAM, Role.INSPECTOR})
_TEAM = (Role.HANDLER, Role.UNIT_MANAGER, Role.SPECIAL_TEAM, Role.INSPECTOR)


@bp.get("/cases")
@require(Action.SEE_CASES)
def inbox() -> ResponseReturnValue:
    """List the cases of a view in their order; as CSV with ``format=csv``."""
    asked = read_filters(request.args)
    if request.args.get("format") == "csv":
        with reading() as session:
            return _csv(queries.export(session, me(), asked, now=clock.now()))
    return inbox_page(asked)


def inbox_page(
    asked: Filters, problem: str = "", status: int = 200, typed: str = ""
) -> ResponseReturnValue:
    """Return the inbox; ``problem`` says why a view could not be saved under the typed name."""
    person, now = me(), clock.now()
    with reading() as session:
        rows = queries.queue(session, person, asked, request.args.get("after", ""), now=now)
        counts = queries.counts(session, person, now=now)
        units = indented(unit_choices(session, person))
        views = own_views(session, person)
        team = _team(session)
    page = rows[: queries.PAGE]
    body = render_template(
        "cases/inbox.html",
        groups=_grouped(page),
        asked=asked,
        given=asked.given,
        counts=counts,
        units=units,
        team=team,
        own_views=views,
        views=wording.VIEWS,
        states=wording.STATES,
        categories=CATEGORIES.values(),
        dues=DUES,
        verbs={verb: name for verb, name in MANY.items() if _may(verb)},
        next_after=page[-1].cursor if len(rows) > queries.PAGE else "",
        many_voices=MANY_VOICES,
        problem=problem,
        typed=typed,
    )
    return body, status


@bp.get("/cases/counts")
@require(Action.SEE_CASES)
def counts() -> ResponseReturnValue:
    """Tell how many cases each view holds, in one statement; 304 while nothing changed."""
    with reading() as session:
        found = queries.counts(session, me(), now=clock.now())
    shown = {view.value: localised(number, use_locale()) for view, number in found.items()}
    answer = jsonify(shown)
    answer.set_etag(sha256(answer.get_data()).hexdigest()[:16])
    return answer.make_conditional(request)


def _may(verb: str) -> bool:
    return verb in {"accept", "note"} or bool(_GIVERS & me().roles)


def _team(session: Session) -> list[tuple[int, str]]:
    """Return those a case could be given to: who works on the reader's branch of the city."""
    if not _GIVERS & me().roles:
        return []
    roots = [grant.path for grant in me().grants]
    found: dict[int, Colleague] = {
        who.account_id: who
        for who in colleagues(session, unit_path="", roles=_TEAM, named_subject_id=None)
        if any(who.path.startswith(root) or root.startswith(who.path) for root in roots)
    }
    return [(number, own_name(who)) for number, who in found.items()]


def _grouped(rows: list[QueueRow]) -> list[tuple[str, list[QueueRow]]]:
    """Return the rows under their heads, in the order they come."""
    groups: dict[str, list[QueueRow]] = {}
    for row in rows:
        groups.setdefault(str(wording.GROUPS[row.left.group]), []).append(row)
    return list(groups.items())


def _csv(rows: list[QueueRow]) -> Response:
    header, lines = case_sheet(rows)
    answer = Response(csv_rows(header, lines), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return answer
