"""``takrim init``."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from app.badges.models import Badge
from app.founding import has_administrator
from app.instance import Instance, open_instance
from app.people.models import Account
from tests.badges.city import issue, make_city
from tests.commands.conftest import Run

ADMIN = {"TAKRIM_ADMIN_USER": "admin", "TAKRIM_ADMIN_PASSWORD": "Plain-Horse-77-Battery"}


def test_init_founds_a_city_and_its_administrator_without_a_terminal(
    run: Run, folder: Path
) -> None:
    said = run("init", env=ADMIN)

    assert said.exit_code == 0, said.output
    assert "TOTP secret" in said.output
    assert "characters to spare" in said.output
    city = open_instance()
    with city.db.reading() as session:
        assert has_administrator(session)
        assert session.exec(select(Account.username)).all() == ["admin"]
    assert city.keys.ring.signing.key_id == 1
    for name in ("keys.json", "takrim.db"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_init_twice_changes_neither_keys_nor_administrators(run: Run, folder: Path) -> None:
    run("init", env=ADMIN)
    before = (folder / "keys.json").read_bytes()

    said = run("init", env=ADMIN | {"TAKRIM_ADMIN_USER": "second"})

    assert said.exit_code == 0
    assert (folder / "keys.json").read_bytes() == before
    with open_instance().db.reading() as session:
        assert session.exec(select(Account.username)).all() == ["admin"]


def test_init_without_a_name_for_the_administrator_says_what_is_missing(run: Run) -> None:
    said = run("init")

    assert said.exit_code == 1
    assert "--admin-user" in said.output


def test_init_refuses_a_weak_password_and_can_be_run_again(run: Run) -> None:
    said = run("init", env=ADMIN | {"TAKRIM_ADMIN_PASSWORD": "short"})

    assert said.exit_code == 1
    assert "password" in said.output
    assert run("init", env=ADMIN).exit_code == 0


def test_init_makes_no_new_keys_for_badges_already_in_the_field(
    run: Run, city: Instance, folder: Path
) -> None:
    with city.db.writing() as session:
        make_city(session)
        issue(session, ring=city.keys.ring)
        assert session.exec(select(Badge)).all()
    (folder / "keys.json").unlink()

    said = run("init", env=ADMIN)

    assert said.exit_code == 1
    assert "takrim keys import" in said.output


@pytest.mark.slow
def test_init_runs_as_a_process_of_its_own(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "init"],
        env=os.environ | ADMIN, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "takrim.db").exists()
