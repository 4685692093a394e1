"""The inbox: views, filters, pages, export."""

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.cases import queries, wording
from app.cases.queries import Filters, QueueRow, View
from app.cases.rules import CATEGORIES
from app.cases.sheets import case_sheet
from app.cases.units import unit_choices
from app.cases.views.blueprint import bp, indented
from app.rights import Action
from app.spreadsheet import csv_rows
from app.web import me, reading, require


@bp.get("/cases")
@require(Action.SEE_CASES)
def inbox() -> ResponseReturnValue:
    """List the cases of a view, due first; as CSV with ``format=csv``."""
    person, now, asked = me(), clock.now(), _filters()
    with reading() as session:
        if request.args.get("format") == "csv":
            return _csv(queries.export(session, person, asked, now=now))
        rows = queries.queue(session, person, asked, request.args.get("after", ""), now=now)
        counts = queries.counts(session, person, now=now)
        units = indented(unit_choices(session, person))
    page = rows[: queries.PAGE]
    return render_template(
        "cases/inbox.html",
        groups=_grouped(page),
        asked=asked,
        given=_given(asked),
        counts=counts,
        units=units,
        views=wording.VIEWS,
        states=wording.STATES,
        categories=CATEGORIES.values(),
        next_after=page[-1].cursor if len(rows) > queries.PAGE else "",
    )


def _filters() -> Filters:
    asked = request.args
    view = asked.get("view", "")
    unit = asked.get("unit", "")
    return Filters(
        View(view) if view in set(View) else View.MINE,
        asked.get("q", "")[:200],
        asked.get("state", ""),
        asked.get("category", ""),
        int(unit) if unit.isdecimal() and len(unit) < 10 else None,
    )


def _given(asked: Filters) -> dict[str, Any]:
    values = {
        "q": asked.q,
        "state": asked.state,
        "category": asked.category,
        "unit": asked.unit,
    }
    return {name: value for name, value in values.items() if value}


def _grouped(rows: list[QueueRow]) -> list[tuple[str, list[QueueRow]]]:
    """Return the rows under their heads, in the order they come."""
    groups: dict[str, list[QueueRow]] = {}
    for row in rows:
        groups.setdefault(str(wording.GROUPS[row.left.group]), []).append(row)
    return list(groups.items())


def _csv(rows: list[QueueRow]) -> Response:
    answer = Response(csv_rows(*case_sheet(rows)), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return answer
