"""The list of badges, its views and filters, and the same as a file."""

from collections.abc import Iterator, Sequence

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app.badges.desk_queries import PAGE, Asked, BadgeRow, badge_rows, view_counts
from app.badges.rules import View
from app.badges.views.blueprint import bp, dead_keys, roots_of, unit_choices
from app.badges.words import STATUS_NAMES, VIEW_NAMES
from app.directory.queries import facility_kinds
from app.errors import Missing
from app.rights import Action
from app.spreadsheet import csv_rows
from app.web import reading, require
from qr.codes import group_typed

EXPORT_LIMIT = 50_000


@bp.get("/")
@require(Action.SEE_BADGES)
def index() -> ResponseReturnValue:
    """List badges by name, number, unit, kind and view; as CSV with ``format=csv``."""
    with reading() as session:
        asked, dead = _asked(session), dead_keys()
        if request.args.get("format") == "csv":
            return _file(badge_rows(session, asked, dead=dead, limit=EXPORT_LIMIT))
        rows = badge_rows(session, asked, dead=dead, after=request.args.get("after", ""))
        counts = view_counts(session, asked, dead=dead)
        units = unit_choices(session, Action.SEE_BADGES)
        kinds = facility_kinds(session)
    return render_template(
        "badges/index.html",
        rows=rows[:PAGE],
        next_url=_url(after=rows[PAGE - 1].serial) if len(rows) > PAGE else "",
        first_url=_url() if request.args.get("after") else "",
        counts=counts,
        names=VIEW_NAMES,
        asked=asked,
        units=units,
        kinds=kinds,
        url=_url,
    )


def _asked(session: Session) -> Asked:
    view = request.args.get("view") or View.ALL
    if view not in set(View):
        raise Missing("unknown")
    return Asked(
        roots=roots_of(session, request.args.get("unit", ""), Action.SEE_BADGES),
        text=request.args.get("q", "")[:200],
        kind=request.args.get("kind") or "all",
        view=View(view),
    )


def _url(**changes: str | None) -> str:
    kept = {name: request.args.get(name) or None for name in ("q", "unit", "kind", "view")}
    return url_for("badges.index", **kept | changes)  # type: ignore[arg-type]


def _file(rows: Sequence[BadgeRow]) -> Response:
    header = [
        _("Badge number"), _("Serial"), _("Name"), _("Number or code"), _("Unit"), _("State"),
        _("Issued at"), _("Printed at"),
    ]  # fmt: skip
    answer = Response("".join(csv_rows(header, _cells(rows))), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="badges.csv"'
    return answer


def _cells(rows: Sequence[BadgeRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        printed = row.printed_at.isoformat() if row.printed_at else ""
        yield (
            group_typed(row.typed_code), row.serial, row.name_fa or row.name_en, row.subject_code,
            row.unit_fa, STATUS_NAMES[row.status], row.issued_at.isoformat(), printed,
        )  # fmt: skip
