"""One process of the press: ``python -m app.badges.press_process RUN PARENT``, settings on stdin.

The worker starts it for each run.  It ends between two parts when the worker is gone; whoever
comes next goes on from there.
"""

import json
import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from app import clock, logs
from app.badges.making import Press
from app.badges.pressing import finish_run
from app.errors import TakrimError
from app.instance import open_instance
from app.logs import log
from app.settings import Settings
from printables.errors import PrintError

__all__ = ["main", "settings_as_text", "settings_from_text"]


def settings_as_text(settings: Settings) -> dict[str, Any]:
    """Return settings as values that JSON can carry."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {name: str(v) if isinstance(v, Path) else v for name, v in values.items()}


def settings_from_text(values: dict[str, Any]) -> Settings:
    """Return the settings again."""
    back: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Settings(**back | {"instance": Path(str(values["instance"]))})


def main(run_id: int, parent: int) -> int:
    """Make what is left of a run; 1 when it stands still with a fault."""
    logs.set_up()
    city = open_instance(settings_from_text(json.load(sys.stdin)))
    try:
        state = finish_run(
            Press.of(city), run_id, clock=clock.now, go_on=lambda: os.getppid() == parent
        )
    except (TakrimError, PrintError, OSError) as error:
        log.error("press", run=run_id, kind=type(error).__name__, error=str(error))
        return 1
    finally:
        city.db.dispose()
    log.info("press", run=run_id, state=state)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
