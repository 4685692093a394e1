"""Asking for a print run, after saying what it would hold and what was printed before."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.badges.asking import Ask
from app.badges.forms import PrintForm
from app.badges.lookup import serials_of
from app.badges.print_queue import count_printable, count_printed, count_unprintable
from app.badges.run_queries import run_numbers
from app.badges.scope import Scope
from app.badges.views.blueprint import bp, scope_of, unit_choices
from app.badges.views.choosing import designs_of, offer, stock_of
from app.badges.views.starting import start
from app.errors import Refused
from app.rights import Action, reach
from app.web import house, me, reading, require
from qr.codes import normalise_digits

_KEPT = ("unit", "kind", "stock", "printer", "design", "since", "key")


@bp.route("/print", methods=["GET", "POST"])
@require(Action.ISSUE_BADGES)
def print_some() -> ResponseReturnValue:
    """Say with GET what a run would hold; write it down with POST."""
    posted = request.method == "POST"
    counting = posted and request.form.get("act") == "count"
    form = PrintForm() if posted else _asked_before()
    if counting and not (form.numbers.data or "").strip():
        return redirect(_address_of(form), 303)
    with reading() as session:
        form.unit.choices = unit_choices(session, Action.ISSUE_BADGES)
        offer(session, form)
        valid = form.validate_on_submit() if posted else form.kind.validate(form)
        ask = _ask(session, form) if valid else None
        expected = _expected(session, ask) if ask else None
    if ask and expected and posted and not counting and (begun := _begun(form, ask, expected)):
        flash(_("The print run is written down."))
        return redirect(url_for("badges.run", public_id=begun), 303)
    page = render_template("badges/print.html", form=form, expected=expected, key=_key())
    return page, 422 if posted and not (counting and not form.errors) else 200


def _asked_before() -> PrintForm:
    """Return the form as the address says it; without a word of that only new badges are asked."""
    form = PrintForm(request.args)
    form.changed.data = request.args.get("changed", "1") == "1"
    return form


def _address_of(form: PrintForm) -> str:
    """Return the address that says what the form asks, to be counted there."""
    asked: dict[str, Any] = {name: request.values.get(name) or None for name in _KEPT}
    asked |= {"changed": int(bool(form.changed.data)), "by_unit": form.by_unit.data and 1}
    return url_for("badges.print_some", **asked)


def _begun(form: PrintForm, ask: Ask, expected: Mapping[str, int]) -> str:
    """Write the run down and return its id; empty when the form says why there is none."""
    if expected["printed"] and not (ask.only_new or form.again.data):
        form.again.errors = [_("Some were printed before: tick this to print them again.")]
    if form.errors:
        return ""
    try:
        return start(ask)
    except Refused as refused:
        if refused.code != "nothing_to_print":
            raise
        form.unit.errors = [_("There is nothing to print here.")]
        return ""


def _ask(session: Session, form: PrintForm) -> Ask:
    scope = scope_of(session, form)
    return Ask(
        stock_of(session, form),
        scope,
        serials=_chosen(session, form, scope),
        changed=bool(form.changed.data),
        since=_since(session, form),
        by_unit=bool(form.by_unit.data),
        key_id=_key(),
        designs=designs_of(form),
    )


def _chosen(session: Session, form: PrintForm, scope: Scope) -> tuple[str, ...]:
    """The badges that were picked one by one; words that name none are said at the field."""
    text = (form.numbers.data or "").strip()
    if not text:
        return ()
    serials, strange = serials_of(session, text, scope.roots)
    if strange:
        shown = "، ".join(strange[:10])
        form.numbers.errors = [_("No working badge of yours: %(numbers)s.", numbers=shown)]
    return serials


def _key() -> int | None:
    """The key whose badges were just replaced, when the page of keys leads here."""
    key = request.args.get("key", "")
    return int(key) if key.isdecimal() and len(key) <= 3 else None


def _since(session: Session, form: PrintForm) -> int:
    """The run to compare with; an unknown one is said at the field."""
    text = normalise_digits(form.since.data or "").strip()
    if not text:
        return 0
    number = int(text) if text.isdecimal() and len(text) <= 9 else 0
    if number not in run_numbers(
        session, reach(me(), Action.SEE_BADGES), reader_id=me().id, number=number
    ):
        form.since.errors = [_("There is no print run of this number.")]
        return 0
    return number


def _expected(session: Session, ask: Ask) -> dict[str, int]:
    ring, now = house().keys.ring, clock.now()
    return {
        "badges": count_printable(session, ask, ring, now=now),
        "printed": count_printed(session, ask, ring, now=now),
        "retired": count_unprintable(session, ask.scope, ring, now=now),
    }
