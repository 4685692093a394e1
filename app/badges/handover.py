"""The hand-over list of a run or of one of its parts, as a PDF to be signed."""

from collections.abc import Sequence
from io import BytesIO
from zoneinfo import ZoneInfo

from app.badges.card_queries import RunLine
from app.badges.run_rows import RunRow
from app.jalali import day
from printables.handover import Handover, HandoverLine, draw_handover
from qr.codes import group_typed

__all__ = ["handover_pdf"]


def handover_pdf(
    run: RunRow,
    lines: Sequence[RunLine],
    *,
    city: str,
    stock: str,
    zone: ZoneInfo,
    locale: str,
) -> bytes:
    """Return the list in the order of the cards, each unit on pages of its own.

    Args:
        run: What was printed.
        lines: Its cards.
        city: Name in the language of the list.
        stock: Name of the paper in the same language.
        zone: For the day of the run.
        locale: Language of the list, as its reader has chosen.
    """
    made, english = run.made_at.astimezone(zone).date(), locale == "en"
    said = Handover(
        city=city,
        title=f"Cards handed over, print run {run.id}" if english
        else f"صورت تحویل کارت، نوبت چاپ {run.id}",
        made=day(made, locale, today=made, year=True),
        stock=stock,
        english=english,
    )  # fmt: skip
    out = BytesIO()
    draw_handover(said, [_line(line, english) for line in lines], out)
    return out.getvalue()


def _line(line: RunLine, english: bool) -> HandoverLine:
    names, units = (line.name_fa, line.name_en), (line.unit_fa, line.unit_en)
    first = 1 if english else 0
    return HandoverLine(
        names[first] or names[1 - first],
        line.subject_code,
        group_typed(line.typed_code),
        units[first] or units[1 - first],
    )
