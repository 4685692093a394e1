"""``takrim keys``: what changes, what is refused, and that no key is ever shown."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import Result
from sqlmodel import select

from app import audit
from app.audit import AuditEntry
from app.badges.tokens import address, is_dead
from app.errors import BadSettings
from app.instance import Instance, open_instance
from app.scores.letters.models import Commendation
from app.scores.letters.rules import Language, LetterState
from tests.badges.city import City, badge_of, issue, make_city
from tests.commands.conftest import Run
from tests.conftest import NOON

WORDS = {"TAKRIM_PASSPHRASE": "a long sentence only we know"}


@pytest.fixture
def town(city: Instance) -> City:
    with city.db.writing() as session:
        town = make_city(session)
        issue(session, ring=city.keys.ring)
    return town


def secrets_in(folder: Path) -> list[str]:
    stored = json.loads((folder / "keys.json").read_text())
    vault = stored["vault"]
    found = [key["secret"] for key in stored["badges"]["keys"]]
    return found + list(vault.pop("sealing").values()) + list(vault.values())


def clean(said: Result, folder: Path) -> Result:
    assert not any(secret in said.output for secret in secrets_in(folder))
    return said


def test_list_shows_state_and_badges_but_no_key(run: Run, town: City, folder: Path) -> None:
    said = clean(run("keys", "list"), folder)

    assert said.output.splitlines()[1].split()[:2] == ["1", "active"]
    assert said.output.splitlines()[1].split()[-2:] == ["6", "0"]
    assert town.ali.code


def test_a_new_key_signs_and_the_old_badges_stay_valid(
    run: Run, town: City, city: Instance, folder: Path
) -> None:
    with city.db.reading() as session:
        badge = badge_of(session, town.ali)

    said = clean(run("keys", "rotate"), folder)

    assert said.exit_code == 0
    keys = open_instance().keys
    assert keys.ring.signing.key_id == 2
    assert not is_dead(badge.key_id, keys.ring)
    assert "/B/" in address(badge.serial, badge.key_id, keys.ring, public_url="https://qr.city.ir")


def test_retiring_says_first_how_many_badges_die_and_waits_for_yes(
    run: Run, town: City, folder: Path
) -> None:
    run("keys", "rotate")

    said = clean(run("keys", "retire", "1"), folder)

    assert said.exit_code == 1
    assert "6 working badges and 0 commendations carry key 1" in said.output
    assert open_instance().keys.ring.verifying(1)
    assert town


def test_a_retired_key_stops_its_badges_and_lists_what_to_print_again(
    run: Run, town: City, city: Instance, tmp_path: Path
) -> None:
    with city.db.reading() as session:
        badge = badge_of(session, town.ali)
    run("keys", "rotate")

    said = run("keys", "retire", "1", "--yes", "--reprint", str(tmp_path / "again.csv"))

    assert said.exit_code == 0, said.output
    lines = (tmp_path / "again.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 7
    assert badge.serial in "".join(lines)
    assert city.keys.ring.verifying(1) is None
    assert is_dead(badge.key_id, city.keys.ring)


def test_the_key_that_signs_is_not_retired(run: Run, city: Instance) -> None:
    said = run("keys", "retire", "1", "--yes")

    assert said.exit_code == 1
    assert "takrim keys rotate" in said.output
    assert city.keys.ring.signing.key_id == 1


def test_sealed_contact_opens_after_its_key_was_followed_by_another(
    run: Run, city: Instance
) -> None:
    sealed = city.keys.vault.seal("+989121234567", place="contact|phone|1")

    assert run("keys", "rotate", "--contact").exit_code == 0

    vault = open_instance().keys.vault
    assert vault.unseal(sealed, place="contact|phone|1") == "+989121234567"
    assert vault.seal("x", place="y")[0] == 2


def test_keys_travel_in_a_recovery_file_that_only_the_passphrase_opens(
    run: Run, town: City, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "takrim.recovery"
    said = clean(run("keys", "export", str(file), env=WORDS), folder)
    assert said.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not any(secret in file.read_text() for secret in secrets_in(folder))
    before = (folder / "keys.json").read_text()
    (folder / "keys.json").unlink()

    wrong = run("keys", "import", str(file), env={"TAKRIM_PASSPHRASE": "another long sentence"})
    right = run("keys", "import", str(file), env=WORDS)

    assert (wrong.exit_code, right.exit_code) == (1, 0)
    assert json.loads((folder / "keys.json").read_text()) == json.loads(before)
    assert town


def test_export_overwrites_nothing_and_import_only_when_told(
    run: Run, city: Instance, tmp_path: Path
) -> None:
    file = str(tmp_path / "takrim.recovery")
    run("keys", "export", file, env=WORDS)

    assert run("keys", "export", file, env=WORDS).exit_code == 1
    assert run("keys", "import", file, env=WORDS).exit_code == 1
    assert run("keys", "import", file, "--replace", env=WORDS).exit_code == 0
    assert run("keys", "export", f"{file}2", env={"TAKRIM_PASSPHRASE": "short"}).exit_code == 1
    assert city


def test_keys_that_lack_one_of_the_badges_are_not_imported(
    run: Run, city: Instance, tmp_path: Path
) -> None:
    file = str(tmp_path / "old.recovery")
    run("keys", "export", file, env=WORDS)
    run("keys", "rotate")
    with city.db.writing() as session:
        make_city(session)
        issue(session, ring=city.keys.ring)

    said = run("keys", "import", file, "--replace", env=WORDS)

    assert said.exit_code == 1
    assert "carry key 2" in said.output


def test_every_change_of_keys_stands_in_the_staff_log(run: Run, city: Instance) -> None:
    run("keys", "rotate")
    run("keys", "retire", "1", "--yes")

    with city.db.reading() as session:
        acts = session.exec(select(AuditEntry.action, AuditEntry.object)).all()
        assert audit.first_break(session) is None
    assert acts[-2:] == [("keys.rotate", "key:2"), ("keys.retire", "key:1")]


@pytest.fixture
def letter(city: Instance, town: City) -> Commendation:
    """An accepted commendation that the first key signed."""
    with city.db.writing() as session:
        row = Commendation(
            public_id="letter", year=1405, place=1, serial="1234567890", key_id=1,
            subject_id=town.ali.id or 0, low=80, high=90, n=40, language=Language.FA,
            state=LetterState.ACCEPTED, offered_at=NOON, answered_at=NOON,
        )  # fmt: skip
        session.add(row)
    return row


def test_commendations_count_beside_badges_before_a_key_is_retired(
    run: Run, letter: Commendation
) -> None:
    assert run("keys", "list").output.splitlines()[1].split()[-2:] == ["6", "1"]
    run("keys", "rotate")

    said = run("keys", "retire", "1")
    assert "6 working badges and 1 commendations carry key 1" in said.output
    assert "offer them anew" in run("keys", "retire", "1", "--yes").output
    assert letter.key_id == 1


def test_a_city_whose_ring_lacks_the_key_of_a_letter_alone_does_not_start(
    city: Instance, folder: Path
) -> None:
    with city.db.writing() as session:
        town = make_city(session)
        session.add(
            Commendation(
                public_id="letter", year=1405, place=1, serial="1234567890", key_id=7,
                subject_id=town.ali.id or 0, low=80, high=90, n=40, language=Language.FA,
                offered_at=NOON,
            )
        )  # fmt: skip

    with pytest.raises(BadSettings, match="key 7"):
        open_instance()
    assert folder.exists()
