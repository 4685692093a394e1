"""Which texts are alike: 4-grams, MinHash to find candidates, the exact overlap to decide."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.scores.engine.events import Ints
from app.text import fold

__all__ = ["alike_groups", "overlap", "plain"]

_GRAM = 4
_BANDS, _ROWS = 12, 3
_PRIME = 0x9E3779B97F4A7C15
_SIGNS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return a text without what a copier changes: letter forms, digits' script, signs, spaces.

    >>> plain("كار\u200cمندِ ۱۲، خوب!") == plain("کار مند 12 خوب")
    True
    """
    return _SIGNS.sub(" ", fold(text)).strip()


def overlap(one: str, two: str) -> float:
    """Return the Jaccard index of the 4-grams of two texts (Broder 1997), 0-1.

    >>> overlap("abcdef", "abcdef"), overlap("abcdef", "uvwxyz")
    (1.0, 0.0)
    """
    a, b = _grams(one), _grams(two)
    return len(a & b) / max(len(a | b), 1)


def alike_groups(texts: Sequence[str], least: float) -> Ints:
    """Return a group number for every text; alike texts share one, chains included.

    Candidates share one of 12 bands of 3 MinHash values (Leskovec et al., Mining of Massive
    Datasets, 3.4): at an overlap of 0.72 a pair is missed once in 270.
    """
    known: dict[str, int] = {}
    place = [known.setdefault(text, len(known)) for text in texts]
    root = list(range(len(known)))
    distinct = list(known)
    for one, two in _candidates(_signatures(distinct)):
        a, b = _find(root, one), _find(root, two)
        if a != b and overlap(distinct[one], distinct[two]) >= least:
            root[max(a, b)] = min(a, b)
    return np.array([_find(root, i) for i in place], np.int64)


def _find(root: list[int], item: int) -> int:
    while root[item] != item:
        root[item] = root[root[item]]
        item = root[item]
    return item


def _grams(text: str) -> set[str]:
    return {text[i : i + _GRAM] for i in range(max(len(text) - _GRAM + 1, 1))}


def _signatures(texts: Sequence[str], block: int = 20_000) -> Iterator[NDArray[np.uint64]]:
    """Yield the MinHash rows of ``block`` texts at a time."""
    for start in range(0, len(texts), block):
        part = texts[start : start + block]
        letters = np.frombuffer("".join(part).encode("utf-32-le"), np.uint32).astype(np.uint64)
        ends = np.cumsum([len(text) for text in part])
        starts = np.concatenate(([0], ends[:-1]))
        code = np.zeros(len(letters), np.uint64)
        for step in range(_GRAM):
            code = code * np.uint64(1_000_003) + np.roll(letters, -step)
        code[(ends[:, None] - np.arange(1, _GRAM)).ravel()] = code[np.repeat(starts, _GRAM - 1)]
        yield np.stack(
            [np.minimum.reduceat(_mixed(code, i), starts) for i in range(_BANDS * _ROWS)], axis=1
        )


def _mixed(code: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Return a pseudo-random 64-bit value of every code (splitmix64, Steele et al. 2014)."""
    z = code + np.uint64(_PRIME * (seed + 1) % (1 << 64))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))


def _candidates(blocks: Iterator[NDArray[np.uint64]]) -> Iterator[tuple[int, int]]:
    """Yield neighbours within every band's bucket: enough to chain a group of copies together."""
    signatures = np.concatenate(list(blocks))
    for band in range(_BANDS):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        part = np.ascontiguousarray(signatures[:, band * _ROWS : (band + 1) * _ROWS])
        for row, key in enumerate(part.view(f"V{8 * _ROWS}").ravel().tolist()):
            buckets[bytes(key)].append(row)
        for members in buckets.values():
            yield from pairwise(members)
            yield from ((members[0], other) for other in members[2:])
