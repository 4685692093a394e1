"""From what may be shown to the drawings of a page, in the direction of the reader's language."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from app.i18n import direction, use_locale
from app.insights.charts.funnel import Funnel, Limits, Point, funnel
from app.insights.charts.history import History, Moment, history
from app.insights.charts.waterfall import Waterfall, waterfall
from app.jalali import jalali_month, month_name
from app.scores import funnel as scores_funnel
from app.scores import trends
from app.scores.rules import Shown

__all__ = ["PARTS", "funnel_of", "history_of", "monthly", "waterfall_of"]

PARTS = ("desk", "circumstances", "answers", "pull")


def waterfall_of(shown: Shown) -> Waterfall | None:
    """Return the steps of a score, ``None`` while it may not be said."""
    if shown.parts is None:
        return None
    parts = [(name, getattr(shown.parts, name)) for name in PARTS]
    return waterfall(("city", shown.parts.city), parts, "score", rtl=_rtl())


def monthly(points: Sequence[trends.Point], zone: ZoneInfo) -> list[tuple[str, trends.Point]]:
    """Return the last night of each month of which anything may be said, with the month's name."""
    last: dict[str, trends.Point] = {}
    for point in points:
        if point.low is not None:
            last[jalali_month(point.as_of, zone)] = point
    names = {month: month_name(month, use_locale()).split(" ")[0] for month in last}
    return [(names[month], point) for month, point in last.items()][-12:]


def history_of(
    points: Sequence[trends.Point], level: float | None, zone: ZoneInfo
) -> History | None:
    """Return the intervals of up to twelve months, ``None`` while there is nothing to draw."""
    moments = [
        Moment(name, point.score, point.low or 0.0, point.high or 0.0)
        for name, point in monthly(points, zone)
    ]
    return history(moments, mean=level, rtl=_rtl()) if moments else None


def funnel_of(found: scores_funnel.Funnel) -> Funnel | None:
    """Return the funnel plot, ``None`` while the city has no scores."""
    if found.level is None or not found.limits:
        return None
    own, other = ("fa", "en") if use_locale() == "fa" else ("en", "fa")
    points = [
        Point(
            one.score,
            one.n_effective,
            (getattr(one, f"name_{own}") or getattr(one, f"name_{other}")) if one.outside else "",
        )
        for one in found.points
    ]
    limits = [Limits(one.n, one.low998, one.low90, one.high90, one.high998) for one in found.limits]
    return funnel(points, mean=found.level, limits=limits, rtl=_rtl())


def _rtl() -> bool:
    return direction(use_locale()) == "rtl"
