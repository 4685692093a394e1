"""The integrity desk: suspect groups, their answers, and a person's word on them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Invalid, Missing, Refused
from app.insights.integrity.evidence import CHANNELS, RULES, WHY, pace_said
from app.insights.integrity.forms import JudgeForm
from app.insights.views.blueprint import bp, given
from app.rights import Action, Person, reach
from app.scores.integrity.coaching import coached_people
from app.scores.integrity.page import group_page
from app.scores.integrity.queries import GROUPS, groups
from app.scores.integrity.verdicts import judge
from app.web import me, reading, require, writing

__all__ = ["integrity", "integrity_group", "judge_group"]


@bp.get("/integrity")
@require(Action.JUDGE_SUSPECTS)
def integrity() -> ResponseReturnValue:
    """List the suspect groups that wait for a person, or those decided."""
    asked = {name: request.args.get(name, "") for name in ("rule", "decided")}
    if asked["rule"] not in {"", *WHY}:
        raise Missing("unknown")
    skip = request.args.get("skip", "0")
    place = int(skip) if skip.isdecimal() and len(skip) < 7 else 0
    paths, hidden = reach(me(), Action.JUDGE_SUSPECTS), _hidden(me())
    with reading() as session:
        praised = [] if asked["decided"] else coached_people(session, paths, hidden=hidden)
        rows = groups(
            session,
            paths,
            hidden=hidden,
            decided=asked["decided"] == "1",
            rule=asked["rule"],
            skip=place,
        )
    more = len(rows) > GROUPS
    return render_template(
        "insights/integrity.html",
        rows=rows[:GROUPS],
        praised=praised,
        asked=asked,
        rules=RULES,
        why=WHY,
        pace=pace_said,
        first=not place,
        next_url=url_for("insights.integrity", skip=place + GROUPS, **given(asked)) if more else "",
    )


@bp.get("/integrity/<int:group_id>")
@require(Action.JUDGE_SUSPECTS)
def integrity_group(group_id: int) -> ResponseReturnValue:
    """Show one group with its answers and, while it is open, the form."""
    return _group(group_id, JudgeForm(), 200)


@bp.post("/integrity/<int:group_id>")
@require(Action.JUDGE_SUSPECTS)
def judge_group(group_id: int) -> ResponseReturnValue:
    """Confirm or clear the chosen answers for good."""
    form = JudgeForm()
    if not form.validate_on_submit():
        return _group(group_id, form, 422)
    person, honest = me(), form.verdict.data == "honest"
    try:
        with writing() as session:
            paths = reach(person, Action.JUDGE_SUSPECTS)
            group_page(session, group_id, paths, hidden=_hidden(person))
            judge(
                session,
                group_id,
                form.answers.data or [],
                honest=honest,
                reason=form.reason.data or "",
                actor_id=person.id,
                now=clock.now(),
            )
    except Refused:
        form.form_errors.append(_("Some of these answers were judged before; a verdict stands."))
        return _group(group_id, form, 409)
    except Invalid:
        form.reason.errors = [_("Say in a few words how you know, at least 10 letters.")]
        return _group(group_id, form, 422)
    said = _("The answers count again from tomorrow.") if honest else _("They stay out for good.")
    flash(said)
    return redirect(url_for("insights.integrity"), 303)


def _group(group_id: int, form: JudgeForm, status: int) -> ResponseReturnValue:
    person = me()
    with reading() as session:
        page = group_page(
            session, group_id, reach(person, Action.JUDGE_SUSPECTS), hidden=_hidden(person)
        )
    body = render_template(
        "insights/integrity_group.html",
        page=page,
        form=form,
        chosen=set(form.answers.data or []) if form.is_submitted() else None,
        rules=RULES,
        why=WHY,
        channels=CHANNELS,
        pace=pace_said,
    )
    return body, status


def _hidden(person: Person) -> frozenset[int]:
    """Return whom this person must not judge: the own employee and the own superiors."""
    own = {person.subject_id} if person.subject_id is not None else set()
    return frozenset(person.superiors | own)
