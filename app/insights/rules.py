"""What a table may break down: small cells, and the one that would give them away, stay hidden."""

from collections.abc import Mapping, Sequence

__all__ = ["SMALLEST_CELL", "months_back", "veiled"]

SMALLEST_CELL = 5


def veiled(
    cells: Mapping[str, int], devices: Mapping[str, int] | None = None
) -> dict[str, int | None]:
    """Return the cells of one row with those of under five devices hidden; zero stays zero.

    The hidden cells hold five or more together, or the total beside the row would give them away
    (complement suppression): while they hold less, the smallest of the others is hidden with them,
    and a row without others is hidden whole.  Without ``devices`` every message counts as one.

    >>> veiled({"apr": 12, "sug": 3, "com": 7, "crt": 0})
    {'apr': 12, 'sug': None, 'com': None, 'crt': 0}
    >>> veiled({"apr": 12, "sug": 8, "com": 9}, {"apr": 4, "sug": 8, "com": 9})
    {'apr': None, 'sug': None, 'com': 9}
    """
    voices = cells if devices is None else {name: devices.get(name, 0) for name in cells}
    hidden = {name for name, n in cells.items() if n > 0 and voices[name] < SMALLEST_CELL}
    others = sorted((n, name) for name, n in cells.items() if n > 0 and name not in hidden)
    if hidden and sum(min(cells[name], voices[name]) for name in hidden) < SMALLEST_CELL:
        hidden |= {others[0][1]} if others else set(cells)
    return {name: None if name in hidden else n for name, n in cells.items()}


def months_back(month: str, count: int) -> Sequence[str]:
    """Return ``count`` Jalali months up to ``month``, oldest first.

    >>> months_back("1405-02", 4)
    ['1404-11', '1404-12', '1405-01', '1405-02']
    """
    year, number = (int(part) for part in month.split("-"))
    last = year * 12 + number - 1
    return [f"{m // 12}-{m % 12 + 1:02d}" for m in range(last - count + 1, last + 1)]
