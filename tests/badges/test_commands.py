import csv
import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from app import clock, keystore
from app.badges import following
from app.badges.commands import badges
from app.badges.design_versions import versions
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.db import Database
from app.directory.importing import Outcome
from printables.reading import read_back
from qr.codes import group_typed
from tests.badges.city import City, badge_of, make_city
from tests.conftest import NOON


@pytest.fixture
def home(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Database, City]:
    """An instance folder as the commands find it, with the small city in it."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copy(sqlite_template, instance / "takrim.db")
    keystore.make(instance, now=NOON)
    monkeypatch.setenv("TAKRIM_INSTANCE", str(instance))
    monkeypatch.setenv("TAKRIM_PUBLIC_URL", "https://qr.city.ir")
    monkeypatch.setenv("TAKRIM_SECRET_KEY", "a secret of at least thirty-two letters")
    monkeypatch.setattr(clock, "now", lambda: NOON)
    database = Database(f"sqlite:///{instance / 'takrim.db'}")
    with database.writing() as session:
        city = make_city(session)
    return database, city


def takrim(*arguments: str) -> Result:
    return CliRunner().invoke(badges, arguments)


def newest(home: tuple[Database, City]) -> Badge:
    database, city = home
    with database.reading() as session:
        return badge_of(session, city.ali)


@pytest.mark.usefixtures("home")
def test_issue_says_how_many_and_a_second_time_none() -> None:
    assert takrim("issue").output == "issued 6\nhad 0\n"
    assert takrim("issue").output == "issued 0\nhad 6\n"


@pytest.mark.usefixtures("home")
def test_issue_keeps_to_a_unit_and_a_kind() -> None:
    assert takrim("issue", "--unit", "۱۰۱").output.startswith("issued 2\n")
    assert takrim("issue", "--unit", "102", "--kind", "facility").output.startswith("issued 3\n")


@pytest.mark.usefixtures("home")
def test_an_unknown_unit_is_refused_in_one_sentence() -> None:
    result = takrim("issue", "--unit", "999")

    assert result.exit_code == 1
    assert result.stderr == "Error: there is no unit with this code\n"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "arguments",
    [("issue", "--kind", "dog"), ("print",), ("revoke", "0011223344"), ("print", "--stock", "x")],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert takrim(*arguments).exit_code == 2


def test_a_printed_pdf_says_what_the_manifest_says(
    home: tuple[Database, City], tmp_path: Path
) -> None:
    takrim("issue")
    out, manifest = tmp_path / "out", tmp_path / "list.csv"

    result = takrim(
        "print", "--stock", "a4-10up", "--out", str(out), "--manifest", str(manifest), "--changed"
    )

    assert result.output == "printed 6\nfiles 1\nrun 1\n"
    with manifest.open(encoding="utf-8", newline="") as handle:
        listed = list(csv.DictReader(handle))
    pdf = (out / listed[0]["file"]).read_bytes()
    assert {seen.text for seen in read_back(pdf)} == {row["url"] for row in listed}
    mine = next(row for row in listed if row["subject_code"] == "0012")
    assert mine["typed_code"] == group_typed(newest(home).typed_code)


@pytest.mark.usefixtures("home")
def test_single_subjects_are_printed_by_their_codes(tmp_path: Path) -> None:
    takrim("issue")
    more = ("--subject", "0012", "--subject", "MS7", "--out", str(tmp_path / "out"))

    result = takrim("print", "--stock", "cr80", *more, "--manifest", str(tmp_path / "list.csv"))

    assert result.output == "printed 2\nfiles 1\nrun 1\n"


def test_a_badge_is_revoked_by_its_serial_or_its_printed_number(
    home: tuple[Database, City],
) -> None:
    takrim("issue")
    badge = newest(home)

    result = takrim("revoke", group_typed(badge.typed_code), "--reason", "گم شد")

    assert (result.exit_code, result.output) == (0, "revoked 1\n")
    assert newest(home).status is BadgeStatus.REVOKED
    again = takrim("revoke", badge.serial, "--reason", "گم شد")
    assert (again.exit_code, again.stderr) == (1, "Error: this badge has ended already\n")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("serial", ["0011223344", "nonsense", "123-456-780"])
def test_an_unknown_badge_is_refused(serial: str) -> None:
    result = takrim("revoke", serial, "--reason", "گم شد")

    assert (result.exit_code, result.stderr) == (1, "Error: there is no such badge\n")


def test_replace_prints_the_new_serial(home: tuple[Database, City]) -> None:
    takrim("issue")

    result = takrim("replace", newest(home).serial)

    assert result.output == f"replaced 1\nserial {newest(home).serial}\n"


@pytest.mark.usefixtures("home")
def test_the_key_that_signs_is_not_replaced() -> None:
    takrim("issue")

    result = takrim("replace-key", "1")

    assert (result.exit_code, result.stderr.count("rotate the keys first")) == (1, 1)


def test_badges_follow_an_import_in_its_unit_of_work(home: tuple[Database, City]) -> None:
    takrim("issue")
    database, city = home

    with database.writing() as session:
        gone = Outcome(run_id=1, now=NOON, actor_id=None, left_ids=(city.ali.id or 0,))
        following.after_import(session, gone)

    assert newest(home).status is BadgeStatus.SUSPENDED


@pytest.mark.usefixtures("home")
def test_without_keys_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "instance" / "keys.json").unlink()

    result = takrim("issue")

    assert result.exit_code == 1
    assert "takrim init" in result.stderr


def test_every_command_shows_an_example() -> None:
    context = click.Context(badges)
    for name in badges.list_commands(context):
        command = badges.get_command(context, name)
        assert command is not None
        assert f"Example: takrim badges {name}" in " ".join((command.help or "").split())


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("design", ["town", "moon=1", "town=9"])
def test_a_design_nobody_kept_prints_nothing(tmp_path: Path, design: str) -> None:
    answer = takrim(
        "print", "--stock", "cr80", "--design", design,
        "--out", str(tmp_path / "run"), "--manifest", str(tmp_path / "run.csv"),
    )  # fmt: skip

    assert answer.exit_code == 1
    assert "design" in answer.output
    assert not (tmp_path / "run").exists()


def own_card(folder: Path, **changes: object) -> str:
    shown = takrim("template", "show", "card-front").output
    file = folder / "card.json"
    file.write_text(json.dumps(json.loads(shown) | changes), encoding="utf-8")
    return str(file)


def test_an_own_template_is_taken_in_as_a_version_printed_and_given_back(
    home: tuple[Database, City], tmp_path: Path
) -> None:
    takrim("issue")
    file, place = own_card(tmp_path, safe=2.5), ("--as", "card-front")
    whose = ("--organisation", "town")

    assert takrim("template", "check", file, *place).output == "it can be printed\n"
    taken = takrim("template", "import", file, *place, *whose).output
    assert taken == "version 1 of the design of town has its own card-front\n"
    assert '"safe": 2.5' in takrim("template", "show", "card-front", *whose).output

    out = tmp_path / "run"
    options = ("--stock", "cr80", "--kind", "employee", "--manifest", str(tmp_path / "m.csv"))
    assert takrim("print", *options, "--out", str(out)).output.startswith("printed 3\n")
    assert sum(len(read_back(one.read_bytes())) for one in out.glob("*.pdf")) == 3

    assert takrim("template", "remove", "card-front", *whose).output.startswith("version 2")
    with home[0].reading() as session:
        assert [number for number, _at in versions(session, home[1].root.organisation_id)] == [2, 1]


@pytest.mark.usefixtures("home")
def test_an_own_template_is_refused_with_the_element_at_fault(tmp_path: Path) -> None:
    whose = ("--organisation", "town")
    wide = own_card(tmp_path, width=90)

    for command in (("check",), ("import", *whose)):
        answer = takrim("template", command[0], wide, "--as", "card-front", *command[1:])
        assert (answer.exit_code, "85.6 x 53.98" in answer.stderr) == (1, True)
    good = own_card(tmp_path)
    nobody = takrim("template", "import", good, "--as", "card-front", "--organisation", "x")
    assert nobody.stderr == "Error: there is no organisation x\n"
    none = takrim("template", "remove", "card-front", *whose)
    assert none.stderr == "Error: town has no card-front of its own\n"
