"""The keys that sign badges: how many badges in the field carry each, and replacing those."""

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.badges import service
from app.badges.forms import KeyForm
from app.badges.keys_in_use import KeyRow, key_rows
from app.badges.views.blueprint import bp
from app.badges.words import counted
from app.errors import Missing
from app.rights import Action, reach
from app.web import house, me, reading, require, writing

ALSO_SIGNED = "badges.also_signed"
"""Where the application hands in a count, by key, of what keys sign besides badges."""


@bp.get("/keys")
@require(Action.SEE_BADGES)
def keys() -> ResponseReturnValue:
    """List the keys by number; a key itself is never shown."""
    return _page(KeyForm(formdata=None))


@bp.post("/keys/<int:key_id>/replace")
@require(Action.ISSUE_BADGES)
def key_replace(key_id: int) -> ResponseReturnValue:
    """Give everybody in reach who carries a badge of this key a new one, to be printed next."""
    form, ring = KeyForm(), house().keys.ring
    if key_id not in ring.keys:
        raise Missing("unknown")
    if not form.validate_on_submit():
        return _page(form, key_id), 422
    with writing() as session:
        count = service.replace_key(
            session, ring, key_id, now=clock.now(), actor_id=me().id,
            roots=reach(me(), Action.ISSUE_BADGES),
        )  # fmt: skip
    flash(_("Badges replaced: %(n)s. Now print the new ones.", n=counted(count)))
    return redirect(url_for("badges.keys"), 303)


def _page(form: KeyForm, key_id: int | None = None) -> str:
    return render_template(
        "badges/keys.html", rows=_rows(), letters=_letters(), form=form, key_id=key_id
    )


def _letters() -> dict[int, int]:
    also: Callable[[Session], dict[int, int]] | None = current_app.extensions.get(ALSO_SIGNED)
    if also is None:
        return {}
    with reading() as session:
        return also(session)


def _rows() -> list[KeyRow]:
    with reading() as session:
        roots = reach(me(), Action.SEE_BADGES)
        return key_rows(session, house().keys.ring, roots, now=clock.now())
