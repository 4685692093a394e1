"""What a command loads before it begins: nothing of the web, nothing of other commands."""

import json
import subprocess
import sys

import pytest

WEB = {
    "flask", "werkzeug", "jinja2", "wtforms", "flask_wtf", "flask_babel", "babel", "itsdangerous",
    "granian", "whitenoise", "huey",
}  # fmt: skip
MIGRATIONS = {"alembic", "mako"}
DATABASE = {"sqlalchemy", "sqlmodel", "pydantic", "cryptography"}
DRAWING = {"numpy", "reportlab", "qrcode", "pypdfium2", "zxingcpp", "arabic_reshaper"}


def loaded(module: str) -> set[str]:
    """Return what a fresh process has loaded once it imported this module."""
    ask = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return set(json.loads(said.stdout))


@pytest.mark.parametrize(
    ("module", "foreign"),
    [
        ("app.cli", WEB | MIGRATIONS | DATABASE | DRAWING),
        ("app.badges.commands", WEB | MIGRATIONS | DATABASE | DRAWING),
        ("app.commands.keys", WEB | MIGRATIONS | DRAWING),
        ("app.badges.issue_commands", WEB | MIGRATIONS | DRAWING),
        ("app.badges.print_commands", WEB | MIGRATIONS),
        ("app.badges.press_process", WEB | MIGRATIONS),
    ],
)
def test_a_command_loads_nothing_it_does_not_need(module: str, foreign: set[str]) -> None:
    assert loaded(module) & foreign == set()


def test_the_press_knows_no_view_no_form_and_no_computing_of_scores() -> None:
    there = loaded("app.badges.press_process")

    assert {name for name in there if name.endswith((".views", ".forms", "_forms"))} == set()
    assert {name for name in there if name.startswith("app.scores.engine")} == set()
