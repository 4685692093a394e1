"""The door: password, code, out again."""

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Invalid, Missing
from app.people import passwords, queries, service
from app.people.factors import use_code
from app.people.forms import CodeForm, SignInForm, refuse
from app.people.models import Account
from app.people.session import keep, start
from app.people.views.blueprint import bp
from app.people.views.pending import Pending, attempts, first_desk, onward, recall, remember
from app.people.words import ROLE_NAMES
from app.rights import SECOND_FACTOR, Role
from app.web import house, public, reading, safe_next, signed_in, writing


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for user name and password; never say which of the two was wrong."""
    if signed_in():
        return redirect(url_for("people.desk"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        pending = _first_step(form.username.data or "", form.password.data or "")
        if pending:
            return _next_step(pending)
        form.form_errors.append(_("User name or password is not right."))
    status = 422 if form.is_submitted() else 200
    return render_template("people/sign_in.html", form=form), status


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def sign_in_code() -> ResponseReturnValue:
    """Ask for the second factor: six digits, or a recovery code."""
    pending = recall()
    if pending is None or not pending.enrolled:
        return _again()
    form = CodeForm()
    if form.validate_on_submit():
        tries = attempts(pending.username)
        tries.begin_code()
        try:
            token = _second_step(pending, form.code.data or "")
        except Invalid as error:
            tries.failed()
            refuse(form, error)
        else:
            tries.passed()
            keep(token)
            return onward(pending.next)
    status = 422 if form.is_submitted() else 200
    return render_template("people/code.html", form=form), status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End every session of the person at once."""
    person = signed_in()
    if person:
        with writing() as db:
            service.sign_out(db, person.id, now=clock.now())
    session.clear()
    g.pop("me", None)
    flash(_("You are signed out on every device."))
    return redirect(url_for("people.sign_in"), 303)


def _first_step(username: str, password: str) -> Pending | None:
    tries = attempts(username)
    tries.begin()
    with reading() as db:
        found = queries.credentials(db, username)
    fits = passwords.verify(found.password_hash if found else "", password)
    if found is None or not fits or found.disabled:
        tries.failed()
        return None
    target = safe_next(request.args.get("next"), "")
    return Pending(found.account_id, username, found.enrolled, target)


def _next_step(pending: Pending) -> ResponseReturnValue:
    if pending.enrolled:
        remember(pending)
        return redirect(url_for("people.sign_in_code"), 303)
    with reading() as db:
        roles = queries.roles_of(db, pending.account_id)
    if roles & SECOND_FACTOR:
        remember(pending)
        return redirect(url_for("people.second_factor"), 303)
    with writing() as db:
        token = start(db, pending.account_id)
    attempts(pending.username).passed()
    keep(token)
    return onward(pending.next)


def _second_step(pending: Pending, code: str) -> str:
    with writing() as db:
        account = db.get(Account, pending.account_id)
        if account is None or account.disabled_at is not None:
            raise Missing("account")
        use_code(db, house().keys.vault, account, code, now=clock.now())
        return start(db, pending.account_id)


def _again() -> ResponseReturnValue:
    flash(_("Please start again: five minutes have passed."))
    return redirect(url_for("people.sign_in"), 303)


@bp.get("/desk")
@public
def desk() -> ResponseReturnValue:
    """Lead to the person's first desk, or say what can be done without one."""
    person = signed_in()
    if person is None:
        return redirect(url_for("people.sign_in"), 303)
    if address := first_desk(person):
        return redirect(address, 303)
    roles = [ROLE_NAMES[role] for role in Role if role in person.roles]
    return render_template("people/no_desk.html", person=person, roles=roles)
