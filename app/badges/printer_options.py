"""What one printer needs, as options of a command: its turning edge, how far it prints off."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from app.text import latin_digits
from printables.sheets import SHIFT_MAX

__all__ = ["printer_options"]

Command = TypeVar("Command", bound=Callable[..., Any])


class _Shift(click.ParamType[tuple[float, float]]):
    """Two lengths in mm, to the right and down, like ``0.5,-1``."""

    name = "X,Y"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Read both lengths; each reaches 3 mm either way."""
        if isinstance(value, tuple):
            return value
        try:
            x, y = (float(part) for part in latin_digits(str(value)).split(","))
        except ValueError:
            self.fail(f"{value!r} is not two lengths in mm like 0.5,-1", param, ctx)
        if not (abs(x) <= SHIFT_MAX and abs(y) <= SHIFT_MAX):
            self.fail(
                f"a printer that is off by more than {SHIFT_MAX:g} mm needs repair", param, ctx
            )
        return x, y


def printer_options(command: Command) -> Command:
    """Give a command ``--flip`` and ``--calibrate``, handed over as ``flip`` and ``shift``."""
    flip = click.option(
        "--flip", type=click.Choice(["long", "short"]), default=None,
        help="The edge over which the printer turns the sheet.",
    )  # fmt: skip
    shift = click.option(
        "--calibrate", "shift", type=_Shift(), default=(0.0, 0.0), metavar="X,Y",
        help="Move the page by mm, to the right and down.",
    )  # fmt: skip
    return flip(shift(command))
