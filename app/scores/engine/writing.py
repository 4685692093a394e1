"""The three files of a replay; all of them appear, or none."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
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

    A place that is no plain file (a pipe, a terminal) is written last and as it is.

    Raises:
        OSError: A folder is missing or cannot be written.
    """
    with ExitStack() as undo:
        moves = []
        for place, rows in files:
            path = place.resolve()
            special = path.exists() and not path.is_file()
            part = _written(rows, None if special else path.parent)
            undo.callback(part.unlink, missing_ok=True)
            moves.append((special, part, path))
        for special, part, path in sorted(moves, key=lambda move: move[0]):
            if special:
                path.write_bytes(part.read_bytes())
            else:
                part.replace(path)


def _written(rows: Iterable[Row], folder: Path | None) -> Path:
    """Return a finished file with these rows, readable as other files are."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=folder, prefix=".takrim-", delete=False
    ) as part:
        path = Path(part.name)
        try:
            csv.writer(part, lineterminator="\n").writerows(rows)
            part.flush()
            os.fsync(part.fileno())
        except BaseException:
            path.unlink()
            raise
    path.chmod(0o644)
    return path


def _number(value: float, places: int) -> str:
    """Return a number with so many decimals; never "-0.000"."""
    return f"{round(float(value), places) + 0.0:.{places}f}"
