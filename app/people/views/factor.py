"""Enrolling a phone as second factor, at the first sign-in or from one's own account."""

import base64

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Invalid, Missing, Refused
from app.people import service
from app.people.forms import CodeForm, refuse
from app.people.models import Account
from app.people.second_factor import symbol
from app.people.session import keep, start
from app.people.views.blueprint import bp
from app.people.views.pending import attempts, recall
from app.web import house, public, signed_in, writing
from qr.render import svg

_KEY = "enrol"


@bp.route("/sign-in/second-factor", methods=["GET", "POST"])
@public
def second_factor() -> ResponseReturnValue:
    """Show a fresh secret as symbol and letters; take it into use once a code made with it fits."""
    who = _who()
    if who is None:
        flash(_("Please start again: five minutes have passed."))
        return redirect(url_for("people.sign_in"), 303)
    account_id, username = who
    form, secret = CodeForm(), _secret(account_id)
    if form.validate_on_submit():
        attempts(username).begin_code()
        try:
            codes, token = _enrol(account_id, secret, form.code.data or "")
        except Invalid as error:
            attempts(username).failed()
            refuse(form, error)
        else:
            attempts(username).passed()
            return _done(codes, token)
    drawn = base64.b64encode(svg(symbol(secret, username), title="QR").encode()).decode()
    status = 422 if form.is_submitted() else 200
    shown = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    page = render_template("people/second_factor.html", form=form, secret=shown, symbol=drawn)
    return page, status


def allow(account_id: int) -> None:
    """Let a signed-in person, who just gave the password again, enrol another phone."""
    session["may_enrol"] = {"account": account_id, "until": int(clock.now().timestamp()) + 600}


def _who() -> tuple[int, str] | None:
    pending, person, allowed = recall(), signed_in(), session.get("may_enrol")
    if pending and not pending.enrolled:
        return pending.account_id, pending.username
    if person and allowed and allowed["account"] == person.id:
        fresh = allowed["until"] > clock.now().timestamp()
        return (person.id, person.username) if fresh else None
    return None


def _secret(account_id: int) -> str:
    """Return the secret being enrolled, kept sealed in the cookie until a code confirms it."""
    vault, place = house().keys.vault, f"cookie|enrol|{account_id}"
    try:
        return vault.unseal(base64.b64decode(session.get(_KEY, "")), place=place)
    except Refused:
        secret = service.enrol_totp()
        session[_KEY] = base64.b64encode(vault.seal(secret, place=place)).decode()
        return secret


def _enrol(account_id: int, secret: str, code: str) -> tuple[list[str], str]:
    now = clock.now()
    with writing() as db:
        account = db.get(Account, account_id)
        if account is None or account.disabled_at is not None:
            raise Missing("account")
        codes = service.confirm_totp(db, house().keys.vault, account, secret, code, now=now)
        service.end_sessions(db, account_id, now=now)
        return codes, start(db, account_id)


def _done(codes: list[str], token: str) -> ResponseReturnValue:
    pending = recall()
    target = pending.next if pending else url_for("people.own_account")
    keep(token)
    return render_template(
        "people/recovery_codes.html", codes=codes, target=target or url_for("people.desk")
    )
