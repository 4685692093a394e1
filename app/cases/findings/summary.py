"""What the summary for the named person may say: neutral, and nobody's words.

The week is added by the program, so no hour belongs in it; six or more words in a row out of the
citizen's own text are refused and shown, and so are phone numbers, codes and the citizen's name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from app.errors import Invalid
from app.text import fold

__all__ = ["LEAST", "LONGEST", "RUN", "Copied", "check_summary", "copied_runs"]

RUN = 6
LEAST, LONGEST = 20, 1500
_SPLIT = re.compile(r"[^\w]+")
_ONE_TO_TWELVE = "یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده"
_OF_DAY = r"(?:صبح|ظهر|عصر|بعد\s*از\s*ظهر)"
_HOUR = re.compile(
    r"\d{1,2}\s*:\s*\d{2}(?!\d)|\b(?:[01]?\d|2[0-3])[.٫][0-5]\d\b"
    rf"|(?:ساعت|راس)\s*(?:\d|(?:{_ONE_TO_TWELVE})\b)"
    rf"|\b(?:\d{{1,2}}|{_ONE_TO_TWELVE})(?:\s+و\s+(?:نیم|ربع))?\s*{_OF_DAY}"
    r"|\b\d{1,2}\s*(?:am|pm)\b|\b\w+\s+o.clock\b"
)
_NUMBER = re.compile(r"(?:\d[\s-]?){7,}")


class Copied(Invalid):
    """The summary holds words of the citizen; ``runs`` are they, as they stand in it."""

    def __init__(self, runs: Iterable[str], *, field: str = "summary") -> None:
        super().__init__("summary_copied", field=field)
        self.runs = tuple(runs)


def copied_runs(summary: str, sources: Iterable[str]) -> list[str]:
    """Return the runs of six or more words that a summary shares with any of the sources.

    Spelling, digits, punctuation and half-spaces make no difference; a run is told as it stands
    in the summary.

    >>> copied_runs("او گفت تو هیچ حقی در این اداره نداری", ["تو هیچ حقی در این اداره نداری!"])
    ['تو هیچ حقی در این اداره نداری']
    >>> copied_runs("تو هیچ حقی در این", ["تو هیچ حقی در این اداره نداری!"])
    []
    """
    words = summary.split()
    pieces = _placed(words)
    spans: list[tuple[int, int]] = []
    for source in sources:
        spans += _shared(pieces, _placed(source.split()))
    return [" ".join(words[first : last + 1]) for first, last in _merged(spans)]


def check_summary(summary: str, *, sources: Iterable[str], names: Iterable[str] = ()) -> str:
    """Return a summary that may go to the person named.

    Args:
        summary: As the desk wrote it.
        sources: Every text of the citizen in the case.
        names: Names it must not hold.

    Raises:
        Copied: ``summary_copied``: six or more words in a row are the citizen's.
        Invalid: ``summary_short``, ``summary_long``, ``summary_hour``, ``summary_number``,
            ``summary_name``.
    """
    said, folded = summary.strip(), fold(summary)
    if len(said) < LEAST:
        raise Invalid("summary_short", field="summary")
    if len(said) > LONGEST:
        raise Invalid("summary_long", field="summary")
    if runs := copied_runs(said, sources):
        raise Copied(runs)
    if _NUMBER.search(folded):
        raise Invalid("summary_number", field="summary")
    if _HOUR.search(folded):
        raise Invalid("summary_hour", field="summary")
    padded = f" {' '.join(_pieces(said))} "
    if any(f" {' '.join(_pieces(name))} " in padded for name in names if _pieces(name)):
        raise Invalid("summary_name", field="summary")
    return said


def _pieces(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [piece for piece in _SPLIT.split(fold(text)) if piece]


def _placed(words: list[str]) -> list[tuple[str, int]]:
    """Return the pieces of these words, each with the place of its word."""
    return [(piece, place) for place, word in enumerate(words) for piece in _pieces(word)]


def _shared(pieces: list[tuple[str, int]], source: list[tuple[str, int]]) -> list[tuple[int, int]]:
    """Return first and last word of every long enough run, by its place in the summary.

    Words are counted on both sides: gluing the citizen's words together does not make them fewer.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, (piece, _word) in enumerate(source):
        places[piece].append(at)
    found: list[tuple[int, int]] = []
    ends: dict[int, int] = {}  # length of the run that ends at this place of the source
    for at, (piece, word) in enumerate(pieces):
        ends = {there: ends.get(there - 1, 0) + 1 for there in places.get(piece, ())}
        for there, run in ends.items():
            first = pieces[at - run + 1][1]
            theirs = source[there][1] - source[there - run + 1][1] + 1
            if max(word - first + 1, theirs) >= RUN:
                found.append((first, word))
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
