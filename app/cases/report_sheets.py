"""The report as a file: CSV and XLSX by the cell, PDF on A4 as it is read."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _

from app.cases.report import Figures
from app.cases.taxonomy import category
from app.i18n import use_locale
from app.jalali import decimal, localised
from app.spreadsheet import inert
from printables.table import Table, draw_table

__all__ = ["cells", "group_name", "header", "pdf", "workbook"]


def group_name(line: Figures) -> str:
    """Return the name of a group in the reader's language."""
    fa = use_locale() == "fa"
    if line.key == "*":
        return str(_("Together"))
    entry = category(line.key)
    if entry is not None:
        return entry.short_fa if fa else entry.short_en
    own, other = (line.name_fa, line.name_en) if fa else (line.name_en, line.name_fa)
    return own or other or str(_("The city"))


def header() -> list[str]:
    """Return the heads of the columns."""
    return [
        _("Group"),
        _("Number of cases"),
        _("Answered"),
        _("In time"),
        _("Working minutes, mean"),
        _("Working minutes, p90"),
        _("Wall hours, mean"),
        _("Wall hours, p90"),
        _("Confirmed"),
        _("Called"),
        _("Reached"),
        _("Not really fixed"),
        _("Open and overdue"),
        _("Excused"),
        _("Satisfaction, from 5 answers"),
    ]


def cells(line: Figures) -> list[object]:
    """Return one line of the sheet: counts, so that whoever reads it can add them up."""
    spread = [
        "" if pair is None else round(pair[place], 1)
        for pair in (line.minutes, line.hours)
        for place in (0, 1)
    ]
    return [
        group_name(line),
        line.cases,
        line.answered,
        line.in_time,
        *spread,
        line.verified,
        line.called,
        line.reached,
        line.false_fixed,
        line.overdue,
        line.excused,
        "" if line.rating is None else round(line.rating, 1),
    ]


def workbook(lines: Sequence[Figures]) -> bytes:
    """Return the report as XLSX, every text inert."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        if use_locale() == "fa":
            sheet.right_to_left()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 34)
        table: list[list[object]] = [list(header()), *map(cells, lines)]
        for row, line in enumerate(table):
            for place, cell in enumerate(line):
                sheet.write(row, place, inert(cell) if isinstance(cell, str) else cell)
    return out.getvalue()


def pdf(lines: Sequence[Figures], *, city: str, title: str, made: str) -> bytes:
    """Return the report as a PDF; shares with their counts, working and wall time together."""
    columns = [
        (_("Group"), 5.0),
        (_("Number of cases"), 1.4),
        (_("In time"), 2.4),
        (_("Working minutes: mean, p90"), 2.6),
        (_("Wall hours: mean, p90"), 2.6),
        (_("Confirmed"), 2.4),
        (_("Reached"), 2.4),
        (_("Not really fixed"), 2.2),
        (_("Open and overdue"), 1.8),
        (_("Satisfaction"), 1.9),
    ]
    notes = (
        _(
            "Shares are percent, with part and whole beside them; "
            "p90 is what nine in ten do not exceed."
        ),
        _(
            "In time: the first answer came before its hour, the citizen did not say no to it, and "
            "the case was not opened again."
        ),
        _(
            "Reached: of the cases that were called about; "
            "who was asked by text message alone is not among them."
        ),
    )
    said = Table(
        city=city,
        title=title,
        made=made,
        columns=columns,
        rows=[_read(line) for line in lines],
        notes=notes,
        summed=bool(lines) and lines[0].key == "*",
        english=use_locale() != "fa",
    )
    out = BytesIO()
    draw_table(said, out)
    return out.getvalue()


def _read(line: Figures) -> list[str]:
    locale = use_locale()

    def number(value: object) -> str:
        return localised(value, locale)

    def share(part: int, whole: int) -> str:
        percent = line.share(part, whole)
        if percent is None:
            return "—"
        sign = "٪" if locale == "fa" else "%"
        return f"{number(percent)}{sign} ({number(f'{part}/{whole}')})"

    def pair(values: tuple[float, float] | None) -> str:
        comma = "، " if locale == "fa" else ", "
        return comma.join(decimal(value, locale) for value in values) if values else "—"

    return [
        group_name(line),
        number(line.cases),
        share(line.in_time, line.answered),
        pair(line.minutes),
        pair(line.hours),
        share(line.verified, line.answered),
        share(line.reached, line.called),
        share(line.false_fixed, line.answered),
        number(line.overdue),
        "—" if line.rating is None else decimal(line.rating, locale),
    ]
