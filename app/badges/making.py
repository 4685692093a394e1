"""One part of a run: drawn to a ``.part`` file, every symbol read back, then kept under its name.

Memory stays flat over any number of parts: what the shaping of names remembers is dropped after
each part (names hardly repeat), which alone grew a whole city's run by 80 MiB.
"""

import gc
import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from app.badges.design_versions import designs_of_run
from app.badges.faces import Imprint, gather
from app.badges.parts import Claim, Made, keep
from app.db import Database
from app.errors import Refused
from app.instance import Instance
from printables import fitting, shaping
from printables.errors import Misprint
from printables.press import Landing, press_part
from printables.reading import check
from printables.sheets import sheet
from qr.key_ring import KeyRing

__all__ = ["FOLDER", "Press", "make_part"]

FOLDER = "print-runs"


@dataclass(frozen=True, slots=True)
class Press:
    """What a process needs to print: the city's database, keys, imprint, folder of runs."""

    db: Database
    ring: KeyRing
    imprint: Imprint
    folder: Path

    @classmethod
    def of(cls, city: Instance) -> "Press":
        """Return the press of a city, with its keys as they are now."""
        return cls(city.db, city.keys.ring, Imprint.of(city.settings), city.files / FOLDER)


def make_part(press: Press, claim: Claim) -> None:
    """Draw a claimed part, read it back, keep it.

    Nothing half-made stays: until the file is whole, read back and written down it is called
    ``.part``, and it is removed when any of that fails.

    Raises:
        Refused: ``misprint`` names page and badge; ``part_lost`` when the run was cancelled.
        PrintError: The stock or a photo cannot be printed.
        OSError: The file could not be written.
    """
    press.folder.mkdir(parents=True, exist_ok=True)
    for left in press.folder.glob(f"{claim.file}.*.part"):  # of a process that was killed
        left.unlink(missing_ok=True)
    word = claim.holder.rpartition(":")[2]
    draft = press.folder / f"{claim.file}.{word}.part"
    try:
        made = _draw(press, claim, draft)
        with press.db.writing() as session:
            keep(session, claim, made)
            draft.replace(press.folder / claim.file)
    finally:
        draft.unlink(missing_ok=True)
        _forget_names()


def _draw(press: Press, claim: Claim, draft: Path) -> Made:
    with press.db.reading() as session:
        imprint = replace(press.imprint, designs=designs_of_run(session, claim.run_id))
        ready = list(gather(session, claim.badge_ids, press.ring, imprint))
    with draft.open("xb") as out:
        landings = press_part(
            [one.face for one in ready], sheet(claim.stock), out, part=claim.number
        )
        out.flush()
        os.fsync(out.fileno())
    pdf = draft.read_bytes()
    _read_back(pdf, landings, claim)
    faces = [one.hash for one in ready]
    return Made(landings, faces, len(pdf), hashlib.sha256(pdf).hexdigest())


def _read_back(pdf: bytes, landings: list[Landing], claim: Claim) -> None:
    try:
        check(pdf, landings)
    except Misprint as fault:
        raise Refused("misprint", f"part {claim.number}: {fault}") from fault


def _forget_names() -> None:
    for remembered in (
        shaping.normalise, shaping.shape, shaping.measure, shaping.upright, fitting.fit,
    ):  # fmt: skip
        remembered.cache_clear()
    gc.collect()
