"""An employee opens the own account: personnel number and the code of the slip, then a password.

Between the two steps ten minutes, kept in the signed cookie; the slip is used up with the second.
"""

from dataclasses import dataclass

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import clock
from app.errors import Invalid
from app.people import passwords, queries, service
from app.people.forms import NewPasswordForm, SlipForm, refuse
from app.people.session import keep, start
from app.people.slip_code import grouped, sound, typed
from app.people.slips import open_slip, use_slip
from app.people.views.blueprint import bp
from app.people.views.pending import attempts
from app.rights import SECOND_FACTOR
from app.web import house, public, reading, writing

_KEY = "slip"
_STEP_S = 600


@dataclass(frozen=True, slots=True)
class _Half:
    """Somebody whose number and code were right, on the way to a password."""

    link_id: int
    account_id: int
    username: str
    second: bool


@bp.route("/start", methods=["GET", "POST"])
@public
def begin() -> ResponseReturnValue:
    """Ask for personnel number and code; never say which of the two was wrong."""
    return _ask(SlipForm())


@bp.get("/start/<code>")
@public
def begin_with(code: str) -> ResponseReturnValue:
    """The same from the symbol of the slip: the code is filled in, the number is not."""
    plain = typed(code)
    shown = grouped(plain) if sound(plain) else ""
    return _ask(SlipForm(formdata=MultiDict({"code": shown})))


@bp.route("/start/password", methods=["GET", "POST"])
@public
def begin_password() -> ResponseReturnValue:
    """Choose the password; without a second factor one is signed in at once."""
    half = _recall()
    if half is None:
        flash(_("Please start again: ten minutes have passed."))
        return redirect(url_for("people.begin"), 303)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            token = _open(half, form.password.data or "")
        except Invalid as error:
            refuse(form, error, "password")
        else:
            return _inside(token)
    status = 422 if form.is_submitted() else 200
    return render_template("people/begin_password.html", form=form, half=half), status


def _ask(form: SlipForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        number = form.number.data or ""
        tries = attempts(f"slip {number}")
        tries.begin()
        try:
            _remember(_first(number, form.code.data or ""))
        except Invalid as error:
            tries.failed()
            refuse(form, error, "code")
        else:
            tries.passed()
            return redirect(url_for("people.begin_password"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("people/begin.html", form=form), status


def _first(number: str, code: str) -> _Half:
    with reading() as db:
        found = open_slip(db, house().keys.vault, number, code, now=clock.now())
        second = bool(queries.roles_of(db, found.account_id) & SECOND_FACTOR)
    return _Half(found.link_id, found.account_id, found.username, second)


def _open(half: _Half, password: str) -> str:
    passwords.check_password(password, second_factor=half.second, username=half.username)
    hashed, now = passwords.hashed(password), clock.now()
    with writing() as db:
        account = use_slip(db, half.link_id, now=now)
        service.set_password(db, account, hashed, actor_id=account.id, now=now)
        return "" if half.second else start(db, half.account_id)


def _inside(token: str) -> ResponseReturnValue:
    if not token:
        session.clear()
        flash(_("Your new password is stored. Please sign in."))
        return redirect(url_for("people.sign_in"), 303)
    keep(token)
    flash(_("Your account is open. This is your own page."))
    return redirect(url_for("people.desk"), 303)


def _remember(half: _Half) -> None:
    until = int(clock.now().timestamp()) + _STEP_S
    session.clear()
    session[_KEY] = [half.link_id, half.account_id, half.username, half.second, until]


def _recall() -> _Half | None:
    kept = session.get(_KEY)
    if not kept or kept[-1] <= clock.now().timestamp():
        return None
    return _Half(*kept[:-1])
