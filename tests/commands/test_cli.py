"""Every command explains itself, and every error is one sentence with the right exit code."""

import click
import pytest

from app.cli import COMMANDS, cli
from tests.commands.conftest import Run


def _below(name: str) -> list[list[str]]:
    command = cli.get_command(click.Context(cli), name)
    if isinstance(command, click.Group):
        return [[name, one] for one in command.list_commands(click.Context(command))]
    return [[name]]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, run: Run) -> None:
    for words in _below(name):
        said = run(*words, "--help")

        assert said.exit_code == 0, said.output
        assert said.output.count(f"takrim {name}") >= 2, said.output  # usage and example


def test_the_list_of_commands_is_the_contract() -> None:
    assert set(COMMANDS) >= {
        "demo", "init", "run", "work", "import", "badges", "keys", "calendar", "audit",
        "backup", "restore", "export", "settings",
    }  # fmt: skip


@pytest.mark.parametrize("words", [["nonsense"], ["run", "--port", "0"], ["keys", "retire", "x"]])
def test_wrong_usage_exits_2(words: list[str], run: Run) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("words", [["run"], ["work"], ["keys", "list"], ["audit", "verify"]])
def test_a_city_that_was_not_founded_is_refused_in_one_sentence(words: list[str], run: Run) -> None:
    said = run(*words)

    assert said.exit_code == 1
    assert said.output.startswith("Error: no keys in ")
    assert said.output.count("\n") == 1
    assert "takrim init" in said.output


def test_a_wrong_setting_is_named_without_a_trace(run: Run) -> None:
    said = run("run", env={"TAKRIM_SECRET_KEY": "short"})

    assert said.exit_code == 1
    assert said.output.startswith("Error: TAKRIM_SECRET_KEY must be")


def test_settings_are_listed_without_secrets(run: Run) -> None:
    said = run("settings")

    assert "TAKRIM_PUBLIC_URL=https://qr.city.ir\n" in said.output
    assert "TAKRIM_SECRET_KEY=(set)\n" in said.output
