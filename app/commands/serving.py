"""``takrim run`` and ``takrim work``."""

import socket
from contextlib import closing

import click

from app.commands.settings import symbols
from app.instance import open_instance

__all__ = ["run", "work"]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes; TAKRIM_WEB_WORKERS if empty."
)
def run(host: str, port: int, workers: int | None) -> None:
    """Serve the web pages until SIGTERM or Ctrl-C.

    A proxy such as Caddy or nginx stands in front and speaks https.

    \b
    Example: takrim run --host 127.0.0.1 --port 8000
    """
    from app.serving import run_web

    city = open_instance()
    _refuse_taken(host, port)
    click.echo(symbols(city.settings), err=True)
    run_web(city, host, port, workers or city.settings.web_workers)


@click.command()
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 32))
def work(threads: int) -> None:
    """Send notices, fold statistics and do what is due, until SIGTERM or Ctrl-C.

    Any number of workers may run beside each other.

    \b
    Example: takrim work
    """
    from app.serving import run_worker

    run_worker(open_instance(), threads=threads)


def _refuse_taken(host: str, port: int) -> None:
    """Stop before anything is started when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host} port {port} ({error.strerror}); "
                "choose another with --host and --port"
            ) from None
