"""Printers of an office: how each turns its sheets and how far it prints off, asked for once.

A printer belongs to a unit.  Who issues badges in that unit, above or below it may print on it;
only who looks after the unit may change it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from sqlalchemy import or_, select
from sqlmodel import Session, col

from app import audit
from app.badges.models import Printer
from app.errors import Missing, Refused
from app.text import clean_name
from printables.sheets import SHIFT_MAX, for_printer, sheet

__all__ = ["NAME_MAX", "PrinterRow", "one_printer", "printers", "remove", "save", "stock_for"]

NAME_MAX = 60
_EDGES = frozenset({"", "long", "short"})


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer, ready to show; ``mine`` is whether the reader may change it."""

    id: int
    name: str
    flip: str
    shift: tuple[float, float]
    mine: bool


def printers(session: Session, roots: Sequence[str]) -> list[PrinterRow]:
    """Return the printers of these subtrees and of the units above them, by name."""
    near = [col(Printer.scope_path).startswith(root, autoescape=True) for root in roots]
    above = [col(Printer.scope_path).in_(_above(root)) for root in roots]
    found = select(Printer).where(or_(*near, *above)).order_by(col(Printer.name), col(Printer.id))
    return [_row(one, roots) for one in session.scalars(found)] if roots else []


def one_printer(session: Session, printer_id: int, roots: Sequence[str]) -> PrinterRow:
    """Return one printer of these.

    Raises:
        Missing: There is none, or it is out of reach.
    """
    for row in printers(session, roots):
        if row.id == printer_id:
            return row
    raise Missing("unknown")


def save(
    session: Session,
    name: str,
    *,
    flip: str,
    shift: tuple[float, float],
    roots: Sequence[str],
    now: datetime,
    actor_id: int | None,
) -> int:
    """Keep a printer under its name; one of the same name is changed.

    Raises:
        Refused: ``printer_name``: no name; ``printer_shift``: more than 3 mm off, or no length.
    """
    name = clean_name(name)[:NAME_MAX]
    if not name or flip not in _EDGES:
        raise Refused("printer_name")
    if not all(isfinite(one) and abs(one) <= SHIFT_MAX for one in shift):
        raise Refused("printer_shift")
    same = select(Printer).where(
        col(Printer.name) == name, or_(*(col(Printer.scope_path).startswith(r) for r in roots))
    )
    row = session.scalars(same.order_by(col(Printer.id))).first() or Printer(
        scope_path=roots[0], name=name, made_at=now
    )
    row.flip, row.shift_x, row.shift_y = flip, round(shift[0], 2), round(shift[1], 2)
    row.made_by, row.made_at = actor_id, now
    session.add(row)
    session.flush()
    detail = {"flip": flip, "x": row.shift_x, "y": row.shift_y}
    about = f"printer:{row.id}"
    audit.append(session, "printer.save", actor_id=actor_id, now=now, object=about, detail=detail)
    return row.id or 0


def remove(
    session: Session,
    printer_id: int,
    *,
    roots: Sequence[str],
    now: datetime,
    actor_id: int | None,
) -> None:
    """Forget a printer; runs printed on it stay as they are.

    Raises:
        Missing: There is none in these subtrees.
    """
    if not one_printer(session, printer_id, roots).mine:
        raise Missing("unknown")
    session.delete(session.get_one(Printer, printer_id))
    about = f"printer:{printer_id}"
    audit.append(session, "printer.remove", actor_id=actor_id, now=now, object=about)


def stock_for(stock: str, printer: PrinterRow | None) -> str:
    """Return the name of a stock as a printer needs it; an edge only where there is a back."""
    if printer is None:
        return stock
    plain = sheet(stock)
    turned = printer.flip if plain.back and not plain.fold else ""
    return for_printer(stock, flip=turned, shift=printer.shift)


def _above(path: str) -> list[str]:
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps))]


def _row(one: Printer, roots: Sequence[str]) -> PrinterRow:
    mine = one.scope_path.startswith(tuple(roots))
    return PrinterRow(one.id or 0, one.name, one.flip, (one.shift_x, one.shift_y), mine)
