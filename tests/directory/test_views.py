"""The import desk: preview, confirmation, and who may stand there."""

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app import audit
from app.directory.models import Employee, ImportRun
from app.instance import Instance
from tests.directory.city import ALI, HEAD, REZA, SARA, write

BASE = "https://qr.example.ir"


def get(client: FlaskClient, path: str, reader: str = "officer") -> TestResponse:
    client.get(f"/as/{reader}", base_url=BASE)
    return client.get(path, base_url=BASE)


def token_of(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.get_data(as_text=True))
    assert found, answer.get_data(as_text=True)[:3000]
    return found[1]


def send(client: FlaskClient, path: Path, reader: str = "officer", **fields: str) -> TestResponse:
    csrf = token_of(get(client, "/desk/import", reader))
    form = {"kind": "employees", "csrf_token": csrf, **fields}
    form["file"] = (io.BytesIO(path.read_bytes()), path.name)  # type: ignore[assignment]
    return client.post("/desk/import", base_url=BASE, data=form)


def confirm(client: FlaskClient, place: str, **fields: str) -> TestResponse:
    csrf = token_of(get(client, place))
    return client.post(place, base_url=BASE, data={"csrf_token": csrf, **fields})


def uploads(instance: Instance) -> list[Path]:
    folder = instance.settings.instance / "uploads"
    return list(folder.iterdir()) if folder.is_dir() else []


def numbers(instance: Instance) -> list[str]:
    with instance.db.reading() as session:
        return sorted(session.exec(select(Employee.personnel_number)))


def test_a_file_is_shown_first_and_imported_on_confirmation(
    client: FlaskClient, instance: Instance, tmp_path: Path
) -> None:
    answer = send(client, write(tmp_path / "کارکنان.csv", [HEAD, ALI, SARA]))
    place = answer.location
    page = get(client, place).get_data(as_text=True)

    assert (answer.status_code, numbers(instance)) == (303, [])
    assert "کارکنان.csv" in page

    assert confirm(client, place).status_code == 303
    assert numbers(instance) == ["00000012", "00000034"]
    assert uploads(instance) == []
    assert get(client, place).status_code == 404
    with instance.db.reading() as session:
        assert session.exec(select(audit.AuditEntry.action)).all()[-1] == "import.employees"


def test_refused_rows_are_listed_and_nothing_is_imported_unless_left_out(
    client: FlaskClient, instance: Instance, tmp_path: Path
) -> None:
    bad = [*SARA[:5], "999", *SARA[6:]]
    place = send(client, write(tmp_path / "r.csv", [HEAD, ALI, bad])).location

    page = get(client, place).get_data(as_text=True)
    table = get(client, f"{place}/refused.csv")

    assert "There is no unit with the code 999." in page
    assert table.get_data(as_text=True).splitlines()[1].startswith("3,کد واحد,There is no unit")
    refused = confirm(client, place)
    assert (refused.status_code, numbers(instance)) == (422, [])
    assert "1 rows were refused" in refused.get_data(as_text=True)
    assert confirm(client, place, skip_refused="y").status_code == 303
    assert numbers(instance) == ["00000012"]


def test_many_who_left_ask_for_their_number_in_any_digits(
    client: FlaskClient, instance: Instance, tmp_path: Path
) -> None:
    both = send(client, write(tmp_path / "a.csv", [HEAD, ALI, SARA])).location
    confirm(client, both)
    place = send(client, write(tmp_path / "b.csv", [HEAD, ALI]), scope="۱۰۱").location

    assert "1 of 2 are missing" in get(client, place).get_data(as_text=True)
    assert "00000034,سارا احمدی,101" in get(client, f"{place}/left.csv").get_data(as_text=True)
    assert confirm(client, place).status_code == 422
    assert confirm(client, place, confirm_left="٢").status_code == 422
    assert confirm(client, place, confirm_left="۱").status_code == 303
    with instance.db.reading() as session:
        assert session.exec(select(ImportRun.left)).all() == [0, 1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scope": "999"}, "There is no unit with the code 999."),
        ({"unit": "x" * 41}, "This is too long."),
        ({"kind": "moons"}, "Not a valid choice"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    client: FlaskClient, instance: Instance, tmp_path: Path, fields: dict[str, str], words: str
) -> None:
    answer = send(client, write(tmp_path / "a.csv", [HEAD, ALI]), **{"unit": "101", **fields})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert f'value="{fields.get("unit", "101")}"' in page
    assert uploads(instance) == []


def test_a_file_that_is_no_table_is_refused_and_not_kept(
    client: FlaskClient, instance: Instance, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"%PDF-1.7")

    answer = send(client, path)

    assert answer.status_code == 422
    assert "not a CSV or XLSX file" in answer.get_data(as_text=True)
    assert uploads(instance) == []


def test_a_form_without_a_file_is_refused(client: FlaskClient) -> None:
    csrf = token_of(get(client, "/desk/import"))
    answer = client.post("/desk/import", base_url=BASE, data={"csrf_token": csrf})

    assert answer.status_code == 422
    assert "Choose a file." in answer.get_data(as_text=True)


def test_the_officer_of_a_district_imports_into_the_district_only(
    client: FlaskClient, tmp_path: Path
) -> None:
    answer = send(client, write(tmp_path / "r.csv", [HEAD, ALI, REZA]), "district")

    page = get(client, answer.location, "district").get_data(as_text=True)

    assert "not among the units you look after" in page
    assert send(client, tmp_path / "r.csv", "district", scope="102").status_code == 422


def test_a_waiting_file_belongs_to_who_sent_it(client: FlaskClient, tmp_path: Path) -> None:
    place = send(client, write(tmp_path / "r.csv", [HEAD, ALI])).location

    assert get(client, place, "district").status_code == 404
    assert get(client, "/desk/import/../../keys.json", "officer").status_code == 404
    assert get(client, "/desk/import/" + "0" * 32).status_code == 404


def test_a_waiting_file_can_be_deleted(
    client: FlaskClient, instance: Instance, tmp_path: Path
) -> None:
    place = send(client, write(tmp_path / "r.csv", [HEAD, ALI])).location
    csrf = token_of(get(client, place))

    answer = client.post(f"{place}/discard", base_url=BASE, data={"csrf_token": csrf})

    assert (answer.status_code, uploads(instance)) == (303, [])


def test_only_who_may_import_gets_in(client: FlaskClient) -> None:
    assert get(client, "/desk/import", "handler").status_code == 403
    assert get(client, "/desk/import", "nobody").status_code == 303


def test_the_page_speaks_persian(client: FlaskClient, tmp_path: Path) -> None:
    bad = [*SARA[:5], "999", *SARA[6:]]
    place = send(client, write(tmp_path / "r.csv", [HEAD, bad])).location

    page = get(client, f"{place}?lang=fa").get_data(as_text=True)

    assert "واحدی با کد ۹۹۹ نیست." in page
    assert 'dir="rtl"' in page
