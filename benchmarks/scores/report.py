"""The engine against the usual ways, on invented cities whose truth is known.

    python benchmarks/scores/report.py [--seeds 6] [--people 600] [--share 0.02]

Every figure is the mean over the seeds.  rank: Spearman with the truth; coverage: of the 90 %
interval; false attention: people above the lowest fifth sent to HR; shift: points a target moves.
"as specified" is the engine with the departures that are settings turned off.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import numpy as np
from measure import city


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--share", type=float, default=0.02)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    tables = [city(seed, asked.people, asked.share) for seed in seeds]
    methods = list(tables[0])
    print("| figure | " + " | ".join(methods) + " |")
    print("|---" * (len(methods) + 1) + "|")
    for figure in tables[0]["engine"]:
        cells = [
            f"{np.mean([table[method][figure] for table in tables]):.3f}"
            if figure in tables[0][method]
            else ""
            for method in methods
        ]
        print(f"| {figure} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
