"""The photo of one employee: shown, replaced or removed beside the badge."""

import base64

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.badge_queries import BadgePage, badge_page
from app.badges.photos import photo_of, put_photo
from app.badges.photos_files import PhotoFiles, digest_of
from app.badges.photos_forms import PhotoForm
from app.badges.photos_words import PHOTO_REASONS
from app.badges.views.blueprint import bp, dead_keys
from app.bodies import takes_files
from app.directory.rules import EMPLOYEE
from app.errors import Missing
from app.rights import Action, reach
from app.web import house, me, reading, require, writing
from printables.errors import PhotoRefused
from printables.photo import BYTES_MAX, portrait

__all__ = ["photo"]


@bp.route("/<serial>/photo", methods=["GET", "POST"])
@takes_files
@require(Action.ISSUE_BADGES)
def photo(serial: str) -> ResponseReturnValue:
    """Show the photo of a badge's holder; take another, or remove it."""
    with reading() as session:
        roots = reach(me(), Action.ISSUE_BADGES)
        page = badge_page(session, serial, roots, dead=dead_keys())
        before = photo_of(session, page.subject_id)
    if page.row.subject_kind != EMPLOYEE:
        raise Missing("unknown")
    form = PhotoForm()
    if not form.validate_on_submit():
        return _page(page, form, before), 422 if form.is_submitted() else 200
    if request.form.get("act") == "remove":
        _put(page.subject_id, "", before)
        flash(_("The photo was removed."))
        return redirect(url_for("badges.photo", serial=serial), 303)
    content = form.photo.data.read(BYTES_MAX + 1) if form.photo.data else b""
    try:
        made = portrait(content)
    except PhotoRefused as refused:
        form.photo.errors = [_(PHOTO_REASONS[refused.reason])]
        return _page(page, form, before), 422
    name = _files().keep(made, digest_of(content))
    try:
        _put(page.subject_id, name, before)
    except BaseException:
        _files().remove(name)
        raise
    flash(_("The photo is in place. A badge printed before counts as changed."))
    return redirect(url_for("badges.photo", serial=serial), 303)


def _put(subject_id: int, name: str, before: str) -> None:
    with writing() as session:
        put_photo(session, subject_id, name, now=clock.now(), actor_id=me().id)
    if before:
        _files().remove(before)


def _files() -> PhotoFiles:
    return PhotoFiles.of(house().settings)


def _page(page: BadgePage, form: PhotoForm, name: str) -> str:
    small = base64.b64encode(_files().page(name)).decode("ascii")
    src = f"data:image/jpeg;base64,{small}" if small else ""
    return render_template("badges/photo.html", page=page, form=form, src=src)
