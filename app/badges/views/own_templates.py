"""Templates of an organisation at the desk: trying one, keeping it, giving it up."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.designs import DesignRow, design_row, longest_names
from app.badges.faces import Imprint
from app.badges.forms import PlainForm
from app.badges.own_templates import service
from app.badges.own_templates.forms import OwnTemplateForm
from app.badges.own_templates.samples import SamplePicture, samples
from app.badges.own_templates.words import NAMES, refusal
from app.badges.views.blueprint import bp
from app.bodies import takes_files
from app.errors import Missing
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action, reach
from app.web import house, me, reading, require, writing
from printables import designing
from printables.errors import TemplateRefused
from printables.own_templates import shown_text

__all__ = ["own_template_file", "own_template_remove", "own_templates"]


@bp.route("/designs/<code>/templates", methods=["GET", "POST"])
@takes_files
@require(Action.ISSUE_BADGES)
def own_templates(code: str) -> ResponseReturnValue:
    """List an organisation's templates; try one of its own, or keep it as the next version."""
    row, form = _row(code), OwnTemplateForm()
    if request.method == "GET":
        return _page(row, form)
    if not form.validate_on_submit():
        return _page(row, form), 422
    try:
        own, pictures = _tried(row, form)
    except TemplateRefused as refused:
        form.file.errors = [refusal(refused, lambda number: localised(number, use_locale()))]
        return _page(row, form, detail=str(refused)), 422
    if not own:
        form.file.errors = [_("Choose a file.")]
        return _page(row, form), 422
    if request.form.get("act") != "keep":
        form.keep(own)
        return _page(row, form, pictures)
    with writing() as session:
        version = service.keep(
            session, code, str(form.name.data), own,
            roots=reach(me(), Action.ISSUE_BADGES), now=clock.now(), actor_id=me().id,
        )  # fmt: skip
    _tell(version)
    return redirect(url_for("badges.own_templates", code=code), 303)


@bp.get("/designs/<code>/templates/<name>.json")
@require(Action.ISSUE_BADGES)
def own_template_file(code: str, name: str) -> ResponseReturnValue:
    """Hand out a template as it is in force, to start from."""
    row = _row(code)
    if name not in NAMES:
        raise Missing("unknown")
    answer = Response(shown_text(name, row.design), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@bp.post("/designs/<code>/templates/<name>/remove")
@require(Action.ISSUE_BADGES)
def own_template_remove(code: str, name: str) -> ResponseReturnValue:
    """Give an organisation the house's template back."""
    if PlainForm().validate_on_submit():
        with writing() as session:
            version = service.give_up(
                session, code, name,
                roots=reach(me(), Action.ISSUE_BADGES), now=clock.now(), actor_id=me().id,
            )  # fmt: skip
        _tell(version)
    return redirect(url_for("badges.own_templates", code=code), 303)


def _row(code: str) -> DesignRow:
    with reading() as session:
        return design_row(session, code, reach(me(), Action.ISSUE_BADGES))


def _tried(row: DesignRow, form: OwnTemplateForm) -> tuple[str, list[SamplePicture]]:
    """Return what was sent, with pictures; nothing and none if there was no file.

    Raises:
        TemplateRefused: It cannot be printed, or not with the rest of the design.
    """
    name, own = str(form.name.data), form.template()
    if not own:
        return "", []
    design = service.with_template(row.design, name, own)
    designing.check(design)
    with reading() as session:
        longest = longest_names(session, row.organisation_id)
    return own, samples(name, design, longest, Imprint.of(house().settings))


def _tell(version: int) -> None:
    number = localised(version, use_locale())
    flash(_("Version %(n)s is in force; badges printed before stay as they are.", n=number))


def _page(
    row: DesignRow, form: OwnTemplateForm, pictures: Sequence[SamplePicture] = (), detail: str = ""
) -> str:
    return render_template(
        "badges/own_templates.html", row=row, form=form, pictures=pictures, detail=detail,
        names=NAMES, own={name for name, _kept in row.design.templates},
    )  # fmt: skip
