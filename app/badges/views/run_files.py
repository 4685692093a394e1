"""Files of a run: parts, everything as one ZIP, lists, hand-over lists, activation slips."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from flask import Response, flash, redirect, send_file, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.card_queries import RunLine, every_line
from app.badges.forms import PlainForm
from app.badges.handing_out import zipped
from app.badges.handover import handover_pdf
from app.badges.making import Press
from app.badges.manifest import MANIFEST, cells, write_xlsx
from app.badges.rules import RunState
from app.badges.run_rows import PartRow, RunPage, RunRow
from app.badges.slips import slips_pdf
from app.badges.views.blueprint import bp
from app.badges.views.runs import load, show_run
from app.badges.words import stock_name
from app.errors import Missing, Refused
from app.i18n import use_locale
from app.rights import Action
from app.spreadsheet import csv_rows
from app.web import house, me, reading, require

_PDF = "application/pdf"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/runs/<public_id>/<int:part>.pdf")
@require(Action.ISSUE_BADGES)
def run_file(public_id: str, part: int) -> ResponseReturnValue:
    """Hand out one PDF part of a released run."""
    page = _released(public_id)
    path = _path(_part(page, part))
    return send_file(path, mimetype=_PDF, as_attachment=True, download_name=path.name)


@bp.get("/runs/<public_id>/all.zip")
@require(Action.ISSUE_BADGES)
def run_zip(public_id: str) -> ResponseReturnValue:
    """Hand out all parts with manifest and hand-over lists as one stream."""
    page = _released(public_id)
    paths = [_path(part) for part in page.parts]
    lists = [
        (f"{Path(part.file).stem}-handover.pdf", _handover_writer(page.row, part.number))
        for part in page.parts
    ]
    extras = [("manifest.csv", _write_csv(page.row)), ("manifest.xlsx", _write_xlsx(page.row))]
    stream = zipped(paths, [*extras, *lists])
    answer = Response(stream_with_context(stream), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="run{page.row.id}.zip"'
    return answer


@bp.get("/runs/<public_id>/list.csv")
@require(Action.ISSUE_BADGES)
def run_list(public_id: str) -> ResponseReturnValue:
    """Hand out the list of a run: where every badge stands."""
    row = load(public_id).row
    answer = Response(csv_rows(MANIFEST, _cells(row)), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="run{row.id}.csv"'
    return answer


@bp.get("/runs/<public_id>/list.xlsx")
@require(Action.ISSUE_BADGES)
def run_workbook(public_id: str) -> ResponseReturnValue:
    """Hand out the same list as a workbook."""
    row = load(public_id).row
    out = tempfile.TemporaryFile()  # noqa: SIM115  closed with the answer
    _write_xlsx(row)(out)
    out.seek(0)
    return send_file(out, mimetype=_XLSX, as_attachment=True, download_name=f"run{row.id}.xlsx")


@bp.get("/runs/<public_id>/<int:part>/handover.pdf")
@require(Action.ISSUE_BADGES)
def run_handover(public_id: str, part: int) -> ResponseReturnValue:
    """Hand out the list on which receivers of a part sign."""
    page = _released(public_id)
    name = f"{Path(_part(page, part).file).stem}-handover.pdf"
    body = _handover(page.row, part)
    answer = Response(body, mimetype=_PDF)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post("/runs/<public_id>/<int:part>/slips.pdf")
@require(Action.ISSUE_BADGES)
def run_slips(public_id: str, part: int) -> ResponseReturnValue:
    """Make activation slips for the holders of a part who have no account in use yet."""
    page = _released(public_id)
    name = f"{Path(_part(page, part).file).stem}-slips.pdf"
    if not PlainForm().validate_on_submit():
        return show_run(page), 422
    city = house()
    body, count = slips_pdf(
        Press.of(city),
        page.row.id,
        part,
        vault=city.keys.vault,
        zone=city.settings.zone,
        now=clock.now(),
        actor_id=me().id,
    )
    if not count:
        flash(_("Everybody in this part has an account in use already; no slip is needed."))
        return redirect(url_for("badges.run", public_id=public_id), 303)
    answer = Response(body, mimetype=_PDF)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _released(public_id: str) -> RunPage:
    page = load(public_id)
    if page.row.state is not RunState.RELEASED:
        raise Refused("run_open")
    return page


def _part(page: RunPage, number: int) -> PartRow:
    found = next((part for part in page.parts if part.number == number), None)
    if found is None:
        raise Missing("file_gone")
    return found


def _path(part: PartRow) -> Path:
    path = Press.of(house()).folder / part.file
    if not path.is_file():
        raise Missing("file_gone")
    return path


def _lines(row: RunRow, part: int = 0) -> list[RunLine]:
    with reading() as session:
        return list(every_line(session, row.id, part=part))


def _cells(row: RunRow) -> Iterator[tuple[object, ...]]:
    city = house()
    return cells(_lines(row), city.keys.ring, public_url=city.settings.public_url)


def _handover(row: RunRow, part: int) -> bytes:
    settings, locale = house().settings, use_locale()
    city = settings.city_en if locale == "en" else settings.city_fa
    stock = stock_name(row.stock)
    return handover_pdf(
        row, _lines(row, part), city=city, stock=stock, zone=settings.zone, locale=locale
    )


def _handover_writer(row: RunRow, part: int) -> Callable[[BinaryIO], object]:
    return lambda out: out.write(_handover(row, part))


def _write_csv(row: RunRow) -> Callable[[BinaryIO], object]:
    rows = list(_cells(row))
    return lambda out: out.writelines(line.encode() for line in csv_rows(MANIFEST, rows))


def _write_xlsx(row: RunRow) -> Callable[[BinaryIO], object]:
    rows = list(_cells(row))

    def write(out: BinaryIO) -> None:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as book:
            write_xlsx(rows, Path(book.name))
            out.write(Path(book.name).read_bytes())

    return write
