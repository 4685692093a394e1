"""The three files of a replay; all of them appear, or none."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.scores.engine.scoring import Outcome

__all__ = ["alarm_rows", "score_rows", "weight_rows", "write_files"]

Row = Sequence[object]


def score_rows(outcome: Outcome) -> Iterator[Row]:
    """Yield scores.csv, by subject code."""
    yield "subject", "score", "low", "high", "n_effective", "flagged"
    found, names = outcome.scores, outcome.events.subjects
    columns = (found.score, found.low, found.high, found.n_effective)
    for code in sorted(range(len(names)), key=names.__getitem__):
        yield (
            names[code],
            *(_number(column[code], 3) for column in columns),
            int(found.flagged[code]),
        )


def weight_rows(outcome: Outcome) -> Iterator[Row]:
    """Yield weights.csv, by time and id."""
    yield "id", "weight", "suspect"
    weights = outcome.weights
    for name, weight, suspect in zip(
        outcome.events.ids, weights.weight.tolist(), weights.suspect.tolist(), strict=True
    ):
        yield name, _number(weight, 4), int(suspect)


def alarm_rows(outcome: Outcome) -> Iterator[Row]:
    """Yield alarms.csv, by time and subject."""
    yield "subject", "time"
    names = outcome.events.subjects
    for time, name in sorted((alarm.time, names[alarm.subject]) for alarm in outcome.alarms):
        yield name, f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%M:%SZ}"


def write_files(files: Sequence[tuple[Path, Iterable[Row]]]) -> None:
    """Write every file beside its place, then move all of them; a failure leaves no new file.

    Raises:
        OSError: A folder is missing or cannot be written.
    """
    with ExitStack() as undo:
        written = []
        for path, rows in files:
            with NamedTemporaryFile(
                "w", encoding="utf-8", newline="", dir=path.parent, prefix=".", delete=False
            ) as part:
                undo.callback(_forget, Path(part.name))
                csv.writer(part, lineterminator="\n").writerows(rows)
                part.flush()
                os.fsync(part.fileno())
            written.append((Path(part.name), path))
        for part_path, path in written:
            part_path.chmod(0o644)
            part_path.replace(path)


def _forget(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def _number(value: float, places: int) -> str:
    """Return a number with so many decimals; never "-0.000"."""
    return f"{round(float(value), places) + 0.0:.{places}f}"
