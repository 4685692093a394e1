"""One badge: what it is worth, its subject's other badges, and revoke, replace, print."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app import clock
from app.badges import service
from app.badges.asking import Ask
from app.badges.badge_queries import BadgePage, badge_page
from app.badges.forms import EndForm, OneForm, PlainForm
from app.badges.rules import Trouble
from app.badges.scope import Scope
from app.badges.tokens import address
from app.badges.views.blueprint import bp, dead_keys
from app.badges.views.choosing import offer, stock_of
from app.badges.views.starting import start
from app.directory.rules import EMPLOYEE
from app.errors import Refused
from app.rights import Action, reach
from app.web import house, me, reading, require, writing
from qr import render
from qr.symbol import encode


@dataclass(frozen=True, slots=True)
class _Shown:
    """The address of a badge and its symbol; empty when its key is retired."""

    prefix: str = ""
    token: str = ""
    svg: Markup | None = None

    @property
    def url(self) -> str:
        """The text of the symbol."""
        return self.prefix + self.token


@bp.get("/<serial>")
@require(Action.SEE_BADGES)
def show(serial: str) -> ResponseReturnValue:
    """Show one badge with its symbol, its history and what can be done."""
    return _page(_load(serial, Action.SEE_BADGES), EndForm(formdata=None))


@bp.post("/<serial>/end")
@require(Action.ISSUE_BADGES)
def end(serial: str) -> ResponseReturnValue:
    """End a badge and, if asked for, give its holder a new one."""
    form = EndForm()
    if not form.validate_on_submit():
        return _page(_load(serial, Action.ISSUE_BADGES), form), 422
    note = " ".join((form.note.data or "").split())
    why = f"{form.what.data}: {note}" if note else str(form.what.data)
    again = request.form.get("act") == "replace"
    with writing() as session:
        by = {"now": clock.now(), "actor_id": me().id, "roots": reach(me(), Action.ISSUE_BADGES)}
        if not again or form.what.data == Trouble.LOST:
            service.revoke(session, serial, why, **by)  # type: ignore[arg-type]
        new = ""
        if again:
            ring = house().keys.ring
            new = service.replace(session, ring, serial, reason=why, **by).serial  # type: ignore[arg-type]
    flash(
        _("The old badge no longer works. Messages about it stay.")
        if new
        else _("The badge no longer works.")
    )
    return redirect(url_for("badges.show", serial=new or serial), 303)


@bp.post("/<serial>/replace")
@require(Action.ISSUE_BADGES)
def replace(serial: str) -> ResponseReturnValue:
    """Give the holder of a badge that has ended, or whose key is retired, a new one."""
    if not PlainForm().validate_on_submit():
        return _page(_load(serial, Action.ISSUE_BADGES), EndForm(formdata=None)), 422
    with writing() as session:
        new = service.replace(
            session, house().keys.ring, serial,
            now=clock.now(), actor_id=me().id, roots=reach(me(), Action.ISSUE_BADGES),
        ).serial  # fmt: skip
    flash(_("A new badge is ready to be printed."))
    return redirect(url_for("badges.show", serial=new), 303)


@bp.post("/<serial>/print")
@require(Action.ISSUE_BADGES)
def print_one(serial: str) -> ResponseReturnValue:
    """Print one badge as a run of its own and lead to its file."""
    form, page = OneForm(), _load(serial, Action.ISSUE_BADGES)
    if not form.validate_on_submit():
        return _page(page, EndForm(formdata=None), form), 422
    if page.current is None or page.current.serial != serial:
        raise Refused("badge_ended")
    if page.printed and not form.again.data:
        form.again.errors = [_("It was printed before: tick this to print it again.")]
        return _page(page, EndForm(formdata=None), form), 422
    if page.row.dead:
        raise Refused("key_retired")
    with reading() as session:
        stock = stock_of(session, form)
    if form.printer.errors:
        return _page(page, EndForm(formdata=None), form), 422
    ask = Ask(stock, Scope(subject_ids=(page.subject_id,)), serials=(serial,))
    public_id = start(ask)
    flash(_("Printed and read back."))
    return redirect(url_for("badges.run", public_id=public_id), 303)


def _load(serial: str, action: Action) -> BadgePage:
    with reading() as session:
        return badge_page(session, serial, reach(me(), action), dead=dead_keys())


def _page(page: BadgePage, form: EndForm, stock: OneForm | None = None) -> str:
    usual = "cr80" if page.row.subject_kind == EMPLOYEE else "a5-placard"
    stock = stock or OneForm(formdata=None, stock=usual)
    with reading() as session:
        offer(session, stock)
    return render_template(
        "badges/show.html", page=page, shown=_shown(page), form=form, stock=stock
    )


def _shown(page: BadgePage) -> _Shown:
    if page.row.dead:
        return _Shown()
    city, row = house(), page.row
    text = address(row.serial, row.key_id, city.keys.ring, public_url=city.settings.public_url)
    prefix, slash, token = text.rpartition("/")
    drawn = render.svg(encode(text), title=_("Symbol of the badge"))
    svg = Markup(drawn)  # nosec B704  # noqa: S704  ours
    return _Shown(prefix + slash, token, svg)
