"""You said, we did: what a desk has published of its places, and publishing more."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app import clock
from app.cases.publishing.forms import REFUSALS, PublishForm
from app.cases.publishing.queries import PAGE, places, published
from app.cases.publishing.service import publish, take_back
from app.cases.views.blueprint import bp, own_name
from app.errors import Invalid, Missing
from app.rights import Action, reach
from app.web import me, reading, require, writing


@bp.route("/said", methods=["GET", "POST"])
@require(Action.PUBLISH_ACTIONS)
def said() -> ResponseReturnValue:
    """List what was published, or publish one more sentence."""
    form = PublishForm() if request.method == "POST" else PublishForm(formdata=None)
    if form.validate_on_submit() and _publish(form):
        flash(_("Published. Everybody can read it now."))
        return redirect(url_for("cases.said"), 303)
    return _page(form), 422 if form.is_submitted() else 200


@bp.post("/said/<public_id>/back")
@require(Action.PUBLISH_ACTIONS)
def said_back(public_id: str) -> ResponseReturnValue:
    """Take one sentence off its public page."""
    if not FlaskForm().validate_on_submit():
        return _page(PublishForm(formdata=None)), 422
    with writing() as session:
        take_back(session, public_id, roots=_roots(), actor_id=me().id, now=clock.now())
    flash(_("It is off the public page."))
    return redirect(url_for("cases.said"), 303)


def _publish(form: PublishForm) -> bool:
    try:
        with writing() as session:
            publish(
                session,
                str(form.place.data),
                form.sentence(),
                roots=_roots(),
                actor_id=me().id,
                now=clock.now(),
            )
    except Missing:
        form.place.errors = [_("Choose from the list")]
    except Invalid as error:
        form[error.field or "said_fa"].errors = [str(REFUSALS[error.code])]
    return not form.errors


def _page(form: PublishForm) -> str:
    before = request.args.get("before", "0")
    after = int(before) if before.isdecimal() and len(before) < 10 else 0
    with reading() as session:
        found = published(session, _roots(), before=after)
        known = places(session, _roots())
    form.place.choices = [SelectChoice("", _("Choose a place"))] + [
        SelectChoice(one.code, f"{own_name(one)} ({one.code})") for one in known
    ]
    rows = found[:PAGE]
    return render_template(
        "cases/said.html",
        rows=rows,
        form=form,
        next_url=url_for("cases.said", before=rows[-1].id) if len(found) > PAGE else "",
        first_url=url_for("cases.said") if after else "",
    )


def _roots() -> tuple[str, ...]:
    return reach(me(), Action.PUBLISH_ACTIONS)
