"""A group of commands that imports one of them when it is asked for."""

import importlib
from collections.abc import Mapping
from typing import Any, cast

import click

__all__ = ["LazyGroup", "Places"]

Places = Mapping[str, tuple[str, str]]


class LazyGroup(click.Group):
    """Commands by name, each with the place of its code and what the list says of it.

    Args:
        places: ``{"init": ("app.commands.founding:init", "Found a city.")}``.
        kept: What any group takes.
    """

    def __init__(self, *, places: Places, **kept: Any) -> None:
        super().__init__(**kept)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names in the order they were given."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in self._places:
            return None
        module, _, name = self._places[cmd_name][0].partition(":")
        return cast(click.Command, getattr(importlib.import_module(module), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self._places.items()])
