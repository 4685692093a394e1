"""The desk of ready answers: list, write, change, retire."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app import clock
from app.cases.desk import canned
from app.cases.desk.models import CannedAnswer
from app.cases.desk.rules import Purpose
from app.cases.desk.wording import PLACES_SAID, PURPOSES, refused_said
from app.cases.rules import CATEGORIES, Remedy
from app.cases.views.blueprint import bp
from app.cases.wording import REMEDIES, category_said
from app.errors import Invalid, Refused
from app.feedback.rules import Kind
from app.rights import Action
from app.web import me, reading, require, writing


class CannedForm(FlaskForm):  # type: ignore[misc]
    """One ready answer in both languages."""

    seen = HiddenField()
    name_fa = StringField(_l("Name in Persian"), [Length(max=80)])
    name_en = StringField(_l("Name in English"), [Length(max=80)])
    category = SelectField(_l("Category"))
    purpose = SelectField(
        _l("Composer"),
        choices=[SelectChoice(key.value, word) for key, word in PURPOSES.items()],
    )
    remedy = SelectField(
        _l("What was done"),
        choices=[
            SelectChoice("", _l("Nothing said")),
            *(SelectChoice(key.value, word) for key, word in REMEDIES.items()),
        ],
    )
    text_fa = TextAreaField(_l("Text in Persian"))
    text_en = TextAreaField(_l("Text in English"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        known = [(slug, category_said(slug, Kind.COMPLAINT)) for slug in CATEGORIES]
        self.category.choices = [SelectChoice("", _("Every category")), *known]

    def ready(self) -> canned.Ready:
        """Return what was written."""
        return canned.Ready(
            name_fa=self.name_fa.data or "",
            name_en=self.name_en.data or "",
            text_fa=self.text_fa.data or "",
            text_en=self.text_en.data or "",
            purpose=Purpose(self.purpose.data),
            category=self.category.data or "",
            remedy=Remedy(self.remedy.data) if self.remedy.data else None,
        )


@bp.get("/answers")
@require(Action.EDIT_CANNED)
def canned_answers() -> ResponseReturnValue:
    """List the ready answers in force."""
    with reading() as session:
        rows = canned.answers_in_force(session)
    return render_template("cases/canned_list.html", rows=rows, purposes=PURPOSES)


@bp.route("/answers/new", methods=["GET", "POST"])
@require(Action.EDIT_CANNED)
def canned_new() -> ResponseReturnValue:
    """Write a ready answer."""
    form = CannedForm()
    if not form.is_submitted():
        return _page(form, [], 200)

    def work(session: Session) -> CannedAnswer:
        return canned.reword(session, form.ready(), by=me(), now=clock.now())

    return _stored(form, [], work)


@bp.route("/answers/<key>", methods=["GET", "POST"])
@require(Action.EDIT_CANNED)
def canned_answer(key: str) -> ResponseReturnValue:
    """Show one ready answer with its versions; on sending, store the next one."""
    with reading() as session:
        rows = canned.versions_of(session, key)
    newest = rows[0]
    form = CannedForm(
        data={
            **{name: getattr(newest, name) for name in ("name_fa", "name_en", "category")},
            "text_fa": newest.text_fa,
            "text_en": newest.text_en,
            "purpose": newest.purpose.value,
            "remedy": newest.remedy.value if newest.remedy else "",
            "seen": str(newest.version),
        }
    )
    if not form.is_submitted():
        return _page(form, rows, 200)
    seen = form.seen.data or ""

    def work(session: Session) -> CannedAnswer:
        number = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
        return canned.reword(session, form.ready(), by=me(), now=clock.now(), key=key, seen=number)

    return _stored(form, rows, work)


@bp.post("/answers/<key>/retire")
@require(Action.EDIT_CANNED)
def canned_retire(key: str) -> ResponseReturnValue:
    """Take a ready answer out of use."""
    with writing() as session:
        canned.retire(session, key, by=me(), now=clock.now())
    flash(_("It is out of use; its versions stay."))
    return redirect(url_for("cases.canned_answers"), 303)


def _stored(
    form: CannedForm, rows: list[CannedAnswer], work: Callable[[Session], CannedAnswer]
) -> ResponseReturnValue:
    if not form.validate():
        return _page(form, rows, 422)
    try:
        with writing() as session:
            work(session)
    except (Invalid, Refused) as error:
        field = form[error.field] if isinstance(error, Invalid) else form.text_fa
        field.errors = [*field.errors, refused_said(error.code)]
        return _page(form, rows, error.status)
    flash(_("The ready answer is stored."))
    return redirect(url_for("cases.canned_answers"), 303)


def _page(form: CannedForm, rows: list[CannedAnswer], status: int) -> ResponseReturnValue:
    body = render_template("cases/canned.html", form=form, rows=rows, places=PLACES_SAID)
    return body, status
