"""Print runs: the list, one run, and stopping, going on with or repeating it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges import jobs
from app.badges.asking import Ask
from app.badges.card_queries import run_lines, stock_rows
from app.badges.cards import cards_of, read_numbers
from app.badges.design_versions import chosen_for
from app.badges.drafting import resume
from app.badges.forms import AgainForm, CardsForm, PlainForm
from app.badges.making import Press
from app.badges.rules import OPEN_RUNS, CardState
from app.badges.run_queries import PAGE, run_page, run_rows
from app.badges.run_rows import RunPage
from app.badges.scope import Scope
from app.badges.views.blueprint import bp
from app.badges.views.choosing import offer, stock_of
from app.badges.views.starting import start
from app.errors import Missing, Refused
from app.rights import Action, reach
from app.web import house, me, reading, require, writing

__all__ = ["load", "show_run"]


@bp.get("/runs")
@require(Action.SEE_BADGES)
def runs() -> ResponseReturnValue:
    """List the print runs within reach, newest first, and what they took of the stock."""
    before = _number(request.args.get("before", "0"))
    roots = reach(me(), Action.SEE_BADGES)
    with reading() as session:
        found = run_rows(session, roots, reader_id=me().id, before=before)
        stock = stock_rows(session, roots)
    rows = found[:PAGE]
    return render_template(
        "badges/runs.html",
        rows=rows,
        stock=stock,
        next_url=url_for("badges.runs", before=rows[-1].id) if len(found) > PAGE else "",
        first_url=url_for("badges.runs") if before else "",
    )


@bp.get("/runs/<public_id>")
@require(Action.SEE_BADGES)
def run(public_id: str) -> ResponseReturnValue:
    """Show one run: how far it is, its parts, its cards."""
    return show_run(load(public_id, Action.SEE_BADGES))


@bp.post("/runs/<public_id>/cancel")
@require(Action.ISSUE_BADGES)
def run_cancel(public_id: str) -> ResponseReturnValue:
    """Stop a run that is not released."""
    page = load(public_id)
    if not PlainForm().validate_on_submit():
        return show_run(page), 422
    jobs.cancel_run(Press.of(house()), page.row.id, now=clock.now(), actor_id=me().id)
    flash(_("The print run is cancelled; nothing of it was released."))
    return redirect(url_for("badges.run", public_id=public_id), 303)


@bp.post("/runs/<public_id>/resume")
@require(Action.ISSUE_BADGES)
def run_resume(public_id: str) -> ResponseReturnValue:
    """Let a run that stands still go on."""
    page = load(public_id)
    if not PlainForm().validate_on_submit():
        return show_run(page), 422
    with writing() as session:
        resume(session, page.row.id, now=clock.now(), actor_id=me().id)
    flash(_("The print run goes on."))
    return redirect(url_for("badges.run", public_id=public_id), 303)


@bp.post("/runs/<public_id>/again")
@require(Action.ISSUE_BADGES)
def run_again(public_id: str) -> ResponseReturnValue:
    """Print some cards of a run once more, or a part of it, as a run of their own."""
    page, form = load(public_id), AgainForm()
    part = _number(request.form.get("part", "0"))
    if not form.validate_on_submit():
        return show_run(page, again=form), 422
    numbers, strange = read_numbers(form.numbers.data or "")
    with reading() as session:
        known = cards_of(session, page.row.id, numbers)
        stock = stock_of(session, form)
    strange += [number for number in numbers if number not in known]
    if not numbers and not part:
        form.numbers.errors = [_("Scan or type at least one badge number.")]
    elif strange:
        form.numbers.errors = [not_here(strange)]
    elif not form.errors:
        ask = Ask(
            stock,
            Scope(roots=reach(me(), Action.ISSUE_BADGES)),
            of_run=page.row.id,
            part=part,
            serials=tuple(dict.fromkeys(known.values())),
        )
        try:
            return redirect(url_for("badges.run", public_id=start(ask)), 303)
        except Refused as refused:
            if refused.code != "nothing_to_print":
                raise
            form.numbers.errors = [_("None of these badges works any more.")]
    return show_run(page, again=form), 422


def load(public_id: str, action: Action = Action.ISSUE_BADGES) -> RunPage:
    """Return a run within reach.

    Raises:
        Missing: There is none.
    """
    with reading() as session:
        return run_page(session, public_id, reach(me(), action), reader_id=me().id)


def show_run(
    page: RunPage, *, cards: CardsForm | None = None, again: AgainForm | None = None
) -> str:
    """Return the page of a run with its forms as they were filled in."""
    asked = _asked()
    after = _number(request.args.get("after", "0"))
    with reading() as session:
        found = run_lines(
            session, page.row.id, after=after, text=asked["q"][:200],
            state=CardState(asked["card"]) if asked["card"] else None,
            again=asked["view"] == "again",
        )  # fmt: skip
        again = again or AgainForm(formdata=None, stock=page.row.stock.partition("_")[0])
        offer(session, again)
        designs = chosen_for(session, page.row.id)
    lines = found[:PAGE]
    here: dict[str, Any] = {"public_id": page.row.public_id}
    here |= {name: value or None for name, value in asked.items()}
    return render_template(
        "badges/run.html",
        page=page,
        lines=lines,
        asked=asked,
        is_open=page.row.state in OPEN_RUNS,
        form=cards or CardsForm(formdata=None),
        again=again,
        designs=designs,
        next_url=url_for("badges.run", **here, after=lines[-1].seq) if len(found) > PAGE else "",
        first_url=url_for("badges.run", **here) if after else "",
    )


def _asked() -> dict[str, str]:
    """Return which cards of a run the address asks for."""
    asked = {name: request.args.get(name, "") for name in ("q", "card", "view")}
    if asked["card"] and asked["card"] not in set(CardState):
        raise Missing("unknown")
    return asked


def not_here(strange: list[str]) -> str:
    """Return the sentence that names numbers which are no cards of the run."""
    shown = "، ".join(strange[:10])
    return str(_("Not cards of this run: %(numbers)s. Nothing was changed.", numbers=shown))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Missing("unknown")
    return int(text)
