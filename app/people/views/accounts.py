"""The administrator's desk: accounts, roles, links, closing and reopening."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.errors import Invalid, Refused
from app.people import accounts as look
from app.people import service
from app.people.accounts import AccountRow, Filters
from app.people.forms import AccountForm, GrantForm, refuse
from app.people.models import Account
from app.people.views.blueprint import bp
from app.people.words import ROLE_NAMES
from app.rights import Action, Role
from app.spreadsheet import csv_rows
from app.web import house, me, reading, require, writing

_STATES = ("open", "closed")


@bp.get("/desk/accounts")
@require(Action.MANAGE_ACCOUNTS)
def accounts() -> ResponseReturnValue:
    """List the accounts, filters and page in the address."""
    filters, after = _filters(), request.args.get("after", "")
    with reading() as db:
        rows = look.account_rows(db, me(), filters, after=after, limit=look.PAGE + 1)
    more, rows = len(rows) > look.PAGE, rows[: look.PAGE]
    return render_template(
        "people/accounts.html",
        rows=rows,
        filters=filters,
        after=after,
        next_after=rows[-1].cursor if more else "",
        role_names=ROLE_NAMES,
        states=_STATES,
    )


@bp.get("/desk/accounts.csv")
@require(Action.MANAGE_ACCOUNTS)
def accounts_csv() -> ResponseReturnValue:
    """The same list for a spreadsheet, every cell inert."""
    with reading() as db:
        rows = look.account_rows(db, me(), _filters(), limit=None)
    head = (_("User name"), _("Name"), _("Name in English"), _("Roles"), _("State"))
    text = "".join(csv_rows(head, (_line(row) for row in rows)))
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="accounts.csv"'
    return response


@bp.route("/desk/accounts/new", methods=["GET", "POST"])
@require(Action.MANAGE_ACCOUNTS)
def account_new() -> ResponseReturnValue:
    """Open an account with its first role and show its invitation once."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            username, token = _create(form)
        except (Invalid, Refused) as error:
            refuse(form, error, _FIELDS.get(error.code, ""))
        else:
            return _link_page(username, url_for("people.invitation", token=token), "invitation")
    with reading() as db:
        units = look.units_in_reach(db, me())
    page = render_template("people/account_new.html", form=form, units=units)
    return page, 422 if form.is_submitted() else 200


@bp.get("/desk/accounts/<public_id>")
@require(Action.MANAGE_ACCOUNTS)
def account(public_id: str) -> ResponseReturnValue:
    """Show one account."""
    return _account_page(public_id, GrantForm(formdata=None), 200)


@bp.post("/desk/accounts/<public_id>/roles")
@require(Action.MANAGE_ACCOUNTS)
def account_grant(public_id: str) -> ResponseReturnValue:
    """Give a role on a unit of one's own reach."""
    form = GrantForm()
    if form.validate_on_submit():
        try:
            with writing() as db:
                account = look.managed(db, me(), public_id)
                _grant(db, account, form)
        except (Invalid, Refused) as error:
            refuse(form, error, _FIELDS.get(error.code, ""))
        else:
            flash(_("The role is given. The person signs in again."))
            return _back(public_id)
    return _account_page(public_id, form, 422)


@bp.post("/desk/accounts/<public_id>/roles/end")
@require(Action.MANAGE_ACCOUNTS)
def account_end_role(public_id: str) -> ResponseReturnValue:
    """Take a role away, if its unit lies in one's own reach."""
    chosen = request.form.get("grant", type=int) or 0
    with writing() as db:
        page = look.account_page(db, me(), public_id)
        mine = chosen if any(g.id == chosen and g.mine for g in page.grants) else 0
        account = look.managed(db, me(), public_id)
        service.end_role(db, account, mine, actor_id=me().id, now=clock.now())
    flash(_("The role is taken away."))
    return _back(public_id)


@bp.post("/desk/accounts/<public_id>/link")
@require(Action.MANAGE_ACCOUNTS)
def account_link(public_id: str) -> ResponseReturnValue:
    """Make an invitation or, for who has a password already, a reset link; show it once."""
    with writing() as db:
        account = look.managed(db, me(), public_id, wholly=True)
        username, fresh = account.username, not account.password_hash
        make = service.make_invitation if fresh else service.make_reset
        token = make(db, account, actor_id=me().id, now=clock.now())
    kind = "invitation" if fresh else "reset"
    return _link_page(username, url_for(f"people.{kind}", token=token), kind)


@bp.post("/desk/accounts/<public_id>/state")
@require(Action.MANAGE_ACCOUNTS)
def account_state(public_id: str) -> ResponseReturnValue:
    """Close an account, reopen it, or take its second factor away."""
    acts: dict[str, Callable[..., None]] = {
        "close": service.disable,
        "open": service.enable,
        "factor": service.reset_factor,
    }
    act = acts.get(request.form.get("act", ""))
    if act is None:
        raise Invalid("unknown_act", field="act")
    with writing() as db:
        account = look.managed(db, me(), public_id, wholly=True)
        act(db, account, actor_id=me().id, now=clock.now())
    flash(_("Done."))
    return _back(public_id)


_FIELDS = {
    "role_held": "unit",
    "own_roles": "role",
    "username_taken": "username",
    "subject_taken": "personnel",
}


def _create(form: AccountForm) -> tuple[str, str]:
    person, now = me(), clock.now()
    with writing() as db:
        subject = look.subject_by_number(db, person, form.personnel.data or "")
        if form.personnel.data and subject is None:
            raise Invalid("unknown_employee", field="personnel")
        account = service.create_account(
            db,
            form.username.data or "",
            name_fa=form.name_fa.data or "",
            name_en=form.name_en.data or "",
            subject_id=subject,
            actor_id=person.id,
            now=now,
        )
        _grant(db, account, form)
        return account.username, service.make_invitation(db, account, actor_id=person.id, now=now)


def _grant(db: Session, account: Account, form: GrantForm | AccountForm) -> None:
    unit = look.unit_by_code(db, me(), form.unit.data or "")
    if unit is None:
        raise Invalid("unknown_unit", field="unit")
    service.grant_role(db, account, form.role.data, unit.id or 0, actor_id=me().id, now=clock.now())


def _account_page(public_id: str, form: GrantForm, status: int) -> ResponseReturnValue:
    with reading() as db:
        row = look.account_page(db, me(), public_id)
        units = look.units_in_reach(db, me())
    page = render_template(
        "people/account.html", row=row, form=form, units=units, role_names=ROLE_NAMES
    )
    return page, status


def _link_page(username: str, path: str, kind: str) -> ResponseReturnValue:
    link = house().settings.public_url + path
    return render_template("people/account_link.html", username=username, link=link, kind=kind)


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("people.account", public_id=public_id), 303)


def _filters() -> Filters:
    role = request.args.get("role", "")
    state = request.args.get("state", "")
    return Filters(
        words=request.args.get("q", "").strip()[:80],
        role=Role(role) if role in set(Role) else None,
        state=state if state in _STATES else "",
    )


def _line(row: AccountRow) -> tuple[str, ...]:
    roles = "; ".join(f"{ROLE_NAMES[g.role]} ({g.unit_code})" for g in row.grants)
    state = _("Closed") if row.disabled_at else _("In use")
    return row.username, row.name_fa, row.name_en, roles, state
