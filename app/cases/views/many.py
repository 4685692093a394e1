"""Many cases at once and saved views: each answers with the inbox or with a report by case."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.cases.desk.many import MOST, VERBS, Done, Wanted, do_many, put_back
from app.cases.desk.saved import forget_view, save_view
from app.cases.desk.wording import MANY, refused_said
from app.cases.filters import read_filters
from app.cases.views.blueprint import bp
from app.cases.views.inbox import inbox_page
from app.errors import Invalid, Missing, Refused
from app.rights import Action
from app.web import me, require, safe_next, writing

_DIGITS = 10


@bp.post("/cases/many")
@require(Action.WORK_CASES)
def many() -> ResponseReturnValue:
    """Do one thing with every chosen case, and tell what became of each."""
    verb, chosen = request.form.get("verb", ""), list(_chosen())
    back = _back()
    if verb not in VERBS or not chosen:
        flash(_("Choose cases and what is to be done with them."), "error")
        return redirect(back, 303)
    wanted = Wanted(
        verb,
        handler_id=_number("handler_id"),
        unit_id=_number("unit_id"),
        text=request.form.get("note", "")[:4000],
    )
    done = do_many(writing, chosen, wanted, by=me(), clock=clock.now)
    return _report(str(MANY[verb]), done, back)


@bp.post("/cases/put-back")
@require(Action.WORK_CASES)
def undo_many() -> ResponseReturnValue:
    """Put back what was just taken or given."""
    done = []
    for code, version in list(_chosen())[:MOST]:
        try:
            with writing() as session:
                put_back(session, code, by=me(), now=clock.now(), version=version)
            done.append(Done(code))
        except (Missing, Refused) as error:
            done.append(Done(code, refusal=error.code))
    return _report(_("Undo"), done, _back())


@bp.post("/cases/views")
@require(Action.SEE_CASES)
def keep_view() -> ResponseReturnValue:
    """Keep the filters of the inbox under a name."""
    filters, name = read_filters(request.form), request.form.get("name", "")
    try:
        with writing() as session:
            view = save_view(session, name, filters, by=me(), now=clock.now())
    except (Invalid, Refused) as error:
        return inbox_page(filters, refused_said(error.code), error.status, name[:60])
    flash(_("The view is kept."))
    return redirect(f"{url_for('cases.inbox')}?{view.query}", 303)


@bp.post("/cases/views/<int:number>/forget")
@require(Action.SEE_CASES)
def drop_view(number: int) -> ResponseReturnValue:
    """Forget one of one's own views."""
    with writing() as session:
        forget_view(session, number, by=me())
    flash(_("The view is forgotten."))
    return redirect(url_for("cases.inbox"), 303)


def _report(verb: str, done: list[Done], back: str) -> ResponseReturnValue:
    rows = [(one, refused_said(one.refusal) if one.refusal else "") for one in done]
    refused = sum(bool(one.refusal) for one in done)
    body = render_template("cases/many.html", verb=verb, rows=rows, refused=refused, back=back)
    return body, 409 if done and refused == len(done) else 200


def _chosen() -> Iterator[tuple[str, int]]:
    """Yield code and version of each chosen row; what cannot be one is left out."""
    for value in request.form.getlist("code"):
        code, _colon, version = value.partition(":")
        if len(code) == _DIGITS and version.isdecimal() and len(version) < _DIGITS:
            yield code, int(version)


def _number(name: str) -> int:
    typed = request.form.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < _DIGITS else 0


def _back() -> str:
    return safe_next(request.form.get("back"), url_for("cases.inbox"))
