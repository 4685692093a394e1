"""Being away: one's own absence, or that of the handlers below."""

from datetime import datetime, time, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.calendar.rules import CITY_ZONE
from app.cases import forms, wording
from app.cases.absences import announce
from app.cases.routing import Colleague, colleagues
from app.cases.views.blueprint import bp, own_name
from app.errors import Invalid
from app.rights import Action, Role
from app.web import me, reading, require, writing

_DESKS = (Role.HANDLER, Role.UNIT_MANAGER, Role.SPECIAL_TEAM, Role.INSPECTOR)
_LEADERS = frozenset({Role.UNIT_MANAGER, Role.SPECIAL_TEAM})


@bp.get("/absence")
@require(Action.WORK_CASES)
def absence() -> ResponseReturnValue:
    """Ask who is away and who stands in."""
    form = forms.AbsenceForm(formdata=None)
    return _page(form, 200)


@bp.post("/absence")
@require(Action.WORK_CASES)
def announce_absence() -> ResponseReturnValue:
    """Write the absence down and hand the open cases over."""
    form, now = forms.AbsenceForm(), clock.now()
    with reading() as session:
        _choices(session, form)
    if not form.validate_on_submit():
        return _page(form, 422)
    today = now.astimezone(CITY_ZONE).date()
    end = datetime.combine(today + timedelta(days=form.length), time(), CITY_ZONE)
    try:
        with writing() as session:
            announce(
                session,
                account_id=form.account_id.data,
                until=end,
                substitute_id=form.substitute_id.data or None,
                by=me(),
                now=now,
            )
    except Invalid as error:
        form.form_errors.append(wording.refusal_said(error.code))
        return _page(form, 422)
    flash(_("It is written down, and the open cases are handed over."))
    return redirect(url_for("cases.inbox"), 303)


def _page(form: forms.AbsenceForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        _choices(session, form)
    return render_template("cases/absence.html", form=form), status


def _choices(session: Session, form: forms.AbsenceForm) -> None:
    """Fill in who may be away (oneself; for leaders, everybody below) and who may stand in."""
    people = {who.account_id: who for who in _near(session)}
    below = {number: who for number, who in people.items() if _leads(who)}
    own = (me().id, me().name or me().username)
    others = [(n, own_name(w)) for n, w in below.items() if n != me().id]
    form.account_id.choices = [own, *others]
    nobody = (0, _("Nobody: the manager gets the cases"))
    form.substitute_id.choices = [nobody, *((n, own_name(w)) for n, w in people.items())]


def _near(session: Session) -> list[Colleague]:
    found = colleagues(session, unit_path="", roles=_DESKS, named_subject_id=None)
    roots = [grant.path for grant in me().grants]
    return [
        who
        for who in found
        if any(who.path.startswith(root) or root.startswith(who.path) for root in roots)
    ]


def _leads(who: Colleague) -> bool:
    paths = [grant.path for grant in me().grants if grant.role in _LEADERS]
    return who.role is Role.HANDLER and any(who.path.startswith(path) for path in paths)
