"""The printed sample of the demo: the cards of one office, and the placard of one station."""

from pathlib import Path

from sqlmodel import select

from app import clock
from app.badges.asking import Ask
from app.badges.jobs import hand_out, print_run
from app.badges.making import Press
from app.badges.scope import Scope
from app.directory.models import Unit
from app.instance import Instance

__all__ = ["print_sample"]

_OFFICE = "10601"


def print_sample(city: Instance, folder: Path, station: str) -> tuple[Path, Path]:
    """Return the PDF of an office's cards and of a station's placard, drawn once per address."""
    own = folder / city.settings.host.replace(":", "-")
    with city.db.reading() as session:
        path = session.exec(select(Unit.path).where(Unit.code == _OFFICE)).one()
    return (
        _print(city, own / "cards", Scope(roots=(path,), kind="employee"), "a4-10up"),
        _print(city, own / "placard", Scope(codes=(station,)), "a5-placard"),
    )


def _print(city: Instance, folder: Path, scope: Scope, stock: str) -> Path:
    manifest = folder / "manifest.csv"
    if not manifest.exists():
        folder.mkdir(parents=True, exist_ok=True)
        press = Press.of(city)
        run = print_run(press, Ask(stock, scope), now=clock.now(), actor_id=None)
        hand_out(press, run.run_id, folder, manifest)
    return next(folder.glob("*.pdf"))
