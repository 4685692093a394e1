"""The demo as a newcomer runs it: again, beside a busy port, and never over a real city."""

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.rights import SECOND_FACTOR, Role
from printables.reading import read_back
from tests.browser.demo_city import environment, read_demo, running_demo

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the building of a demo was cut off."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    folder.mkdir()
    for name in ("demo.json.building", "keys.json"):
        (folder / name).write_text("{}")
    return folder


@pytest.fixture(scope="module")
def built(instance: Path) -> Path:
    with running_demo(instance):
        return instance


def test_the_demo_says_all_a_newcomer_needs_and_goes_on_where_it_was(instance: Path) -> None:
    with running_demo(instance) as first:
        assert set(first.sign_ins) == {role.value for role in Role}
        for role in Role:
            assert bool(first.sign_ins[role.value][1]) == (role in SECOND_FACTOR)
        seen = [one.text for path in first.printed for one in read_back(path.read_bytes())]
        token = first.station.rsplit("/", 1)[1]
        assert any(text.endswith(f"/B/{token}") for text in seen)

    with running_demo(instance) as second:
        assert second.sign_ins == first.sign_ins
        assert second.employee.rsplit("/", 1)[1] == first.employee.rsplit("/", 1)[1]
        assert second.url in second.station


def test_a_demo_left_half_built_is_built_anew(built: Path) -> None:
    assert "badges" in (built / "keys.json").read_text()
    assert (built / "demo.json").exists()
    assert not (built / "demo.json.building").exists()


def test_a_demo_stays_away_from_one_that_is_being_built(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}")
    with (tmp_path / "demo.json.building").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        for options in ([], ["--fresh"]):
            ended = subprocess.run(
                _demo(*options), env=environment(tmp_path), capture_output=True, text=True,
                check=False,
            )  # fmt: skip

            assert ended.returncode == 1
            assert ended.stderr == f"Error: another demo is being built in {tmp_path}\n"
    assert (tmp_path / "keys.json").read_text() == "{}"


def test_ctrl_c_ends_a_demo_without_a_word_while_a_browser_holds_on(built: Path) -> None:
    process = subprocess.Popen(
        _demo(), env=environment(built), text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    demo = read_demo(process, built)
    host, port = demo.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as browser:
        browser.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert browser.recv(15) == b"HTTP/1.1 200 OK"

        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate()

    assert (said, process.returncode) == (("", ""), 0)


def test_a_demo_of_another_version_says_how_to_make_a_new_one(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "instance")
    with closing(sqlite3.connect(folder / "takrim.db")) as city:
        city.execute("UPDATE alembic_version SET version_num = '0001'")
        city.commit()

    ended = subprocess.run(
        _demo(), env=environment(folder), capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.endswith("'takrim demo --fresh' makes a new one\n")


@pytest.mark.parametrize(
    "there",
    [
        "SELECT 1 FROM score WHERE flagged AND n_effective >= 30 AND reliability >= 0.7",
        "SELECT 1 FROM score WHERE commendable AND n_effective >= 30 AND reliability >= 0.7",
        "SELECT 1 FROM growth_alarm WHERE subject_id IS NOT NULL",
        "SELECT 1 FROM suspect_group WHERE rule = 'W2'",
        "SELECT 1 FROM suspect_group WHERE rule = 'W3'",
        "SELECT 1 FROM decision WHERE adverse AND state = 'confirmed'",
        "SELECT 1 FROM score_appeal WHERE state = 'open'",
        "SELECT 1 FROM commendation WHERE state = 'offered'",
        "SELECT 1 FROM call_rule WHERE share = 100 AND organisation_id IS NULL",
        "SELECT 1 FROM call_rule WHERE share < 100 AND organisation_id IS NOT NULL",
    ],
)
def test_every_desk_about_people_has_something_to_look_at(built: Path, there: str) -> None:
    with closing(sqlite3.connect(built / "takrim.db")) as city:
        assert city.execute(there).fetchone(), there


def test_the_fall_shown_was_plain_a_week_ago(built: Path) -> None:
    """Who is spoken of most is who fell; an alarm of the last night alone would hang on chance."""
    early = (
        "SELECT 1 FROM growth_alarm JOIN score_run ON score_run.id = growth_alarm.run_id"
        " WHERE as_of < (SELECT max(as_of) FROM score_run) AND subject_id ="
        " (SELECT subject_id FROM score ORDER BY answers DESC LIMIT 1)"
    )
    with closing(sqlite3.connect(built / "takrim.db")) as city:
        assert city.execute(early).fetchone()


def test_a_busy_port_moves_to_the_next_free_one(instance: Path) -> None:
    with closing(socket.socket()) as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        with running_demo(instance, port=taken) as demo:
            port = int(demo.url.rsplit(":", 1)[1])

    assert taken < port < taken + 50


def test_a_folder_with_a_real_city_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}")
    for options in ([], ["--fresh"]):
        ended = subprocess.run(
            _demo(*options), env=environment(tmp_path), capture_output=True, text=True, check=False
        )

        assert ended.returncode == 1
        assert "not a demo" in ended.stderr
        assert (tmp_path / "keys.json").read_text() == "{}"


def _demo(*options: str) -> list[str]:
    return [sys.executable, "-m", "app", "demo", "--port", "0", *options]
