"""What a capital's roster costs: time and memory of importing it, on SQLite and PostgreSQL.

    python benchmarks/importing.py [--rows 20482] [--postgres]

Writes a unit tree, a roster of invented people as CSV and XLSX, and a list of places, then runs
the same imports a city runs: first, again (nothing changed), and with one row in ten changed.
Each import is a process of its own, so that its peak memory is its own.  The bar is 60 s and
300 MB; ends with status 1 when one import misses it.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

BAR_S, BAR_MB = 60.0, 300
DISTRICTS, OFFICES = 22, 7
GIVEN = "محمد علی حسین رضا فاطمه زهرا مریم سید‌علی امیرحسین ریحانه نیلوفر پیمان آرش".split()
FAMILY = "محمدی حسینی احمدی رضایی کریمی موسوی جعفری قاسمی‌نژاد رحیمی صادقی‌پور اصفهانی".split()
TITLES = ["متصدی باجه", "کارشناس صدور پروانه", "راننده", "تکنسین", "کارشناس درآمد", "پاکبان"]
HEAD = ["شماره پرسنلی", "نام", "نام خانوادگی", "کد ملی", "تلفن همراه", "کد واحد", "سمت", "محل خدمت"]


def units() -> list[list[str]]:
    """Return a city, its districts and their offices."""
    rows = [["100", "شهرداری", ""]]
    for district in range(101, 101 + DISTRICTS):
        rows.append([str(district), f"منطقه {district - 100}", "100"])
        rows += [[f"{district}{n:02d}", f"ادارهٔ {n}", str(district)] for n in range(1, OFFICES + 1)]
    return rows


def people(count: int, *, changed: bool) -> list[list[str]]:
    """Return invented people, the same on every run; one in ten with another title if asked."""
    draw, rows = random.Random(1405), []
    for n in range(count):
        last = draw.choice(FAMILY) + draw.choice(["", "", " مقدم", " راد"])
        unit = f"{draw.randrange(101, 101 + DISTRICTS)}{draw.randrange(1, OFFICES + 1):02d}"
        spelt = (lambda t: t.replace("ی", "ي").replace("ک", "ك")) if n % 33 == 0 else str
        row = [
            f"{n + 1:08d}",
            draw.choice(GIVEN),
            last,
            "",
            "",
            unit,
            draw.choice(TITLES),
            "بنای ۱",
        ]
        if changed and n % 10 == 0:
            row[6] = "باغبان"
        rows.append([spelt(cell) for cell in row])
    return rows


def places() -> list[list[str]]:
    """Return metro lines, and stations of which every tenth is an interchange."""
    rows = [[f"ML{n}", "metro_line", f"خط {n} مترو", ""] for n in range(1, 8)]
    for n in range(300):
        lines = [f"ML{n % 7 + 1}"] + ([f"ML{(n + 3) % 7 + 1}"] if n % 10 == 0 else [])
        rows.append([f"MS{n:03d}", "metro_station", f"ایستگاه {n}", ";".join(lines)])
    return rows


def write_files(folder: Path, rows: int) -> None:
    """Write every file of the run."""
    import openpyxl

    tables = {
        "units": (["unit_code", "name_fa", "parent_code"], units()),
        "roster": (HEAD, people(rows, changed=False)),
        "changed": (HEAD, people(rows, changed=True)),
        "places": (["code", "kind", "name_fa", "line_codes"], places()),
    }
    for name, (head, body) in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as handle:
            csv.writer(handle).writerows([head, *body])
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEAD, *tables["roster"][1]]:
        sheet.append(row)
    book.save(folder / "roster.xlsx")


def prepare(url: str) -> None:
    """Bring the schema up and install the reference rows."""
    from app import schema
    from app.db import Database
    from app.directory.service import install

    database = Database(url)
    schema.upgrade(database.engine)
    with database.writing() as session:
        install(session)


def run_one(url: str, kind: str, path: Path, unit: str) -> None:
    """Import one file and print what it took as JSON; runs in a process of its own."""
    from app import clock
    from app.db import Database
    from app.directory.importing import Kind, Options, apply_import, open_source, plan_import

    database = Database(url)
    started = time.perf_counter()
    source = open_source(path, Kind(kind)).read()
    with database.writing() as session:
        locked = time.perf_counter()
        plan = plan_import(session, source, Options(unit=unit))
        apply_import(session, plan, actor_id=None, now=clock.now())
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = [len(plan.new), len(plan.changed), plan.unchanged]
    print(json.dumps({"s": ended - started, "unit_s": ended - locked, "mb": peak, "rows": counts}))


def measure(engine: str, url: str, folder: Path) -> bool:
    """Run the imports of a city one after the other; return whether all keep the bar."""
    subprocess.run([sys.executable, __file__, "--prepare", url], check=True)
    steps = [
        ("units", "units.csv", ""),
        ("employees", "roster.csv", ""),
        ("employees", "roster.csv", ""),
        ("employees", "roster.xlsx", ""),
        ("employees", "changed.csv", ""),
        ("facilities", "places.csv", "100"),
    ]
    kept = True
    for kind, name, unit in steps:
        words = [sys.executable, __file__, "--one", url, kind, str(folder / name), unit]
        answer = subprocess.run(words, check=True, capture_output=True, text=True, env=os.environ)
        found = json.loads(answer.stdout)
        new, changed, same = found["rows"]
        print(
            f"{engine:<11}{name:<13}{new:>8,}{changed:>9,}{same:>11,}"
            f"{found['s']:>9.2f}{found['unit_s']:>9.2f}{found['mb']:>8.0f}"
        )
        kept &= found["s"] <= BAR_S and found["mb"] <= BAR_MB
    return kept


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_482)
    parser.add_argument("--postgres", action="store_true", help="also on an embedded PostgreSQL")
    parser.add_argument("--prepare", help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.prepare:
        prepare(asked.prepare)
        return 0
    if asked.one:
        url, kind, path, unit = asked.one
        run_one(url, kind, Path(path), unit)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, asked.rows)
        print("engine     file              new  changed  unchanged  total s   lock s peak MB")
        kept = measure("sqlite", f"sqlite:///{folder / 'city.db'}", folder)
        if asked.postgres:
            from tests.postgres import server_url

            kept &= measure("postgresql", server_url(), folder)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
