"""One's own account: password, second factor, language, and where one is signed in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from app import clock
from app.errors import Invalid, Missing
from app.i18n import LOCALES
from app.people import passwords, queries, service
from app.people.factors import new_recovery_codes
from app.people.forms import ConfirmForm, OwnPasswordForm, refuse
from app.people.models import Account
from app.people.session import keep, session_id, start
from app.people.views import factor
from app.people.views.blueprint import bp
from app.people.views.pending import attempts
from app.people.words import ROLE_NAMES
from app.rights import SECOND_FACTOR, Action
from app.web import house, me, public, reading, require, safe_next, signed_in, writing


@bp.get("/desk/account")
@require(Action.OWN_ACCOUNT)
def own_account() -> ResponseReturnValue:
    """Show it."""
    return _page()


@bp.post("/desk/account/password")
@require(Action.OWN_ACCOUNT)
def own_password() -> ResponseReturnValue:
    """Change the password; every other session ends, this one goes on under a new id."""
    form = OwnPasswordForm()
    if not (form.validate_on_submit() and _knows(form, form.current.data or "", "current")):
        return _page(password=form)
    try:
        token = _change(form.password.data or "")
    except Invalid as error:
        refuse(form, error, "password")
        return _page(password=form)
    keep(token)
    flash(_("Your new password is stored. Other devices are signed out."))
    return redirect(url_for("people.own_account"), 303)


@bp.post("/desk/account/codes")
@require(Action.OWN_ACCOUNT)
def own_codes() -> ResponseReturnValue:
    """Make ten new recovery codes, or let another phone be enrolled."""
    form = ConfirmForm(prefix="codes")
    if not (form.validate_on_submit() and _knows(form, form.password.data or "", "password")):
        return _page(confirm=form)
    if request.form.get("what") == "phone":
        factor.allow(me().id)
        return redirect(url_for("people.second_factor"), 303)
    with writing() as db:
        codes = new_recovery_codes(
            db, house().keys.vault, _own(db.get(Account, me().id)), now=clock.now()
        )
    return render_template(
        "people/recovery_codes.html", codes=codes, target=url_for("people.own_account")
    )


@bp.post("/desk/account/sessions/end")
@require(Action.OWN_ACCOUNT)
def own_session_end() -> ResponseReturnValue:
    """End one of one's own sessions."""
    chosen = request.form.get("session", type=int) or 0
    with writing() as db:
        service.end_session(db, chosen, account_id=me().id, now=clock.now())
    flash(_("That device is signed out."))
    return redirect(url_for("people.own_account"), 303)


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Remember the language of the desks; only the two that exist are taken."""
    person, chosen = signed_in(), request.form.get("locale", "")
    if person and chosen in LOCALES:
        with writing() as db:
            service.set_locale(db, person.id, chosen)
    return redirect(safe_next(request.form.get("next"), url_for("people.desk")), 303)


def _page(password: Form | None = None, confirm: Form | None = None) -> ResponseReturnValue:
    person = me()
    with reading() as db:
        sessions = queries.own_sessions(db, person.id, now=clock.now())
        left = queries.recovery_codes_left(db, person.id)
        account = _own(db.get(Account, person.id))
        enrolled = bool(account.totp_sealed)
    page = render_template(
        "people/own_account.html",
        person=person,
        sessions=sessions,
        here=session_id(),
        left=left,
        enrolled=enrolled,
        roles=[ROLE_NAMES[role] for role in sorted(person.roles)],
        password=password or OwnPasswordForm(formdata=None),
        confirm=confirm or ConfirmForm(prefix="codes", formdata=None),
    )
    return page, 422 if password or confirm else 200


def _knows(form: Form, typed: str, field: str) -> bool:
    tries = attempts(me().username)
    tries.begin()
    with reading() as db:
        stored = _own(db.get(Account, me().id)).password_hash
    if passwords.verify(stored, typed):
        tries.passed()
        return True
    tries.failed()
    refuse(form, Invalid("wrong_password"), field)
    return False


def _change(password: str) -> str:
    person = me()
    with reading() as db:
        enrolled = bool(_own(db.get(Account, person.id)).totp_sealed)
    second = enrolled or bool(person.roles & SECOND_FACTOR)
    passwords.check_password(password, second_factor=second, username=person.username)
    hashed, now = passwords.hashed(password), clock.now()
    with writing() as db:
        account = _own(db.get(Account, person.id))
        service.set_password(db, account, hashed, actor_id=person.id, now=now)
        return start(db, person.id)


def _own(account: Account | None) -> Account:
    if account is None:
        raise Missing("account")
    return account
