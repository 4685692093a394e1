"""Kiosks: tablets on which anybody may rate a place, set up and switched off by the desk."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.forms import PlainForm
from app.badges.kiosks.forms import KioskForm
from app.badges.kiosks.links import word
from app.badges.kiosks.queries import kiosk_rows
from app.badges.kiosks.service import set_up, switch_off
from app.badges.views.blueprint import bp
from app.errors import Invalid, Missing
from app.rights import Action, reach
from app.web import house, me, reading, require, writing
from qr import codes
from qr.errors import BadCode


@bp.route("/kiosks", methods=["GET", "POST"])
@require(Action.SET_KIOSKS)
def kiosks() -> ResponseReturnValue:
    """List the kiosks within reach, or set one up."""
    form = KioskForm()
    if form.validate_on_submit() and _set_up(form):
        flash(_("The kiosk is set up. Open its link on the tablet."))
        return redirect(url_for("badges.kiosks"), 303)
    return _page(form), 422 if form.is_submitted() else 200


@bp.post("/kiosks/<public_id>/off")
@require(Action.SET_KIOSKS)
def kiosk_off(public_id: str) -> ResponseReturnValue:
    """Switch a kiosk off."""
    if not PlainForm().validate_on_submit():
        return _page(KioskForm(formdata=None)), 422
    with writing() as session:
        switch_off(session, public_id, roots=_roots(), actor_id=me().id, now=clock.now())
    flash(_("The kiosk is off; its link opens nothing any more."))
    return redirect(url_for("badges.kiosks"), 303)


def _set_up(form: KioskForm) -> bool:
    try:
        number = codes.read_typed(str(form.number.data))
        with writing() as session:
            set_up(
                session,
                number,
                str(form.label.data),
                roots=_roots(),
                actor_id=me().id,
                now=clock.now(),
            )
    except BadCode:
        form.number.errors = [_("Enter the nine digits of a working badge.")]
    except Missing:
        form.number.errors = [_("No working badge of your units has this number.")]
    except Invalid:
        form.label.errors = [_("Say where the tablet stands.")]
    return not form.errors


def _page(form: KioskForm) -> str:
    with reading() as session:
        rows = kiosk_rows(session, _roots())
    city = house()
    secret, site = city.keys.vault.submission, city.settings.public_url.rstrip("/")
    links = {row.public_id: f"{site}/k/{word(row.public_id, secret)}" for row in rows}
    return render_template("badges/kiosks.html", rows=rows, links=links, form=form)


def _roots() -> tuple[str, ...]:
    return reach(me(), Action.SET_KIOSKS)
