"""Printers of the office: what each needs, and the sheet by which that is found out."""

import io

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.forms import PlainForm
from app.badges.printers import one_printer, printers, remove, save
from app.badges.printers_forms import PrinterForm, millimetres
from app.badges.views.blueprint import bp
from app.i18n import use_locale
from app.jalali import decimal, localised
from app.rights import Action, reach
from app.web import me, reading, require, writing
from printables.calibration import calibration_sheet

__all__ = ["printer_list"]


@bp.route("/printers", methods=["GET", "POST"])
@require(Action.ISSUE_BADGES)
def printer_list() -> ResponseReturnValue:
    """List the printers within reach; keep a new one, or change that of the same name."""
    if request.method == "GET":
        return _page(_shown(request.args.get("printer", "")))
    form = PrinterForm()
    if not form.validate_on_submit():
        return _page(form), 422
    with writing() as session:
        save(
            session, form.name.data or "", flip=str(form.flip.data or ""),
            shift=(millimetres(form.x.data or "") or 0.0, millimetres(form.y.data or "") or 0.0),
            roots=reach(me(), Action.ISSUE_BADGES), now=clock.now(), actor_id=me().id,
        )  # fmt: skip
    flash(_("The printer is kept; choose it when you print."))
    return redirect(url_for("badges.printer_list"), 303)


@bp.get("/printers/sheet.pdf")
@require(Action.ISSUE_BADGES)
def printer_sheet() -> ResponseReturnValue:
    """Hand out the calibration sheet, for a printer as it is kept or for a new one."""
    name, shift = "", (0.0, 0.0)
    if chosen := _number(request.args.get("printer", "")):
        with reading() as session:
            row = one_printer(session, chosen, reach(me(), Action.ISSUE_BADGES))
        name, shift = row.name, row.shift
    out = io.BytesIO()
    calibration_sheet(out, name=name, shift=shift)
    answer = Response(out.getvalue(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="calibration.pdf"'
    return answer


@bp.post("/printers/<int:printer_id>/remove")
@require(Action.ISSUE_BADGES)
def printer_remove(printer_id: int) -> ResponseReturnValue:
    """Forget a printer."""
    if PlainForm().validate_on_submit():
        with writing() as session:
            remove(
                session, printer_id,
                roots=reach(me(), Action.ISSUE_BADGES), now=clock.now(), actor_id=me().id,
            )  # fmt: skip
        flash(_("The printer is forgotten; runs printed on it stay as they are."))
    return redirect(url_for("badges.printer_list"), 303)


def _shown(chosen: str) -> PrinterForm:
    """Return the form, filled with a printer that is to be changed."""
    if not (number := _number(chosen)):
        nothing = localised("0", use_locale())
        return PrinterForm(formdata=None, x=nothing, y=nothing)
    with reading() as session:
        row = one_printer(session, number, reach(me(), Action.ISSUE_BADGES))
    x, y = (decimal(one, use_locale()) for one in row.shift)
    return PrinterForm(formdata=None, name=row.name, flip=row.flip, x=x, y=y)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 9 else 0


def _page(form: PrinterForm) -> str:
    with reading() as session:
        rows = printers(session, reach(me(), Action.ISSUE_BADGES))
    return render_template("badges/printers.html", rows=rows, form=form)
