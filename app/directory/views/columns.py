"""Which column of a waiting file is which: guessed or remembered, chosen by the officer."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app import clock
from app.directory import remembering, uploads
from app.directory.forms import FIELD_NAMES, KIND_NAMES, DiscardForm, columns_form
from app.directory.importing import FIELDS
from app.directory.importing.headers import Choice
from app.directory.importing.heads import Head, faults, read_head
from app.directory.uploads import Upload
from app.directory.views.blueprint import bp, kept_file, planned, sentence
from app.errors import Invalid, Missing
from app.rights import Action
from app.web import me, reading, require, writing

_FAULTS = {
    "twice": "This was chosen for another column too.",
    "unknown": "Choose one of these.",
    "never_kept": (
        "National id and mobile number are never kept, so no column can be mapped to them."
    ),
}


@bp.route("/<token>/columns", methods=["GET", "POST"])
@require(Action.IMPORT_DIRECTORY)
def columns(token: str) -> ResponseReturnValue:
    """Ask which column holds what, with a few samples of each; the choice is remembered."""
    kept = kept_file(token)
    head = read_head(kept.path, kept.kind)
    with reading() as session:
        before = kept.choice or remembering.recall(session, kept.kind, head) or head.guessed
    form = columns_form(head, _choices(kept), before)
    if request.method != "POST":
        return _page(kept, head, form, 200)
    choice = Choice(head.row, _said(form, head))
    if not _is_right(form, kept, head, choice):
        return _page(kept, head, form, 422)
    chosen = uploads.choose(kept, choice)
    try:
        planned(chosen)
    except (Invalid, Missing) as error:
        form.form_errors.append(sentence(error, kept.kind))
        return _page(kept, head, form, 422)
    with writing() as session:
        remembering.remember(session, kept.kind, head, choice, now=clock.now(), actor_id=me().id)
    return redirect(url_for("directory.preview", token=token), 303)


def _said(form: FlaskForm, head: Head) -> dict[int, str]:
    asked = [one.place for one in head.columns if not one.barred]
    said = {place: str(form[f"c{place}"].data or "") for place in asked}
    return {place: field for place, field in said.items() if field}


def _is_right(form: FlaskForm, kept: Upload, head: Head, choice: Choice) -> bool:
    """Say at its column what is wrong with a choice, above all what is missing from it."""
    valid = bool(form.validate())
    for at, reason in faults(kept.kind, choice.fields, head).items():
        if isinstance(at, int):
            form[f"c{at}"].errors = [_(_FAULTS[reason])]
        else:
            name = FIELD_NAMES[at]
            form.form_errors.append(_("Say which column holds: %(name)s.", name=name))
        valid = False
    return valid


def _choices(kept: Upload) -> list[SelectChoice]:
    fields = [SelectChoice(name, FIELD_NAMES[name]) for name in FIELDS[kept.kind]]
    return [SelectChoice("", _("Is not read")), *fields]


def _page(kept: Upload, head: Head, form: FlaskForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "directory/columns.html",
        kept=kept,
        head=head,
        form=form,
        discard_form=DiscardForm(),
        kind_name=KIND_NAMES[kept.kind],
    )
    return page, status
