"""Where the demo listens, and what a phone nearby types."""

import socket
import time
from contextlib import closing
from dataclasses import dataclass
from ipaddress import ip_address

import click

__all__ = ["Place", "place_for", "wait_for"]

_TRIES = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo listens and what its symbols say."""

    listen: str
    shown: str
    port: int


def place_for(host: str, port: int) -> Place:
    """Return where to listen: on ``port``, the next free one, or any where it is 0.

    Raises:
        ClickException: Fifty in a row are taken, or the address is none of this machine.
    """
    return Place(host, _shown(host), _free_port(host, port))


def wait_for(place: Place) -> None:
    """Wait until the port answers, so that nobody is sent to a closed door."""
    listening = "127.0.0.1" if _everywhere(place.listen) else place.listen
    while True:
        with closing(socket.socket()) as probe:
            probe.settimeout(1)
            if probe.connect_ex((listening, place.port)) == 0:
                return
        time.sleep(0.1)


def _free_port(host: str, first: int) -> int:
    _refuse_foreign(host)
    if first == 0:
        with closing(socket.socket()) as probe:
            probe.bind((host, 0))
            return int(probe.getsockname()[1])
    for port in range(first, min(first + _TRIES, 65536)):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"ports {first} to {first + _TRIES - 1} are all taken")


def _refuse_foreign(host: str) -> None:
    """Tell an address that is not this machine's apart from ports that are taken."""
    with closing(socket.socket()) as probe:
        try:
            probe.bind((host, 0))
        except OSError as error:
            raise click.ClickException(f"cannot listen on {host} ({error.strerror})") from None


def _everywhere(host: str) -> bool:
    """Return whether an address means every network of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _shown(host: str) -> str:
    """Return the address a phone nearby would use."""
    if not _everywhere(host):
        return host
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET, RFC 5737: no packet leaves
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
