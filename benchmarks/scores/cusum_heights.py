"""Find the heights h of the growth alarm and write the table the engine ships.

    python benchmarks/scores/cusum_heights.py [--people 4000] [--out FILE]

For each number of answers a year, steady people are drawn: level u from the prior, moods cut at
four thresholds as in ``world`` (skewed, not normal), two years of answers at random times.  h is
the height that at most 5 % of them pass in their second year.  To be fair to those
below the middle, who pass more easily, the people of the lowest fifth alone must keep to 5 % too;
the higher of the two heights is taken, and the column never falls by chance (running maximum).
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import numpy as np
from world import CUTS, NOISE, STRICT

from app.scores.engine.alarms import Steps, Yardstick, cusum
from app.scores.engine.settings import DAY, Settings

PER_YEAR = (6, 10, 15, 20, 30, 50, 80, 120, 200, 400, 800, 1600)
TABLE = Path(__file__).resolve().parent.parent.parent / "app/scores/engine/cusum_heights.csv"
YEAR = 365 * DAY
LEVEL, OPINION, PASS = 9.0, 66.0, 0.05


def peaks(per_year: int, people: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the highest sum of every person's second year, and the person's level."""
    level = draw.normal(0, LEVEL, people)
    noise = float(np.hypot(NOISE, STRICT))
    city = _points(OPINION + draw.normal(0, noise, 200_000) + draw.normal(0, LEVEL, 200_000))
    s, pull = noise, (noise / LEVEL) ** 2
    by = Yardstick(s, pull, Settings())
    out = np.zeros(people)
    for person in range(people):
        n = int(draw.poisson(2 * per_year))
        time = np.sort(draw.integers(0, 2 * YEAR, n))
        opinion = OPINION + level[person] + draw.normal(0, noise, n)
        step, _ = cusum(Steps(time, np.ones(n), _points(opinion) - city.mean()), by)
        run = np.concatenate(([0.0], np.cumsum(step[time >= YEAR])))
        out[person] = (run - np.minimum.accumulate(run)).max()
    return out, level


def _points(opinion: np.ndarray) -> np.ndarray:
    return 25.0 * np.searchsorted(CUTS, opinion)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=4000)
    parser.add_argument("--out", type=Path, default=TABLE)
    asked = parser.parse_args()
    draw, least, lines = np.random.default_rng(6), 0.0, ["per_year,h"]
    for per_year in PER_YEAR:
        people = asked.people if per_year < 200 else asked.people // 2
        peak, level = peaks(per_year, people, draw)
        low = level <= np.quantile(level, 0.2)
        least = max(
            least, float(np.quantile(peak, 1 - PASS)), float(np.quantile(peak[low], 1 - PASS))
        )
        lines.append(f"{per_year},{least:.3f}")
        print(lines[-1], f"(low fifth {np.quantile(peak[low], 1 - PASS):.3f})", flush=True)
    asked.out.write_text("\n".join(lines) + "\n", "ascii")


if __name__ == "__main__":
    main()
