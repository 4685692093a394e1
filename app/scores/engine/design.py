"""The desk system: which columns an answer touches, and the sums that never change.

Columns of beta: the city's mean, services, units, cells (unit x service), channels, hour bands.
C = X' omega X and B = U' omega X, with U the subjects, are built once.
"""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import CHANNELS, Events, Floats, Ints
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.settings import Settings

__all__ = ["BLOCKS", "Design", "cells_of", "hour_band", "make_design"]

BLOCKS = ("mean", "service", "unit", "cell", "channel", "hour")


@dataclass(frozen=True, slots=True)
class Design:
    """Columns, cross products and the reference desk.

    Args:
        columns: For every answer the columns it touches, one per block.
        block: For every column the index of its block in ``BLOCKS``.
        omega: Precision weight of every answer.
        cross: C, columns x columns.
        mass: n_s = sum of omega, per subject.
        near_subject, near_column, near: B as triplets.
        two_subject, two_place, two: Products of two entries of one row of B, and where they
            belong in a columns x columns matrix (flat).
        reference: How often the reference desk has each column: every desk once, the usual mix
            of channels and hours.
    """

    columns: Ints
    block: Ints
    omega: Floats
    cross: Floats
    mass: Floats
    near_subject: Ints
    near_column: Ints
    near: Floats
    two_subject: Ints
    two_place: Ints
    two: Floats
    reference: Floats

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.block)

    def of(self, *names: str) -> Ints:
        """Return the columns of these blocks."""
        return np.flatnonzero(np.isin(self.block, [BLOCKS.index(name) for name in names]))


def hour_band(events: Events, settings: Settings) -> Ints:
    """Return the band of the local day of every answer."""
    local = (events.time + settings.utc_offset_minutes * 60) // 3600 % 24
    return np.searchsorted(np.array(settings.hour_bands), local, side="right") - 1


def cells_of(events: Events) -> tuple[Ints, int]:
    """Return the cell (unit x service) of every answer, and how many cells there are."""
    return dense(pair(events.unit, events.service))


def make_design(events: Events, omega: Floats, settings: Settings, *, cells: bool) -> Design:
    """Return the desk system of these answers; ``cells`` False leaves the cells out of it."""
    columns, block = _columns(events, settings, cells=cells)
    width = len(block)
    near_subject, near_column, near = _near(events.subject, columns, omega, width)
    two_subject, two_place, two = _products(near_subject, near_column, near, width)
    return Design(
        columns=columns,
        block=block,
        omega=omega,
        cross=_cross(columns, omega, width),
        mass=total(events.subject, omega, len(events.subjects)),
        near_subject=near_subject,
        near_column=near_column,
        near=near,
        two_subject=two_subject,
        two_place=two_place,
        two=two,
        reference=_reference(events, columns, block, omega),
    )


def _columns(events: Events, settings: Settings, *, cells: bool) -> tuple[Ints, Ints]:
    parts = [
        (np.zeros(len(events), np.int64), 1),
        (events.service, len(events.services)),
        (events.unit, len(events.units)),
        cells_of(events) if cells else None,
        (events.channel, len(CHANNELS)),
        (hour_band(events, settings), len(settings.hour_bands)),
    ]
    columns, block, begin = [], [], 0
    for index, part in enumerate(parts):
        if part is not None:
            columns.append(part[0] + begin)
            block += [index] * part[1]
            begin += part[1]
    return np.stack(columns, axis=1), np.array(block, np.int64)


def _cross(columns: Ints, omega: Floats, width: int) -> Floats:
    out = np.zeros(width * width)
    for one in range(columns.shape[1]):
        for two in range(columns.shape[1]):
            place = columns[:, one] * width + columns[:, two]
            out += total(place, omega, width * width)
    return out.reshape(width, width)


def _near(subject: Ints, columns: Ints, omega: Floats, width: int) -> tuple[Ints, Ints, Floats]:
    code = (subject[:, None] * width + columns).ravel()
    known, place = np.unique(code, return_inverse=True)
    mass = total(place.reshape(-1), np.repeat(omega, columns.shape[1]), len(known))
    return known // width, known % width, mass


def _products(subject: Ints, column: Ints, near: Floats, width: int) -> tuple[Ints, Ints, Floats]:
    """Return, for every pair of entries in one row of B, the row, the place and the product."""
    count = np.bincount(subject)
    begin = np.concatenate(([0], np.cumsum(count)))[subject]
    times = count[subject]
    left = np.repeat(np.arange(len(subject)), times)
    step = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
    right = np.repeat(begin, times) + step
    return subject[left], column[left] * width + column[right], near[left] * near[right]


def _reference(events: Events, columns: Ints, block: Ints, omega: Floats) -> Floats:
    """Return ref: the mean over desks, each once, and the usual mix of channels and hours."""
    out = total(columns.ravel(), np.repeat(omega, columns.shape[1]), len(block))
    out /= max(float(omega.sum()), 1e-9)
    desks, first = np.unique(cells_of(events)[0], return_index=True)
    for place, index in enumerate(block[columns[0]].tolist()):
        if BLOCKS[index] in ("service", "unit", "cell"):
            column = columns[first, place]
            out[block == index] = 0.0
            np.add.at(out, column, 1.0 / len(desks))
    return out
