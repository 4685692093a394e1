"""The desk of decisions: the list, a new one, one with its steps."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.errors import Denied, Invalid, Refused
from app.rights import Action
from app.scores import queries as scores
from app.scores.decisions import drafting, queries, second_looks, signing
from app.scores.decisions.evidence import UPHELD, Upholding, no_findings
from app.scores.decisions.forms.draft import DraftForm
from app.scores.decisions.forms.words import WordsForm, refuse
from app.scores.decisions.looking import record_look
from app.scores.decisions.page_query import decision_page
from app.scores.decisions.rules import ADVERSE
from app.scores.decisions.views.blueprint import bp
from app.scores.decisions.views.told import told_of
from app.scores.decisions.words import VIEWS, sentence
from app.web import me, reading, require, writing

__all__ = ["act", "index", "new", "show", "tell"]

_ACTS: dict[str, Callable[..., Any]] = {
    "second": signing.second,
    "decline": signing.decline,
    "withdraw": drafting.withdraw,
}


@bp.get("/decisions")
@require(Action.DECIDE)
def index() -> ResponseReturnValue:
    """List decisions, the longest waiting first."""
    view = request.args.get("view", "open")
    view = view if view in VIEWS else "open"
    after = request.args.get("after", 0, type=int)
    with reading() as session:
        rows = queries.decision_rows(session, me(), view, after=max(0, min(after, 2**31 - 1)))
        following = second_looks.following(session, me().id)
    page = rows[: queries.PAGE]
    next_url = ""
    if len(rows) > queries.PAGE:
        next_url = url_for("decisions.index", view=view, after=page[-1].decision.id)
    return render_template(
        "decisions/index.html",
        rows=page,
        view=view,
        views=VIEWS,
        next_url=next_url,
        following=following,
    )


@bp.route("/employees/<public_id>/decision", methods=["GET", "POST"])
@require(Action.DECIDE)
def new(public_id: str) -> ResponseReturnValue:
    """Write a decision down; the page says what is still needed."""
    form = DraftForm()
    with reading() as session:
        subject = drafting.employee(session, me(), public_id)
        shown = scores.shown(session, subject)
        findings = _upheld()(session, subject.id or 0)
        name = {"name_fa": subject.name_fa, "name_en": subject.name_en}
    if form.validate_on_submit():
        try:
            with writing() as session:
                written = form.draft(told_of(shown))
                number = drafting.draft(
                    session, me(), public_id, written, upheld=_upheld(), now=clock.now()
                ).number
        except (Invalid, Refused) as error:
            refuse(form, error, "measure")
        else:
            flash(_("The draft is stored. Nobody has been told yet."))
            return redirect(url_for("decisions.show", number=number), 303)
    elif not form.is_submitted():
        with writing() as session:
            record_look(session, me(), public_id, "score", now=clock.now())
    page = render_template(
        "decisions/new.html",
        form=form,
        shown=shown,
        public_id=public_id,
        adverse=ADVERSE,
        findings=findings,
        **name,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/decisions/<number>")
@require(Action.DECIDE)
def show(number: str) -> ResponseReturnValue:
    """Show one decision with its steps and what can be done now."""
    with writing() as session:
        page = decision_page(session, me(), number)
        record_look(session, me(), page.row.public_id, "decision", now=clock.now())
    return _page(number)


@bp.post("/decisions/<number>/tell")
@require(Action.DECIDE)
def tell(number: str) -> ResponseReturnValue:
    """Tell the employee and start the ten working days."""
    try:
        with writing() as session:
            told = drafting.tell(session, me(), number, now=clock.now())
    except (Refused, Denied) as error:
        return _page(number, problem=sentence(error), status=error.status)
    if told:
        flash(_("The employee is told and may answer."))
    else:
        flash(_("This employee has no account: print this page and hand it over today."), "error")
    return redirect(url_for("decisions.show", number=number), 303)


@bp.post("/decisions/<number>/confirm")
@require(Action.DECIDE)
def confirm(number: str) -> ResponseReturnValue:
    """Stand by the decision after the employee was heard."""
    form = WordsForm(prefix="confirm-")

    def stand() -> bool:
        with writing() as session:
            said = form.words.data or ""
            return signing.confirm(session, me(), number, considered=said, now=clock.now())

    return _done(number, "confirm", form, stand)


@bp.post("/decisions/<number>/<word>")
@require(Action.DECIDE)
def act(number: str, word: str) -> ResponseReturnValue:
    """Sign as the second person, decline to, or withdraw."""
    if word not in _ACTS:
        raise Invalid("unknown_act", field="act")
    form = WordsForm(prefix=f"{word}-")

    def do() -> None:
        with writing() as session:
            _ACTS[word](session, me(), number, words=form.words.data or "", now=clock.now())

    return _done(number, word, form, do)


def _upheld() -> Upholding:
    found: Upholding = current_app.extensions.get(UPHELD, no_findings)
    return found


def _done(number: str, word: str, form: WordsForm, do: Callable[[], Any]) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(number, status=422, forms={word: form})
    try:
        do()
    except Invalid as error:
        refuse(form, error, "words")
        return _page(number, status=422, forms={word: form})
    except (Refused, Denied) as error:
        return _page(number, problem=sentence(error), status=error.status, forms={word: form})
    flash(_("Done."))
    return redirect(url_for("decisions.show", number=number), 303)


def _page(
    number: str, *, problem: str = "", status: int = 200, forms: dict[str, WordsForm] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        page = decision_page(session, me(), number)
    given = {word: WordsForm(formdata=None, prefix=f"{word}-") for word in ("confirm", *_ACTS)}
    body = render_template(
        "decisions/show.html",
        page=page,
        forms=given | (forms or {}),
        wrong=next(iter((forms or {}).values()), None),
        problem=problem,
        now=clock.now(),
        me=me().id,
    )
    return body, status
