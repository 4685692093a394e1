"""W8, insiders: a device that signed in as staff of the unit it judges."""

import numpy as np

from app.scores.engine.events import Bools, Events

__all__ = ["from_insiders"]


def from_insiders(events: Events, insiders: frozenset[tuple[str, str]]) -> Bools:
    """Return which answers came from a device seen in a staff session of the same unit (W8).

    Args:
        events: The answers.
        insiders: Pairs of unit and device, hashed with the key of the answers; only the database
            knows them, a file has none.
    """
    units = {name: code for code, name in enumerate(events.units)}
    devices = {name: code for code, name in enumerate(events.devices)}
    known = [
        units[unit] * len(devices) + devices[device]
        for unit, device in insiders
        if unit in units and device in devices
    ]
    code = events.unit * len(devices) + events.device
    return np.asarray((events.device >= 0) & np.isin(code, np.array(known, np.int64)))
