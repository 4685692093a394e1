"""The city a command works on, closed when the command ends."""

import click

from app.instance import Instance, open_instance

__all__ = ["opened"]


def opened() -> Instance:
    """Open the city of the environment for the rest of this command.

    Raises:
        BadSettings: As ``open_instance``.
    """
    city = open_instance()
    click.get_current_context().call_on_close(city.db.dispose)
    return city
