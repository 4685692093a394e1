"""The designs of organisations: which there are, and changing one with pictures of the result."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.badges.design_versions import save_design, version_of, versions
from app.badges.designs import DesignRow, design_row, design_rows, longest_names
from app.badges.designs_forms import DesignForm
from app.badges.designs_preview import contrasts, pictures
from app.badges.designs_words import LOGO_REASONS, TEMPLATE_REASONS
from app.badges.faces import Imprint
from app.badges.own_templates.words import NAMES
from app.badges.views.blueprint import bp, unit_choices
from app.bodies import takes_files
from app.directory.queries import unit_by_code
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action, reach
from app.web import house, me, reading, require, writing
from printables import designing
from printables.design import HOUSE, Design
from printables.errors import LogoRefused, TemplateRefused

__all__ = ["design", "designs"]


@bp.get("/designs")
@require(Action.SEE_BADGES)
def designs() -> ResponseReturnValue:
    """List the organisations within reach and whose design their badges have."""
    with reading() as session:
        rows = design_rows(session, reach(me(), Action.SEE_BADGES))
    return render_template("badges/designs.html", rows=rows)


@bp.route("/designs/<code>", methods=["GET", "POST"])
@takes_files
@require(Action.ISSUE_BADGES)
def design(code: str) -> ResponseReturnValue:
    """Show a design with pictures; try a changed one, or keep it as the next version."""
    with reading() as session:
        row = design_row(session, code, reach(me(), Action.ISSUE_BADGES))
    if request.method == "GET":
        shown = _older(row, request.args.get("version", ""))
        asked_form = DesignForm.of(shown)
        asked_form.keep(shown)
        asked_form.based_on.data = str(row.version)
        return _page(row, asked_form, shown)
    form = DesignForm()
    asked = _asked(form, row.design) if form.validate_on_submit() else None
    if asked is None:
        return _page(row, form, row.design), 422
    if request.form.get("act") != "save":
        form.keep(asked)
        return _page(row, form, asked)
    if form.based_on.data and form.based_on.data != str(row.version):
        return _overtaken(row, form, asked), 422
    if asked == row.design:
        flash(_("Nothing was changed."))
    else:
        with writing() as session:
            version = save_design(
                session, row.organisation_id, asked, now=clock.now(), actor_id=me().id
            )
        number = localised(version, use_locale())
        flash(_("Version %(n)s is in force; badges printed before stay as they are.", n=number))
    return redirect(url_for("badges.design", code=code), 303)


def _overtaken(row: DesignRow, form: DesignForm, asked: Design) -> str:
    """Say that a version was kept meanwhile; its own templates stay when this is sent again."""
    number = localised(row.version, use_locale())
    form.order.errors = [
        _(
            "Version %(n)s was kept meanwhile. Look at it; sent again, this takes its place.",
            n=number,
        )
    ]
    asked = replace(asked, templates=row.design.templates)
    form.keep(asked)
    form.based_on.data = str(row.version)
    return _page(row, form, asked)


def _asked(form: DesignForm, before: Design) -> Design | None:
    """Return the design that was typed; what would spoil a print is said at its field."""
    try:
        asked = form.design(before)
    except LogoRefused as refused:
        form.logo.errors = [LOGO_REASONS[refused.reason]]
        return None
    try:
        designing.check(asked)
    except TemplateRefused as refused:
        locale = use_locale()
        said = {name: localised(value, locale) if name == "ratio" else value
                for name, value in refused.values.items()}  # fmt: skip
        form[_field_of(form, asked, refused)].errors = [
            str(TEMPLATE_REASONS[refused.reason]) % said
        ]
        form.keep(asked)
        return None
    return asked


def _field_of(form: DesignForm, asked: Design, refused: TemplateRefused) -> str:
    """Return the field that a refusal speaks of: by its colours, else by its words."""
    colours = dict(asked.colours)
    blamed = {refused.values.get(name) for name in ("ink", "ground", "name")}
    for name in ("band", "panel", "accent", "ground"):
        if colours.get(name) in blamed - {None}:
            return name
    words = refused.values.get("words")
    for name in (*dict(asked.wording), "name_fa", "name_en", "phone"):
        if words and asked_words(form, name) == words:
            return name
    return "order"


def _within(session: Session, form: DesignForm) -> str:
    """Return the path of the unit whose names the preview shows; unknown is everywhere."""
    chosen = str(form.unit.data or "")
    if chosen not in {choice.value for choice in form.unit.choices} - {""}:
        return ""
    return unit_by_code(session, chosen, reach(me(), Action.ISSUE_BADGES)).path


def asked_words(form: DesignForm, name: str) -> str:
    """Return what stands in a field, as it would be printed."""
    return " ".join((form[name].data or "").split())


def _older(row: DesignRow, version: str) -> Design:
    """Return the version that is asked for, the one in force otherwise."""
    if not version.isdecimal() or len(version) > 6:
        return row.design
    with reading() as session:
        return version_of(session, row.organisation_id, int(version))


def _page(row: DesignRow, form: DesignForm, shown: Design) -> str:
    imprint = Imprint.of(house().settings)
    with reading() as session:
        form.unit.choices = unit_choices(session, Action.ISSUE_BADGES)
        longest = longest_names(session, row.organisation_id, _within(session, form))
        kept = versions(session, row.organisation_id)
    return render_template(
        "badges/design.html",
        row=row,
        form=form,
        host=imprint.host,
        versions=kept,
        own_logo=shown.logo is not None,
        own_templates=[NAMES[name] for name, _kept in shown.templates],
        house=shown == HOUSE,
        pictures=pictures(shown, longest, imprint),
        contrasts=contrasts(shown),
    )
