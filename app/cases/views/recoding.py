"""A case put under its right category; whom it is hidden from then, is led to the inbox."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.cases import forms, queries, service
from app.cases.recoding.choices import choices
from app.cases.views.acting import case_page, run
from app.cases.views.blueprint import bp
from app.errors import Missing
from app.rights import Action
from app.web import me, reading, require


@bp.post("/cases/<code>/category")
@require(Action.WORK_CASES)
def recode(code: str) -> ResponseReturnValue:
    """Put the case under another category."""
    form = forms.RecodeForm()
    form.recode_category.choices = choices()

    def work(session: Session) -> None:
        service.recode(
            session,
            code,
            category_key=form.recode_category.data or "",
            reason=form.recode_reason.data or "",
            by=me(),
            now=clock.now(),
            version=form.seen,
        )

    status = run(code, form, "recode", work)
    if status != 200:
        return case_page(code, form, status)
    if _known(code):
        flash(_("The case is under its right category."))
        return redirect(url_for("cases.show", code=code), 303)
    flash(_("Inspection alone has the case from now on."))
    return redirect(url_for("cases.inbox"), 303)


def _known(code: str) -> bool:
    """Return whether the case still exists for the reader."""
    try:
        with reading() as session:
            queries.case_page(session, me(), code, now=clock.now())
    except Missing:
        return False
    return True
