"""What a print run is asked to hold, as the desk and the command line say it."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from app.badges.scope import Scope

__all__ = ["Ask"]


@dataclass(frozen=True, slots=True)
class Ask:
    """Which badges a run prints, on what, and how its files are cut.

    Attributes:
        stock: Name of the sheet format.
        scope: Whose badges.
        changed: Only badges never printed, or whose face differs from the last print.
        since: The same, compared with what had been printed when this run was made; 0 is never.
        of_run: Only cards of this run, to print them again; 0 is any.
        part: With ``of_run``: only cards of this part; 0 is all.
        serials: Only these badges; empty is no such limit.
        key_id: Only badges that took the place of one of this key and were not printed yet.
        by_unit: A file for each unit instead of files of 500.
        designs: Versions of designs by organisation id, where they are not those in force; 0 is
            the house's own.
    """

    stock: str
    scope: Scope = field(default_factory=Scope)
    changed: bool = False
    since: int = 0
    of_run: int = 0
    part: int = 0
    serials: tuple[str, ...] = ()
    key_id: int | None = None
    by_unit: bool = False
    designs: tuple[tuple[int, int], ...] = ()

    @property
    def only_new(self) -> bool:
        """Whether badges are compared with what was printed before."""
        return self.changed or bool(self.since)

    def as_json(self) -> str:
        """Return what is kept with the run: all that was asked but long lists of badges."""
        said: dict[str, Any] = asdict(self)
        for values in (said, said["scope"]):
            for name in ("serials", "codes", "subject_ids"):
                if len(values.get(name) or ()) > 20:
                    values[name] = [f"{len(values[name])} badges"]
        return json.dumps(said, ensure_ascii=False)[:4000]
