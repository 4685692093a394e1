"""Print runs: start one, look at it, take its files."""

from collections.abc import Iterator
from itertools import islice

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.badges import jobs
from app.badges.faces import Imprint
from app.badges.forms import PrintForm
from app.badges.print_queue import count_printable, count_printed, count_unprintable, ready
from app.badges.printing import MANIFEST, file_name
from app.badges.run_queries import PAGE, RunLine, RunRow, run_lines, run_page, run_rows
from app.badges.scope import Scope
from app.badges.tokens import address, is_dead
from app.badges.views.blueprint import bp, scope_of, unit_choices
from app.badges.views.one import PRINTS
from app.badges.words import counted
from app.errors import Missing
from app.rights import Action, reach
from app.spreadsheet import csv_rows
from app.web import house, me, reading, require
from printables.sheets import sheet
from qr.codes import group_typed

LIMIT = 500
EXPORT_LIMIT = 100_000


@bp.route("/print", methods=["GET", "POST"])
@require(Action.ISSUE_BADGES)
def print_some() -> ResponseReturnValue:
    """Say with GET what a run would hold; print it with POST, up to 500 badges."""
    posted = request.method == "POST"
    form = PrintForm() if posted else PrintForm(request.args)
    if posted and request.form.get("act") == "count":
        asked = {name: request.form.get(name) or None for name in ("unit", "kind", "stock")}
        changed = 1 if form.changed.data else 0
        return redirect(url_for("badges.print_some", **asked, changed=changed), 303)  # type: ignore[arg-type]
    if not posted:
        form.changed.data = request.args.get("changed", "1") == "1"
    with reading() as session:
        form.unit.choices = unit_choices(session, Action.ISSUE_BADGES)
        valid = form.validate_on_submit() if posted else form.kind.validate(form)
        scope = scope_of(session, form) if valid else None
        expected = _expected(session, scope) if scope else None
        valid = valid and (not posted or _fits(session, form, scope or Scope(roots=())))
    if not posted or not valid or scope is None:
        status = 422 if posted else 200
        return render_template(
            "badges/print.html", form=form, expected=expected, limit=LIMIT
        ), status
    city = house()
    printed = jobs.print_run(
        city.db, city.keys.ring, scope, sheet(str(form.stock.data)), Imprint.of(city.settings),
        folder=city.files / PRINTS, manifest=None, now=clock.now(), actor_id=me().id,
        changed=bool(form.changed.data),
    )  # fmt: skip
    flash(_("Printed and read back: %(n)s", n=counted(printed.badges)))
    return redirect(url_for("badges.run", public_id=printed.public_id), 303)


@bp.get("/runs")
@require(Action.SEE_BADGES)
def runs() -> ResponseReturnValue:
    """List the print runs within reach, newest first."""
    before = request.args.get("before", "0")
    if not before.isdecimal() or len(before) > 12:
        raise Missing("unknown")
    with reading() as session:
        found = run_rows(
            session, reach(me(), Action.SEE_BADGES), reader_id=me().id, before=int(before)
        )
    rows = found[:PAGE]
    next_url = url_for("badges.runs", before=rows[-1].id) if len(found) > PAGE else ""
    first_url = url_for("badges.runs") if int(before) else ""
    return render_template("badges/runs.html", rows=rows, next_url=next_url, first_url=first_url)


@bp.get("/runs/<public_id>")
@require(Action.SEE_BADGES)
def run(public_id: str) -> ResponseReturnValue:
    """Show one run: its files and the badges in it."""
    after = _after(request.args.get("after", "0-0-0"))
    with reading() as session:
        page = run_page(session, public_id, reach(me(), Action.SEE_BADGES), reader_id=me().id)
        found = run_lines(session, page.row.id, after=after)
    lines = found[:PAGE]
    last = lines[-1] if len(found) > PAGE else None
    next_url = url_for("badges.run", public_id=public_id, after=_key(last)) if last else ""
    return render_template(
        "badges/run.html",
        page=page,
        lines=lines,
        files=_files(page.row),
        next_url=next_url,
        first_url=url_for("badges.run", public_id=public_id) if any(after) else "",
    )


@bp.get("/runs/<public_id>/<int:part>.pdf")
@require(Action.ISSUE_BADGES)
def run_file(public_id: str, part: int) -> ResponseReturnValue:
    """Hand out one PDF part of a run made at the desk."""
    row = _run(public_id)
    if part not in _files(row):
        raise Missing("file_gone")
    name = file_name(row.stock, row.id, part)
    path = house().files / PRINTS / name
    return send_file(path, mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.get("/runs/<public_id>/list.csv")
@require(Action.ISSUE_BADGES)
def run_list(public_id: str) -> ResponseReturnValue:
    """Hand out the list of a run: where every badge stands."""
    row = _run(public_id)
    with reading() as session:
        lines = run_lines(session, row.id, limit=EXPORT_LIMIT)
    body = "".join(csv_rows(MANIFEST, _cells(row, lines)))
    answer = Response(body, mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="run{row.id}.csv"'
    return answer


def _expected(session: Session, scope: Scope) -> dict[str, int]:
    ring, now = house().keys.ring, clock.now()
    return {
        "badges": count_printable(session, scope, ring, now=now),
        "printed": count_printed(session, scope, ring, now=now),
        "retired": count_unprintable(session, scope, ring, now=now),
    }


def _fits(session: Session, form: PrintForm, scope: Scope) -> bool:
    """Refuse an empty run and one that is too long for a request, in words at the field."""
    found = ready(
        session, scope, house().keys.ring, Imprint.of(house().settings),
        now=clock.now(), changed=bool(form.changed.data),
    )  # fmt: skip
    count = sum(1 for _one in islice(found, LIMIT + 1))
    if count == 0:
        form.unit.errors = [_("There is nothing to print here.")]
    elif count > LIMIT:
        form.unit.errors = [
            _("More than %(n)s badges: choose a smaller unit, or let the operator print"
              " them with “takrim badges print”.", n=counted(LIMIT))
        ]  # fmt: skip
    return 0 < count <= LIMIT


def _run(public_id: str) -> RunRow:
    with reading() as session:
        roots = reach(me(), Action.ISSUE_BADGES)
        return run_page(session, public_id, roots, reader_id=me().id).row


def _files(row: RunRow) -> list[int]:
    folder = house().files / PRINTS
    parts = range(1, row.parts + 1)
    return [part for part in parts if (folder / file_name(row.stock, row.id, part)).is_file()]


def _after(text: str) -> tuple[int, int, int]:
    numbers = text.split("-")
    if len(numbers) != 3 or not all(n.isdecimal() and len(n) <= 9 for n in numbers):
        raise Missing("unknown")
    return int(numbers[0]), int(numbers[1]), int(numbers[2])


def _key(line: RunLine) -> str:
    return f"{line.part}-{line.page}-{line.position}"


def _cells(row: RunRow, lines: list[RunLine]) -> Iterator[tuple[object, ...]]:
    ring, public_url = house().keys.ring, house().settings.public_url
    for line in lines:
        dead = is_dead(line.key_id, ring)
        url = "" if dead else address(line.serial, line.key_id, ring, public_url=public_url)
        yield (
            line.serial, url, group_typed(line.typed_code), line.subject_code,
            line.name_fa or line.name_en, file_name(row.stock, row.id, line.part),
            line.page, line.position,
        )  # fmt: skip
