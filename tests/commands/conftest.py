"""A founded city in a folder of its own, and its commands."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import clock
from app.cli import cli
from app.founding import found_city
from app.instance import Instance
from app.settings import Settings
from tests.conftest import NOON

Run = Callable[..., Result]
SECRET = "only-for-this-test-of-the-command-line"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance folder the environment names; nothing is in it yet."""
    place = tmp_path / "instance"
    monkeypatch.setenv("TAKRIM_INSTANCE", str(place))
    monkeypatch.setenv("TAKRIM_PUBLIC_URL", "https://qr.city.ir")
    monkeypatch.setenv("TAKRIM_SECRET_KEY", SECRET)
    monkeypatch.setenv("TAKRIM_SYNCHRONOUS", "NORMAL")
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return place


@pytest.fixture
def city(folder: Path) -> Instance:
    """A city without an administrator."""
    assert not folder.exists()
    return found_city(Settings.from_env(), now=NOON)


@pytest.fixture
def run(folder: Path) -> Run:
    """Run one command line and return what it said."""
    assert folder.name == "instance"

    def command(*words: str, env: dict[str, str] | None = None, stdin: str = "") -> Result:
        return CliRunner().invoke(cli, words, env=env, input=stdin, prog_name="takrim")

    return command
