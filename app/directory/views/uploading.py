"""A file comes in, and waits for its confirmation or goes again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from app.bodies import takes_files
from app.directory import queries, remembering, uploads
from app.directory.forms import KIND_NAMES, DiscardForm, UploadForm
from app.directory.importing import Kind, open_source
from app.directory.importing.heads import faults, read_head
from app.directory.importing.limits import MAX_UPLOAD
from app.directory.uploads import Upload
from app.directory.views.blueprint import bp, kept_file, planned, sentence
from app.errors import Invalid, Missing, TakrimError
from app.rights import Action, reach
from app.web import house, me, reading, require

_UNCLEAR = frozenset({"column_missing", "column_twice"})


@bp.route("", methods=["GET", "POST"])
@takes_files
@require(Action.IMPORT_DIRECTORY)
def upload() -> ResponseReturnValue:
    """Take a file and show what it would do, or ask which of its columns is which."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    kept = uploads.keep(
        house().settings.instance / "uploads",
        form.file.data,
        account_id=me().id,
        kind=Kind(form.kind.data),
        scope=form.scope.data or "",
        unit=form.unit.data or "",
    )
    try:
        known = _recognise(kept)
        if known:
            planned(known)
    except (Invalid, Missing) as error:
        uploads.discard(kept)
        _field_of(form, error).errors = [sentence(error, kept.kind)]
        return _page(form, 422)
    return redirect(url_for(_next(known), token=kept.token), 303)


@bp.post("/<token>/discard")
@require(Action.IMPORT_DIRECTORY)
def discard(token: str) -> ResponseReturnValue:
    """Delete a waiting file."""
    if DiscardForm().validate_on_submit():
        uploads.discard(kept_file(token))
        flash(_("The file was deleted; nothing was imported."))
    return redirect(url_for("directory.upload"), 303)


def _recognise(kept: Upload) -> Upload | None:
    """Return the file with its columns, remembered or told by its headers; ``None``: ask.

    Raises:
        Invalid: It is no table, or one of another kind.
    """
    unclear = _is_unclear(kept)
    head = read_head(kept.path, kept.kind)
    with reading() as session:
        choice = remembering.recall(session, kept.kind, head)
    if choice:
        return uploads.choose(kept, choice)
    unclear |= any(not (one.field or one.barred) and one.samples for one in head.columns)
    if unclear or faults(kept.kind, head.guessed.fields, head):
        return None
    return uploads.choose(kept, head.guessed)


def _is_unclear(kept: Upload) -> bool:
    """Return whether the headers leave something unclear."""
    try:
        open_source(kept.path, kept.kind, name=kept.name, max_bytes=MAX_UPLOAD)
    except Invalid as error:
        if error.code in _UNCLEAR:
            return True
        raise
    return False


def _next(known: Upload | None) -> str:
    return "directory.preview" if known else "directory.columns"


def _page(form: UploadForm, status: int) -> ResponseReturnValue:
    paths = reach(me(), Action.IMPORT_DIRECTORY)
    with reading() as session:
        units = queries.unit_tree(session, paths)
        runs = queries.import_runs(session, maker=me().id, paths=paths)
    page = render_template(
        "directory/upload.html", form=form, units=units, runs=runs, kind_names=KIND_NAMES
    )
    return page, status


def _field_of(form: UploadForm, error: TakrimError) -> Field:
    return {"scope": form.scope, "unit": form.unit}.get(str(error.values.get("option")), form.file)
