"""What a waiting file would do, its tables, and doing it."""

from collections.abc import Iterable, Sequence

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.directory import queries, uploads
from app.directory.forms import FIELD_NAMES, KIND_NAMES, ConfirmForm, DiscardForm
from app.directory.importing import Kind, Plan, apply_import, plan_import
from app.directory.importing.reasons import of_refusal
from app.directory.uploads import Upload
from app.directory.views.blueprint import (
    AFTER_IMPORT,
    bp,
    digits,
    kept_file,
    opened,
    options,
    sentence,
)
from app.errors import Refused
from app.rights import Action
from app.spreadsheet import csv_rows
from app.text import latin_digits
from app.web import me, reading, require, writing

_SHOWN = 200


@bp.route("/<token>", methods=["GET", "POST"])
@require(Action.IMPORT_DIRECTORY)
def preview(token: str) -> ResponseReturnValue:
    """Show what a waiting file would do; on confirmation, do it."""
    kept = kept_file(token)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _page(kept, form, 422 if form.is_submitted() else 200)
    try:
        plan = _apply(kept, form)
    except Refused as error:
        asked = form.confirm_left if error.code == "confirm_left" else form.skip_refused
        asked.errors = [sentence(error, kept.kind)]
        return _page(kept, form, 422)
    uploads.discard(kept)
    flash(_("Imported: %(new)s new, %(changed)s changed, %(left)s left.", **_numbers(plan)))
    return redirect(url_for("directory.upload"), 303)


@bp.get("/<token>/refused.csv")
@require(Action.IMPORT_DIRECTORY)
def refused_rows(token: str) -> ResponseReturnValue:
    """Give the refused rows as a table for whoever corrects the file."""
    plan = _planned(kept_file(token))[0]
    rows = ((r.row, r.column, of_refusal(r, _, digits)) for r in plan.refused)
    return _table("refused.csv", [_("Row"), _("Column"), _("Reason")], rows)


@bp.get("/<token>/left.csv")
@require(Action.IMPORT_DIRECTORY)
def left_rows(token: str) -> ResponseReturnValue:
    """Give those who are missing from the file, to be looked through before they are confirmed."""
    kept = kept_file(token)
    plan = _planned(kept)[0]
    ids = [] if kept.kind is Kind.UNITS else plan.left
    with reading() as session:
        rows = queries.codes_and_names(session, ids)
    return _table("left.csv", [_("Code"), _("Name"), _("Unit")], rows)


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> ResponseReturnValue:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("".join(csv_rows(head, rows)), mimetype="text/csv", headers=headers)


def _planned(kept: Upload) -> tuple[Plan, list[tuple[str, str]]]:
    """Return what a file would do, and what each of its columns that are read is read as."""
    source = opened(kept)
    read = [(header, str(FIELD_NAMES[field])) for field, header in source.columns.items()]
    with reading() as session:
        return plan_import(session, source, options(kept)), read


def _apply(kept: Upload, form: ConfirmForm) -> Plan:
    source, number = opened(kept), form.confirm_left.data
    with writing() as session:
        plan = plan_import(session, source, options(kept))
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


def _page(kept: Upload, form: ConfirmForm, status: int) -> ResponseReturnValue:
    plan, read = _planned(kept)
    shown = [(r.row, r.column, of_refusal(r, _, digits)) for r in plan.refused[:_SHOWN]]
    page = render_template(
        "directory/preview.html",
        kept=kept,
        plan=plan,
        read=read,
        refused=shown,
        form=form,
        discard_form=DiscardForm(),
        kind_name=KIND_NAMES[kept.kind],
    )
    return page, status


def _numbers(plan: Plan) -> dict[str, str]:
    found = {"new": len(plan.new), "changed": len(plan.changed), "left": len(plan.left)}
    return {name: digits(count) for name, count in found.items()}
