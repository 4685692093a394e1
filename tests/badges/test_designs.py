import io
import json
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlmodel import Session, col, select

from app import clock
from app.audit import AuditEntry
from app.badges.design_versions import designs_at, save_design
from app.badges.designs import design_rows, longest_names
from app.badges.faces import Imprint, face_hash, gather
from app.badges.models import BadgeDesign
from app.directory import service as directory
from app.rights import Role
from printables.design import Design
from printables.errors import TemplateRefused
from printables.logo import Logo
from tests.badges.city import RING, URL, City, badge_of, issue, make_city, person
from tests.badges.conftest import Desk
from tests.conftest import NOON
from tests.statements import statements

VIOLET = Design(colours=(("band", "#4a1d5c"),))
SVG = b'<svg viewBox="0 0 10 10"><path d="M1 1h8v8H1z"/></svg>'


def keep(session: Session, city: City, design: Design, *, hours: int = 0) -> int:
    at = NOON + timedelta(hours=hours)
    return save_design(session, city.root.organisation_id, design, now=at, actor_id=1)


def test_versions_count_up_and_the_newest_is_in_force(session):
    city = make_city(session)
    versions = [keep(session, city, VIOLET), keep(session, city, Design(phone="1888"), hours=1)]

    assert versions == [1, 2]
    assert designs_at(session, NOON + timedelta(hours=2)) == {
        city.root.organisation_id: Design(phone="1888")
    }


def test_a_run_drafted_before_a_change_keeps_the_design_it_began_with(session):
    city = make_city(session)
    keep(session, city, VIOLET)
    keep(session, city, Design(phone="1888"), hours=2)

    assert designs_at(session, NOON + timedelta(hours=1)) == {city.root.organisation_id: VIOLET}
    assert designs_at(session, NOON - timedelta(hours=1)) == {}


def test_a_design_that_would_spoil_a_print_is_not_kept(session):
    city = make_city(session)

    with pytest.raises(TemplateRefused):
        keep(session, city, Design(colours=(("band", "#eeeeee"),)))

    assert session.exec(select(BadgeDesign)).all() == []


def test_a_kept_design_stands_in_the_staff_log(session):
    city = make_city(session)
    keep(session, city, VIOLET)

    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert (entry.action, json.loads(entry.detail)["version"]) == ("design.save", 1)


def test_only_badges_of_the_organisation_get_its_design_and_count_as_changed(session):
    city = make_city(session)
    other = directory.add_organisation(session, "parks", "سازمان بوستان‌ها")
    top = directory.add_unit(session, other.id or 0, "900", "سازمان بوستان‌ها")
    nima = person(session, top, "0099", "نیما", "یوشیج")
    issue(session)
    ids = [badge_of(session, one).id or 0 for one in (city.ali, nima)]
    plain = Imprint(URL, "qr.city.ir")
    before = [one.hash for one in gather(session, ids, RING, plain)]

    own = Imprint(URL, "qr.city.ir", designs={city.root.organisation_id: VIOLET})
    after = list(gather(session, ids, RING, own))

    assert [one.face.design for one in after] == [VIOLET, Design()]
    assert [one.hash == old for one, old in zip(after, before, strict=True)] == [False, True]
    assert face_hash(after[1].face) == before[1]


def test_an_organisation_is_offered_only_to_who_looks_after_all_of_it(session):
    city = make_city(session)

    assert [row.code for row in design_rows(session, (city.root.path,))] == ["town"]
    assert design_rows(session, (city.north.path,)) == []
    assert design_rows(session, ()) == []


def test_the_list_of_designs_takes_two_statements_whatever_their_number(session):
    city = make_city(session)
    parks = directory.add_organisation(session, "parks", "سازمان بوستان‌ها")
    directory.add_unit(session, parks.id or 0, "900", "سازمان بوستان‌ها")
    keep(session, city, VIOLET)
    keep(session, city, Design(phone="1888"), hours=1)
    session.flush()

    with statements(session) as seen:
        rows = design_rows(session, ("/",))

    assert len(seen) == 2
    assert [(row.code, row.version) for row in rows] == [("parks", 0), ("town", 2)]
    assert rows[1].design == Design(phone="1888")


def test_the_preview_shows_the_longest_names(session):
    city = make_city(session)
    long = person(session, city.north, "0050", "سیدمحمدمهدی", "حسینی‌نژاد اصفهانی تهرانی")

    found = longest_names(session, city.root.organisation_id)

    assert found[0].name_fa == long.name_fa
    assert found[1].kind == "metro_station"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ISSUING_OFFICER}))
def test_no_other_role_opens_the_designs(desk: Desk, role: Role) -> None:
    desk.sit(desk.city.root, role=role)

    assert {desk.get(path).status_code for path in ("/designs", "/designs/town")} == {403}


def test_an_officer_of_a_part_is_told_why_there_is_nothing(desk: Desk) -> None:
    desk.sit(desk.city.north)

    assert "No organisation of yours" in desk.get("/designs").text
    assert desk.get("/designs/town").status_code == 404
    assert desk.post("/designs/town", act="save", order="fa").status_code == 404


def pictures_of(page: str) -> list[bytes]:
    return re.findall(rb"data:image/png;base64,([A-Za-z0-9+/=]+)", page.encode())


def test_the_page_shows_host_contrast_and_three_pictures(desk: Desk) -> None:
    page = desk.get("/designs/town").text

    assert "qr.city.ir" in page
    assert len(pictures_of(page)) == 3
    assert page.count("readable") == 5


def test_a_preview_changes_the_pictures_and_keeps_nothing(desk: Desk) -> None:
    before = desk.get("/designs/town").text

    answer = desk.post("/designs/town", act="preview", order="fa", band="#4A1D5C", ask1="خوب بود؟")

    assert answer.status_code == 200
    assert pictures_of(answer.text)[0] != pictures_of(before)[0]
    assert 'value="خوب بود؟"' in answer.text
    with desk.db.reading() as session:
        assert session.exec(select(BadgeDesign)).all() == []


def test_a_saved_design_is_in_force(desk: Desk) -> None:
    answer = desk.post(
        "/designs/town", act="save", order="en", band="#4a1d5c", motto="شهر ما", phone="1888"
    )

    assert answer.status_code == 303
    assert "Version 1" in desk.get("/designs").text
    with desk.db.reading() as session:
        (kept,) = designs_at(session, clock.now()).values()
    assert kept == Design(
        colours=(("band", "#4a1d5c"),), wording=(("motto", "شهر ما"),), phone="1888", english=True
    )


def test_the_same_design_again_makes_no_version(desk: Desk) -> None:
    for _ in range(2):
        desk.post("/designs/town", act="save", order="fa", band="#4a1d5c")

    with desk.db.reading() as session:
        assert len(session.exec(select(BadgeDesign)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"band": "#eeeeee"}, "band", "has a contrast of 1."),
        ({"accent": "#ffd000"}, "accent", "has a contrast of 1."),
        ({"band": "blue"}, "band", "is no colour"),
        ({"band": "#12"}, "band", "is no colour"),
        ({"ask1": "آیا از برخورد ما راضی"}, "ask1", "does not fit"),
        ({"motto": "😀😀"}, "motto", "None of these signs"),
        ({"step1": "و" * 90}, "step1", "too long"),
        ({"name_fa": "و" * 200}, "name_fa", "too long"),
        ({"name_fa": "سازمان " * 11}, "name_fa", "does not fit"),
        ({"order": "ar"}, "order", "Choose one of these"),
    ],
)
def test_what_would_spoil_a_print_is_said_at_its_field(
    desk: Desk, typed: dict[str, str], field: str, words: str
) -> None:
    answer = desk.post("/designs/town", **({"act": "save", "order": "fa"} | typed))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert words in answer.text
    with desk.db.reading() as session:
        assert session.exec(select(BadgeDesign)).all() == []


def test_a_logo_survives_a_preview_and_is_kept(desk: Desk) -> None:
    form = {"order": "fa", "act": "preview", "logo": (io.BytesIO(SVG), "logo.svg")}
    page = desk.client.post("/desk/badges/designs/town", data=form).text
    kept = re.search(r'name="kept" type="hidden" value="([^"]+)"', page)
    assert kept is not None

    desk.post("/designs/town", act="save", order="fa", kept=kept[1])

    with desk.db.reading() as session:
        (design,) = designs_at(session, clock.now()).values()
    assert design.logo == Logo((0, 0, 10, 10), ("M1 1h8v8H1z",))


def test_a_kept_logo_nobody_signed_is_not_believed(desk: Desk) -> None:
    desk.post("/designs/town", act="save", order="fa", kept="forged.value", phone="1888")

    with desk.db.reading() as session:
        (design,) = designs_at(session, clock.now()).values()
    assert design.logo is None


def test_a_logo_that_is_none_is_refused_at_its_field(desk: Desk) -> None:
    form = {"order": "fa", "act": "save", "logo": (io.BytesIO(b"%PDF"), "logo.png")}

    answer = desk.client.post("/desk/badges/designs/town", data=form)

    assert answer.status_code == 422
    assert "not an SVG or PNG" in answer.text


def test_the_page_speaks_persian(desk: Desk) -> None:
    answer = desk.post("/designs/town?lang=fa", act="save", order="fa", band="#eeeeee")

    assert answer.status_code == 422
    assert "تضاد" in answer.text


def photo(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 360), colour).save(out, "JPEG")
    return out.getvalue()


def test_an_officer_puts_replaces_and_removes_a_photo(desk: Desk, tmp_path) -> None:
    with desk.db.reading() as session:
        serial = badge_of(session, desk.city.ali).serial
    path = f"/desk/badges/{serial}/photo"

    for colour in ("red", "blue"):
        put = {"act": "put", "photo": (io.BytesIO(photo(colour)), "ali.jpg")}
        assert desk.client.post(path, data=put).status_code == 303
    assert "data:image/jpeg" in desk.client.get(path).text
    assert len(list((tmp_path / "files").rglob("*.jpg"))) == 2

    assert desk.client.post(path, data={"act": "remove"}).status_code == 303
    assert "no photo" in desk.client.get(path).text
    assert list((tmp_path / "files").rglob("*.jpg")) == []


@pytest.mark.parametrize("content", [b"", b"no photo", photo()[:200]])
def test_what_is_no_photo_is_refused_at_the_field(desk: Desk, content: bytes) -> None:
    with desk.db.reading() as session:
        serial = badge_of(session, desk.city.ali).serial

    answer = desk.client.post(
        f"/desk/badges/{serial}/photo", data={"act": "put", "photo": (io.BytesIO(content), "x.jpg")}
    )

    assert answer.status_code == 422
    assert "JPEG, PNG or WebP photo" in answer.text


def test_a_place_has_no_photo_and_another_district_is_unknown(desk: Desk) -> None:
    with desk.db.reading() as session:
        station = badge_of(session, desk.city.station).serial
        ali = badge_of(session, desk.city.ali).serial

    assert desk.get(f"/{station}/photo").status_code == 404
    assert desk.sit(desk.city.south).get(f"/{ali}/photo").status_code == 404


def test_the_preview_shows_the_longest_name_of_the_chosen_unit(desk: Desk) -> None:
    with desk.db.reading() as session:
        town, south = desk.city.root.organisation_id, desk.city.south.path
        everywhere = [one.name_fa for one in longest_names(session, town)]
        below = [one.name_fa for one in longest_names(session, town, south)]
    whole = desk.get("/designs/town").text
    part = desk.post("/designs/town", order="fa", unit="102").text
    elsewhere = desk.post("/designs/town", order="fa", unit="999").text

    def pictures(page: str) -> list[str]:
        return re.findall(r'<img src="(data:[^"]+)"', page)

    assert everywhere[0] == "سارا رضایی‌پور"
    assert below[0] == "رضا نوری"
    assert pictures(part)[0] != pictures(whole)[0]
    assert pictures(elsewhere)[0] == pictures(whole)[0]
    assert '<option selected value="102">' in part
