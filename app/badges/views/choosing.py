"""What a run is printed with: the office's printers and the versions of designs in reach."""

from flask_babel import gettext as _
from sqlmodel import Session
from wtforms.fields.choices import SelectChoice

from app import clock
from app.badges.design_versions import versions
from app.badges.designs import design_rows
from app.badges.forms import PrintForm, StockForm
from app.badges.printers import one_printer, printers, stock_for
from app.errors import Missing
from app.i18n import use_locale
from app.jalali import day, localised
from app.rights import Action, reach
from app.web import house, me

__all__ = ["designs_of", "offer", "stock_of"]


def offer(session: Session, form: StockForm) -> None:
    """Put the printers in reach into a form, and the versions of designs if it asks for one."""
    rows = printers(session, reach(me(), Action.ISSUE_BADGES))
    named = [SelectChoice(str(row.id), row.name) for row in rows]
    form.printer.choices = [SelectChoice("", _("As the stock has it")), *named]
    if isinstance(form, PrintForm):
        in_force = SelectChoice("", _("As it is in force now"))
        form.design.choices = [in_force, *_versions(session)]


def stock_of(session: Session, form: StockForm) -> str:
    """Return the chosen stock as the chosen printer needs it; an unknown one is said there."""
    stock, chosen = str(form.stock.data or "cr80"), str(form.printer.data or "")
    if not chosen:
        return stock
    try:
        number = int(chosen) if chosen.isdecimal() and len(chosen) <= 9 else 0
        row = one_printer(session, number, reach(me(), Action.ISSUE_BADGES))
    except Missing:
        form.printer.errors = [_("Choose one of these.")]
        return stock
    return stock_for(stock.partition("_")[0], row)


def designs_of(form: PrintForm) -> tuple[tuple[int, int], ...]:
    """Return the chosen version by organisation; one that was not offered is said there."""
    chosen = str(form.design.data or "")
    if not chosen:
        return ()
    if chosen not in {choice.value for choice in form.design.choices}:
        form.design.errors = [_("Choose one of these.")]
        return ()
    organisation, _colon, version = chosen.partition(":")
    return ((int(organisation), int(version)),)


def _versions(session: Session) -> list[SelectChoice]:
    """Return what is not in force any more: older versions, and the house's own."""
    locale, zone, found = use_locale(), house().settings.zone, list[SelectChoice]()
    today = clock.now().astimezone(zone).date()
    for row in design_rows(session, reach(me(), Action.ISSUE_BADGES)):
        name = (row.name_en if locale == "en" else row.name_fa) or row.name_fa
        for version, made_at in versions(session, row.organisation_id)[1:]:
            at = day(made_at.astimezone(zone).date(), locale, today=today, year=True)
            said = _("Version %(n)s", n=localised(version, locale))
            found.append(SelectChoice(f"{row.organisation_id}:{version}", f"{name}: {said} ({at})"))
        if row.version:
            house_own = f"{name}: {_('As the house has it')}"
            found.append(SelectChoice(f"{row.organisation_id}:0", house_own))
    return found
