"""The import desk: upload a file, read what it would do, then do exactly that."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from app import clock
from app.directory import queries, uploads
from app.directory.forms import KIND_NAMES, ConfirmForm, DiscardForm, UploadForm
from app.directory.importing import (
    MAX_UPLOAD,
    Kind,
    Options,
    Plan,
    Source,
    apply_import,
    open_source,
    plan_import,
)
from app.directory.importing.reasons import of_error, of_refusal
from app.directory.uploads import Upload
from app.errors import Invalid, Missing, Refused, TakrimError
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action, reach
from app.spreadsheet import csv_rows
from app.text import latin_digits
from app.web import house, me, reading, require, writing

__all__ = ["AFTER_IMPORT", "bp"]

bp = Blueprint("directory", __name__, url_prefix="/desk/import")

AFTER_IMPORT = "takrim.after_import"
"""Name under ``app.extensions`` of what higher features do about who left and came back."""

_SHOWN = 200


@bp.route("", methods=["GET", "POST"])
@require(Action.IMPORT_DIRECTORY)
def upload() -> ResponseReturnValue:
    """Take a file and show what it would do."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form, 422 if form.is_submitted() else 200)
    kept = uploads.keep(
        house().settings.instance / "uploads",
        form.file.data,
        account_id=me().id,
        kind=Kind(form.kind.data),
        scope=form.scope.data or "",
        unit=form.unit.data or "",
    )
    try:
        _planned(kept)
    except (Invalid, Missing) as error:
        uploads.discard(kept)
        _field_of(form, error).errors = [_sentence(error, kept.kind)]
        return _upload_page(form, 422)
    return redirect(url_for("directory.preview", token=kept.token), 303)


@bp.route("/<token>", methods=["GET", "POST"])
@require(Action.IMPORT_DIRECTORY)
def preview(token: str) -> ResponseReturnValue:
    """Show what a waiting file would do; on confirmation, do it."""
    kept = _kept(token)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _preview_page(kept, form, 422 if form.is_submitted() else 200)
    try:
        plan = _apply(kept, form)
    except Refused as error:
        asked = form.confirm_left if error.code == "confirm_left" else form.skip_refused
        asked.errors = [_sentence(error, kept.kind)]
        return _preview_page(kept, form, 422)
    uploads.discard(kept)
    flash(_("Imported: %(new)s new, %(changed)s changed, %(left)s left.", **_numbers(plan)))
    return redirect(url_for("directory.upload"), 303)


@bp.get("/<token>/refused.csv")
@require(Action.IMPORT_DIRECTORY)
def refused_rows(token: str) -> ResponseReturnValue:
    """Give the refused rows as a table for whoever corrects the file."""
    plan = _planned(_kept(token))
    rows = ((r.row, r.column, of_refusal(r, _, _digits)) for r in plan.refused)
    return _table("refused.csv", [_("Row"), _("Column"), _("Reason")], rows)


@bp.get("/<token>/left.csv")
@require(Action.IMPORT_DIRECTORY)
def left_rows(token: str) -> ResponseReturnValue:
    """Give those who are missing from the file, to be looked through before they are confirmed."""
    kept = _kept(token)
    plan = _planned(kept)
    ids = [] if kept.kind is Kind.UNITS else plan.left
    with reading() as session:
        rows = queries.codes_and_names(session, ids)
    return _table("left.csv", [_("Code"), _("Name"), _("Unit")], rows)


@bp.post("/<token>/discard")
@require(Action.IMPORT_DIRECTORY)
def discard(token: str) -> ResponseReturnValue:
    """Delete a waiting file."""
    if DiscardForm().validate_on_submit():
        uploads.discard(_kept(token))
        flash(_("The file was deleted; nothing was imported."))
    return redirect(url_for("directory.upload"), 303)


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> ResponseReturnValue:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("".join(csv_rows(head, rows)), mimetype="text/csv", headers=headers)


def _kept(token: str) -> Upload:
    return uploads.find(house().settings.instance / "uploads", token, account_id=me().id)


def _opened(kept: Upload) -> Source:
    return open_source(kept.path, kept.kind, name=kept.name, max_bytes=MAX_UPLOAD).read()


def _options(kept: Upload) -> Options:
    return Options(kept.scope, kept.unit, reach(me(), Action.IMPORT_DIRECTORY))


def _planned(kept: Upload) -> Plan:
    source = _opened(kept)
    with reading() as session:
        return plan_import(session, source, _options(kept))


def _apply(kept: Upload, form: ConfirmForm) -> Plan:
    source, number = _opened(kept), form.confirm_left.data
    with writing() as session:
        plan = plan_import(session, source, _options(kept))
        apply_import(
            session,
            plan,
            actor_id=me().id,
            now=clock.now(),
            skip_refused=form.skip_refused.data,
            confirm_left=int(latin_digits(number)) if number else None,
            after=current_app.extensions[AFTER_IMPORT],
        )
    return plan


def _upload_page(form: UploadForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        units = queries.unit_tree(session, reach(me(), Action.IMPORT_DIRECTORY))
        runs = queries.import_runs(
            session, maker=me().id, paths=reach(me(), Action.IMPORT_DIRECTORY)
        )
    page = render_template(
        "directory/upload.html", form=form, units=units, runs=runs, kind_names=KIND_NAMES
    )
    return page, status


def _preview_page(kept: Upload, form: ConfirmForm, status: int) -> ResponseReturnValue:
    plan = _planned(kept)
    shown = [(r.row, r.column, of_refusal(r, _, _digits)) for r in plan.refused[:_SHOWN]]
    page = render_template(
        "directory/preview.html",
        kept=kept,
        plan=plan,
        refused=shown,
        form=form,
        discard_form=DiscardForm(),
        kind_name=KIND_NAMES[kept.kind],
    )
    return page, status


def _field_of(form: UploadForm, error: TakrimError) -> Field:
    return {"scope": form.scope, "unit": form.unit}.get(str(error.values.get("option")), form.file)


def _sentence(error: TakrimError, kind: Kind) -> str:
    return of_error(error, _, _digits, kind=kind)


def _digits(number: int | str) -> str:
    return localised(number, use_locale())


def _numbers(plan: Plan) -> dict[str, str]:
    found = {"new": len(plan.new), "changed": len(plan.changed), "left": len(plan.left)}
    return {name: _digits(count) for name, count in found.items()}
