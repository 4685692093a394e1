"""What became of the cards of a run: some by their numbers, or a whole part."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.cards import cards_of, mark, mark_part, read_numbers
from app.badges.forms import CardsForm, PartForm
from app.badges.rules import CardState
from app.badges.run_rows import RunPage
from app.badges.views.blueprint import bp
from app.badges.views.runs import load, not_here, show_run
from app.badges.words import counted
from app.errors import Missing, Refused
from app.rights import Action
from app.web import me, require, writing


@bp.post("/runs/<public_id>/cards")
@require(Action.ISSUE_BADGES)
def run_cards(public_id: str) -> ResponseReturnValue:
    """Mark cards as handed over, spoiled or returned; all of them or none."""
    page, form = load(public_id), CardsForm()
    if not form.validate_on_submit():
        return show_run(page, cards=form), 422
    numbers, strange = read_numbers(form.numbers.data or "")
    try:
        count, missing = _mark(page, numbers, strange, CardState(str(form.card.data)))
    except Refused as refused:
        form.numbers.errors = [_why(refused)]
        return show_run(page, cards=form), 422
    if missing:
        form.numbers.errors = [not_here(missing)]
        return show_run(page, cards=form), 422
    flash(_("Cards marked: %(n)s.", n=counted(count)))
    return redirect(url_for("badges.run", public_id=public_id), 303)


@bp.post("/runs/<public_id>/<int:part>/cards")
@require(Action.ISSUE_BADGES)
def run_part_cards(public_id: str, part: int) -> ResponseReturnValue:
    """Mark every printed card of a part as handed over."""
    page, form = load(public_id), PartForm()
    if part not in {one.number for one in page.parts}:
        raise Missing("unknown")
    if not form.validate_on_submit():
        return show_run(page), 422
    with writing() as session:
        count = mark_part(
            session, page.row.id, part, CardState(str(form.card.data)),
            now=clock.now(), actor_id=me().id,
        )  # fmt: skip
    flash(_("Cards marked: %(n)s.", n=counted(count)))
    return redirect(url_for("badges.run", public_id=public_id), 303)


def _mark(
    page: RunPage, numbers: list[str], strange: list[str], new: CardState
) -> tuple[int, list[str]]:
    with writing() as session:
        known = cards_of(session, page.row.id, numbers)
        missing = strange + [number for number in numbers if number not in known]
        if missing:
            return 0, missing
        serials = list(dict.fromkeys(known.values()))
        return mark(session, page.row.id, serials, new, now=clock.now(), actor_id=me().id), []


def _why(refused: Refused) -> str:
    if refused.code == "too_many":
        return str(_("These are too many at once."))
    return str(_("One of these cards cannot become that from what it is now; nothing was changed."))
