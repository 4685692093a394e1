"""The release queue: words reach a person or a place only after a handler has read them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.cases import forms, queries, wording
from app.cases.views.blueprint import bp
from app.cases.words import decide
from app.errors import Invalid, Refused
from app.rights import Action
from app.web import house, me, reading, require, writing


@bp.get("/words")
@require(Action.RELEASE_WORDS)
def words() -> ResponseReturnValue:
    """List the texts that wait for release."""
    return _words(200)


@bp.post("/words")
@require(Action.RELEASE_WORDS)
def decide_words() -> ResponseReturnValue:
    """Release, mask or withhold one text."""
    form = forms.WordsForm()
    said = {
        "release": _("Released as it is written."),
        "mask": _("Released with parts masked."),
        "withhold": _("Kept back. The rating counts all the same."),
    }
    verb = str(form.verb.data)
    if not form.validate_on_submit() or verb not in said:
        return _words(422, _("This could not be read. Please try again."))
    try:
        with writing() as session:
            decide(
                session,
                me(),
                form.message.data,
                verb,
                masked=form.masked.data or "",
                vault=house().keys.vault,
                now=clock.now(),
            )
    except Refused as error:
        return _words(409, wording.refusal_said(error.code))
    except Invalid:
        kept = {form.message.data: form.masked.data or ""}
        return _words(422, _("Nothing is left to show; keep it back instead."), kept)
    flash(said[verb])
    return redirect(url_for("cases.words"), 303)


def _words(
    status: int, problem: str = "", typed: dict[int, str] | None = None
) -> ResponseReturnValue:
    after = request.args.get("after", "")
    with reading() as session:
        rows = queries.waiting_words(
            session, me(), after=int(after) if after.isdecimal() and len(after) < 10 else 0
        )
    more = len(rows) > queries.WORDS_PAGE
    page = rows[: queries.WORDS_PAGE]
    body = render_template(
        "cases/words.html",
        rows=page,
        problem=problem,
        typed=typed or {},
        next_url=url_for("cases.words", after=page[-1].feedback_id) if more else "",
    )
    return body, status
