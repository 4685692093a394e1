"""Invitation and reset links: choose a password, once."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.errors import Invalid
from app.people import passwords, queries, service
from app.people.forms import NewPasswordForm, refuse
from app.people.links import open_link
from app.people.rules import Purpose
from app.people.views.blueprint import bp
from app.rights import SECOND_FACTOR
from app.web import public, reading, writing


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Choose the first password of an account."""
    return _choose(Purpose.INVITATION, token)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password after the old one was forgotten."""
    return _choose(Purpose.RESET, token)


@bp.get("/reset")
@public
def forgotten() -> ResponseReturnValue:
    """Say who gives a new link: an administrator, by hand; nothing is asked and nothing told."""
    return render_template("people/forgotten.html")


def _choose(purpose: Purpose, token: str) -> ResponseReturnValue:
    with reading() as db:
        account = open_link(db, purpose, token, now=clock.now())
        second = _second_factor(db, account.id or 0, bool(account.totp_sealed))
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            _store(purpose, token, form.password.data or "", second, account.username)
        except Invalid as error:
            refuse(form, error, "password")
        else:
            session.clear()
            flash(_("Your new password is stored. Please sign in."))
            return redirect(url_for("people.sign_in"), 303)
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "people/new_password.html",
        form=form,
        username=account.username,
        second=second,
        purpose=purpose,
    )
    return page, status


def _second_factor(db: Session, account_id: int, enrolled: bool) -> bool:
    return enrolled or bool(queries.roles_of(db, account_id) & SECOND_FACTOR)


def _store(purpose: Purpose, token: str, password: str, second: bool, username: str) -> None:
    passwords.check_password(password, second_factor=second, username=username)
    hashed, now = passwords.hashed(password), clock.now()
    with writing() as db:
        account = service.use_link(db, purpose, token, now=now)
        service.set_password(db, account, hashed, actor_id=account.id, now=now)
