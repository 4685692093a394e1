"""Templates of an organisation at the desk: tried, kept, given up, and why one is refused."""

import io
import json
import re
from typing import Any

import pytest
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from app.audit import AuditEntry
from app.badges.designs import design_row
from app.badges.models import BadgeDesign
from app.badges.own_templates import service
from app.badges.own_templates.words import NAMES, refusal
from app.errors import Missing
from app.rights import Role
from printables.design import HOUSE
from printables.errors import TemplateRefused
from printables.own_templates import BYTES_MAX, names, read_own, shown_text
from tests.badges.city import City, make_city
from tests.badges.conftest import Desk
from tests.conftest import NOON

PATH = "/designs/town/templates"


def house(name: str = "card-front", **changes: Any) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(shown_text(name, HOUSE))
    return raw | changes


def own(**changes: Any) -> str:
    return read_own("card-front", json.dumps(house(**changes)).encode())


def send(desk: Desk, raw: object, *, act: str = "try", name: str = "card-front") -> TestResponse:
    text = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    form = {"act": act, "name": name, "file": (io.BytesIO(text), "card.json")}
    return desk.client.post(f"/desk/badges{PATH}", data=form)


def kept_of(answer: TestResponse) -> str:
    found = re.search(r'name="kept"[^>]*value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


def pictures_of(answer: TestResponse) -> int:
    return answer.text.count("data:image/png")


def keep(session: Session, city: City) -> int:
    return service.keep(
        session, "town", "card-front", own(safe=2.5), roots=(city.root.path,), now=NOON, actor_id=1
    )


def entries(session: Session) -> list[tuple[str, dict[str, Any]]]:
    rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    return [(row.action, json.loads(row.detail)) for row in rows]


def test_every_template_of_the_press_has_a_name_at_the_desk() -> None:
    assert set(NAMES) == set(names())


def test_a_kept_template_is_the_next_version_and_stands_in_the_staff_log(session: Session) -> None:
    city = make_city(session)

    assert keep(session, city) == 1

    row = design_row(session, "town", (city.root.path,))
    assert dict(row.design.templates)["card-front"] == own(safe=2.5)
    action, detail = entries(session)[-1]
    assert (action, detail["template"], detail["version"]) == ("template.keep", "card-front", 1)


def test_giving_it_up_is_a_version_too_and_nothing_can_be_given_up_twice(session: Session) -> None:
    city = make_city(session)
    keep(session, city)
    mine: dict[str, Any] = {"roots": (city.root.path,), "now": NOON, "actor_id": 1}

    assert service.give_up(session, "town", "card-front", **mine) == 2
    assert design_row(session, "town", (city.root.path,)).design == HOUSE
    assert entries(session)[-1][0] == "template.give_up"
    with pytest.raises(Missing):
        service.give_up(session, "town", "card-front", **mine)


def test_who_looks_after_a_part_of_an_organisation_keeps_no_template(session: Session) -> None:
    city = make_city(session)

    with pytest.raises(Missing):
        service.keep(
            session, "town", "card-front", own(),
            roots=(city.north.path,), now=NOON, actor_id=1,
        )  # fmt: skip


def test_the_page_lists_every_template_and_whose_it_is(desk: Desk) -> None:
    page = desk.get(PATH).text

    assert page.count("As the house has it") == len(NAMES)
    assert page.count("/templates/") >= len(NAMES)
    assert "Back to the house" not in page


def test_a_tried_template_is_shown_with_two_names_and_nothing_is_kept(desk: Desk) -> None:
    answer = send(desk, house(safe=2.5))

    assert answer.status_code == 200
    assert pictures_of(answer) == 2
    assert "its symbol was read back" in answer.text
    with desk.db.reading() as session:
        assert session.exec(select(BadgeDesign)).all() == []


def test_what_was_looked_at_is_kept_without_sending_the_file_again(desk: Desk) -> None:
    tried = send(desk, house(safe=2.5))

    answer = desk.post(PATH, act="keep", name="card-front", kept=kept_of(tried))

    assert answer.status_code == 303
    page = desk.get(PATH).text
    assert "Back to the house" in page
    assert "Version 1 is in force" in page
    assert '"safe": 2.5' in desk.get(f"{PATH}/card-front.json").text
    assert "templates of its own: Front of the card." in desk.get("/designs/town").text


def test_a_template_that_was_looked_at_for_one_place_is_not_kept_for_another(desk: Desk) -> None:
    tried = send(desk, house())

    answer = desk.post(PATH, act="keep", name="card-back", kept=kept_of(tried))

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize("kept", ["", "x", "WyJjYXJkLWZyb250IiwiIl0.x"])
def test_without_a_file_or_with_a_forged_one_nothing_is_kept(desk: Desk, kept: str) -> None:
    answer = desk.post(PATH, act="keep", name="card-front", kept=kept)

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize("name", NAMES)
def test_every_template_of_the_house_can_be_downloaded_and_tried_again(
    desk: Desk, name: str
) -> None:
    given = desk.get(f"{PATH}/{name}.json")

    assert given.headers["Content-Disposition"] == f'attachment; filename="{name}.json"'
    answer = send(desk, given.data, name=name)
    assert answer.status_code == 200, answer.text
    assert pictures_of(answer) == (1 if name == "card-back" else 2)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"no json", "no JSON file"),
        (b" " * (BYTES_MAX + 1), "too large"),
        (house(width=90), "85.6 × 53.98 mm"),
        (house(scales=True), "“scales” must be “false”"),
        (house(elements=house()["elements"][:3]), "this many symbols: 1"),
        (house(elements=[*house()["elements"], {"type": "seal", "x": 1, "y": 1}]), "elements["),
        (
            house(elements=[one for one in house()["elements"] if one.get("value") != "{code}"]),
            "No text says “{code}”",
        ),
    ],
)
def test_a_refused_template_is_answered_with_the_reason_and_what_is_at_fault(
    desk: Desk, raw: object, said: str
) -> None:
    answer = send(desk, raw, act="keep")

    assert answer.status_code == 422
    assert said in answer.text
    assert pictures_of(answer) == 0
    with desk.db.reading() as session:
        assert session.exec(select(BadgeDesign)).all() == []


def test_a_template_that_the_words_of_the_design_do_not_fit_is_refused(desk: Desk) -> None:
    desk.post("/designs/town", act="save", order="fa", name_fa="سازمان فناوری اطلاعات و ارتباطات")
    narrow = house()
    city = next(one for one in narrow["elements"] if one.get("value") == "{city}")
    city |= {"w": 4, "floor": 1.6}

    answer = send(desk, narrow)

    assert answer.status_code == 422
    assert "does not fit into its place" in answer.text


def test_a_design_opened_before_takes_no_template_away_unseen(desk: Desk) -> None:
    opened = desk.get("/designs/town")
    desk.post(PATH, act="keep", name="card-front", kept=kept_of(send(desk, house(safe=2.5))))
    asked = {"act": "save", "order": "fa", "phone": "1888"}

    refused = desk.post("/designs/town", **asked, kept=kept_of(opened), based_on="0")
    again = desk.post("/designs/town", **asked, kept=kept_of(refused), based_on="1")

    assert refused.status_code == 422
    assert "Version 1 was kept meanwhile" in refused.text
    assert again.status_code == 303
    with desk.db.reading() as session:
        kept = design_row(session, "town", (desk.city.root.path,)).design
    assert kept.phone == "1888"
    assert [name for name, _own in kept.templates] == ["card-front"]


def test_the_house_gets_its_place_back_at_the_desk(desk: Desk) -> None:
    desk.post(PATH, act="keep", name="card-front", kept=kept_of(send(desk, house(safe=2.5))))

    assert desk.post(f"{PATH}/card-front/remove").status_code == 303
    assert "Back to the house" not in desk.get(PATH).text
    assert desk.post(f"{PATH}/card-front/remove").status_code == 404


def test_a_template_there_is_none_of_is_not_found(desk: Desk) -> None:
    assert desk.get(f"{PATH}/poster.json").status_code == 404
    assert send(desk, house(), name="poster").status_code == 422


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ISSUING_OFFICER}))
def test_no_other_role_opens_the_templates(desk: Desk, role: Role) -> None:
    desk.sit(desk.city.root, role=role)

    assert desk.get(PATH).status_code == 403
    assert send(desk, house(), act="keep").status_code == 403
    assert desk.post(f"{PATH}/card-front/remove").status_code == 403


def test_an_officer_of_a_part_finds_no_templates(desk: Desk) -> None:
    desk.sit(desk.city.north)

    assert desk.get(PATH).status_code == 404
    assert send(desk, house(), act="keep").status_code == 404


def test_every_reason_of_the_press_has_a_sentence(desk: Desk) -> None:
    reasons = (
        "malformed unknown trim quiet_zone small_symbol pale too_long unprintable no_json too_large"
        " size use symbols needed unread"
    )
    values = dict.fromkeys(("ink", "ground", "ratio", "width", "height", "setting", "count"), "7")

    with desk.app.test_request_context():
        said = [
            refusal(TemplateRefused("fault", reason, values), lambda number: number)
            for reason in reasons.split()
        ]

    assert len(set(said)) == len(said)
    assert not any("%(" in one for one in said)
