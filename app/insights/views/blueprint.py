"""The one blueprint of these desks, and what their lists share: pages and CSV."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from flask import Blueprint, Response, url_for

from app.insights.explaining_words import part_name, rule_name
from app.insights.queries.finding import PAGE
from app.spreadsheet import csv_rows

__all__ = ["EXPORT_LIMIT", "bp", "csv_answer", "given", "page_of", "pdf_answer"]

bp = Blueprint("insights", __name__, url_prefix="/desk")
bp.add_app_template_global(part_name)
bp.add_app_template_global(rule_name)
EXPORT_LIMIT = 50_000


class _Listed(Protocol):
    @property
    def public_id(self) -> str: ...


Row = TypeVar("Row", bound=_Listed)


def page_of(
    endpoint: str, rows: Sequence[Row], asked: Mapping[str, str]
) -> tuple[Sequence[Row], str]:
    """Return the rows of one page, and the address of the next one if there is more."""
    page = rows[:PAGE]
    if len(rows) <= PAGE:
        return page, ""
    return page, url_for(endpoint, after=page[-1].public_id, **given(asked))


def given(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what was asked for, without what was left empty."""
    return {name: value for name, value in asked.items() if value}


def csv_answer(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Response:
    """Return a CSV to be saved as ``name``."""
    answer = Response(csv_rows(header, rows), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def pdf_answer(name: str, pdf: bytes) -> Response:
    """Return a PDF to be read or saved as ``name``; no cache keeps it."""
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
