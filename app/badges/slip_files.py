"""Activation slips beside the cards of a run, each part its own file."""

import os
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from app import clock
from app.badges.making import Press
from app.badges.slips import slips_pdf
from app.vault import Vault

__all__ = ["write_files"]


def write_files(
    press: Press, run_id: int, files: Sequence[Path], *, vault: Vault, zone: ZoneInfo
) -> int:
    """Write the slips of each part beside its cards, readable by their owner alone."""
    count = 0
    for part, file in enumerate(files, 1):
        pdf, some = slips_pdf(
            press, run_id, part, vault=vault, zone=zone, now=clock.now(), actor_id=None
        )
        if some:
            target = file.with_name(f"{file.stem}-slips.pdf")
            target.unlink(missing_ok=True)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(pdf)
        count += some
    return count
