"""A slip that was lost: a new one for one employee; the code of the old one ends."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.badges.forms import SlipDeskForm
from app.badges.making import Press
from app.badges.slip_holders import badge_for_slip
from app.badges.slips import slips_of
from app.badges.views.blueprint import bp
from app.badges.words import slip_refusal
from app.errors import Invalid
from app.rights import Action, reach
from app.web import house, me, reading, require


@bp.get("/slip")
@require(Action.MAKE_SLIPS)
def slip() -> ResponseReturnValue:
    """Ask for a personnel number."""
    form = SlipDeskForm(formdata=None, number=request.args.get("number", "")[:40])
    return render_template("badges/slip.html", form=form)


@bp.post("/slip")
@require(Action.MAKE_SLIPS)
def slip_pdf() -> ResponseReturnValue:
    """Make the slip and hand it over as a PDF."""
    form = SlipDeskForm()
    if form.validate_on_submit():
        try:
            return _made(form.number.data or "")
        except Invalid as error:
            form.number.errors = [*form.number.errors, slip_refusal(error.code)]
    return render_template("badges/slip.html", form=form), 422


def _made(number: str) -> Response:
    with reading() as session:
        badge_id, needed = badge_for_slip(session, number, reach(me(), Action.MAKE_SLIPS))
    city, now = house(), clock.now()
    count = 0
    if needed:
        body, count = slips_of(
            Press.of(city), [badge_id], vault=city.keys.vault, zone=city.settings.zone,
            now=now, actor_id=me().id,
        )  # fmt: skip
    if not count:
        raise Invalid("account_in_use", field="number")
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="slip.pdf"'
    return answer
