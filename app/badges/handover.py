"""The hand-over list of a run or of one of its parts, as a PDF to be signed."""

from collections.abc import Sequence
from io import BytesIO
from zoneinfo import ZoneInfo

from app.badges.card_queries import RunLine
from app.badges.run_queries import RunRow
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
) -> bytes:
    """Return the list in the order of the cards, each unit on pages of its own."""
    made = run.made_at.astimezone(zone).date()
    said = Handover(
        city=city,
        title=f"صورت تحویل کارت، نوبت چاپ {run.id}",
        made=day(made, "fa", today=made, year=True),
        stock=stock,
    )
    rows = [
        HandoverLine(
            line.name_fa or line.name_en,
            line.subject_code,
            group_typed(line.typed_code),
            line.unit_fa or line.unit_en,
        )
        for line in lines
    ]
    out = BytesIO()
    draw_handover(said, rows, out)
    return out.getvalue()
