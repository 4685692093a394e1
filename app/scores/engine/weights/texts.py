"""W5, copied text: the same words from several devices about one subject."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.poisson import tail
from app.scores.engine.settings import Settings
from app.scores.engine.weights.likeness import alike_groups, plain

__all__ = ["copied"]


def copied(events: Events, weight: Floats, settings: Settings) -> tuple[Floats, Bools]:
    """Return the factor of every answer, and which are suspect (rule W5).

    Texts of 36 characters and more are alike when their sets of 4-grams overlap by 0.72
    (Jaccard), after folding letters, digits, spaces and signs.  A group about one subject with
    three texts from two devices shares the weight of one answer.  Words that half the city uses
    are nobody's copy: a group of c counts only when c >= 3 lambda + 1 and
    P(Poisson(lambda) >= c) < 1e-3, lambda the subject's texts times the group's share among the
    texts about others.
    """
    factor, suspect = np.ones(len(events)), np.zeros(len(events), bool)
    words = [plain(text) for text in events.texts]
    long = [i for i, text in enumerate(words) if len(text) >= settings.text_least]
    if len(long) < settings.text_copies:
        return factor, suspect
    rows = events.text_rows[long]
    group = alike_groups([words[i] for i in long], settings.text_alike)
    for members in _copies(events, rows, group, settings):
        mass = float(weight[members].sum())
        factor[members] = 1.0 / max(mass, 1.0)
        suspect[members] = True
    return factor, suspect


def _copies(events: Events, rows: Ints, group: Ints, settings: Settings) -> Iterator[Ints]:
    """Yield the rows of every group of copies about one subject."""
    spread: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    texts_of: dict[int, int] = defaultdict(int)
    for row, code in zip(rows.tolist(), group.tolist(), strict=True):
        subject = int(events.subject[row])
        texts_of[subject] += 1
        spread[code][subject].append(row)
    for by_subject in spread.values():
        whole = sum(map(len, by_subject.values()))
        if whole < settings.text_copies:
            continue
        for subject, members in by_subject.items():
            if _stands_out(len(members), whole, texts_of[subject], len(rows), settings) and (
                _devices(events, members) >= settings.text_devices
            ):
                yield np.array(members, np.int64)


def _stands_out(count: int, whole: int, own: int, all_texts: int, settings: Settings) -> bool:
    """Return whether a subject has more of a group than the rest of the city explains."""
    expected = max(own * (whole - count) / max(all_texts - own, 1), 0.05)
    least = max(float(settings.text_copies), 3.0 * expected + 1.0)
    return count >= least and tail(count, expected) < settings.text_tail


def _devices(events: Events, members: Sequence[int]) -> int:
    """Return how many devices wrote; an unknown device counts as one of its own."""
    return len(
        {int(events.device[row]) if events.device[row] >= 0 else -2 - row for row in members}
    )
