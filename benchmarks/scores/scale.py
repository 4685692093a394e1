"""Time and memory of one replay: ``takrim scores replay`` on a big invented file.

    python benchmarks/scores/scale.py [--people 5000] [--answers 200000]

The file is plain but of the real shape: as many desks, devices, networks, texts and channels as
a city of that size has.  Printed are seconds and peak memory of the whole process.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from world import CHANNELS, STOCK, WORDS, stamp

BIN = Path(sys.executable).parent / "takrim"


def write_events(path: Path, people: int, answers: int, draw: np.random.Generator) -> None:
    """Write so many answers over two years."""
    units = max(people // 25, 1)
    unit, service = draw.integers(units, size=people), draw.integers(12, size=people)
    level, desk = draw.normal(0, 9, people), draw.normal(0, 8, (units, 12))
    popular = np.exp(draw.normal(0, 0.8, people))
    who = draw.choice(people, size=answers, p=popular / popular.sum())
    second = draw.integers(0, 730 * 86_400, answers)
    noise, channel = (
        draw.normal(0, 28, answers),
        draw.choice(4, answers, p=[0.58, 0.18, 0.16, 0.08]),
    )
    with path.open("w", encoding="utf-8") as file:
        for i, person in enumerate(who.tolist()):
            here, kind = int(unit[person]), CHANNELS[channel[i]]
            opinion = 66 + level[person] + desk[here, service[person]] + noise[i]
            shared = channel[i] >= 2
            row = {
                "id": f"a{i:08d}",
                "time": stamp(int(second[i])),
                "subject": f"P{person:06d}",
                "unit": f"U{here:04d}",
                "service": f"S{service[person]:02d}",
                "channel": kind,
                "mood": 1 + int(np.searchsorted([14, 34, 54, 76], opinion)),
                "device": f"{kind}{here}" if shared else f"d{draw.integers(answers):08d}",
                "network": f"{kind}{here}" if shared else f"n{draw.integers(answers // 10):07d}",
                "seconds": round(float(np.exp(3 + 0.5 * noise[i] / 28)), 1),
                "scan": f"k{i}" if kind == "qr" else None,
            }
            if i % 7 == 0:
                row["text"] = STOCK[i % 4] if i % 3 else " ".join(draw.choice(WORDS, 12).tolist())
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--answers", type=int, default=200_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        events = place / "events.jsonl"
        write_events(events, asked.people, asked.answers, np.random.default_rng(1))
        out = [f"--{name}={place / name}.csv" for name in ("out", "weights", "alarms")]
        begin = time.perf_counter()
        subprocess.run([str(BIN), "scores", "replay", f"--events={events}", *out], check=True)
        seconds = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{asked.people} people, {asked.answers} answers: {seconds:.1f} s, "
        f"{used.ru_utime + used.ru_stime:.1f} CPU s, {used.ru_maxrss / 1024:.0f} MiB"
    )


if __name__ == "__main__":
    main()
