"""An organisation's own template: what it must keep, and how it is drawn."""

import json
from dataclasses import replace

import pytest

from printables.design import HOUSE, Design, dumps, loads
from printables.errors import TemplateRefused
from printables.own_templates import BYTES_MAX, names, read_own
from printables.reading import check as read_check
from printables.sample import sample_badge
from printables.template import FOLDER
from tests.printables.printing import badge, page_count, pixels, printed


def house(name="card-front"):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def sent(raw) -> bytes:
    return json.dumps(raw).encode()


def reason(raw, name="card-front") -> str:
    with pytest.raises(TemplateRefused) as refused:
        read_own(name, raw if isinstance(raw, bytes) else sent(raw))
    return str(refused.value)


def own(**changes) -> Design:
    """The house's card on a red ground, as an organisation keeps it."""
    raw = house() | changes
    raw["elements"] = [dict(one) for one in raw["elements"]]
    raw["elements"][0]["fill"] = "#ffeeee"
    return Design(templates=(("card-front", read_own("card-front", sent(raw))),))


@pytest.mark.parametrize("name", names())
def test_every_template_of_the_house_may_be_its_own_replacement(name):
    assert json.loads(read_own(name, sent(house(name)))) == house(name)


def test_a_badge_is_drawn_with_it_and_still_read_back():
    before, _landings = printed([badge()])
    pdf, landings = printed([badge(design=own())])

    assert read_check(pdf, landings) == 1
    assert list(pixels(pdf, dpi=72)[140, 235]) != list(pixels(before, dpi=72)[140, 235])


def test_two_organisations_and_the_house_stay_apart_in_one_run():
    faces = [badge(1), badge(2, design=own()), badge(3, design=own(safe=2))]
    pdf, landings = printed(faces)

    assert read_check(pdf, landings) == 3
    grounds = [tuple(pixels(pdf, page, dpi=72)[140, 235]) for page in (1, 3, 5)]
    assert grounds[0] != grounds[1] == grounds[2]


def test_an_english_one_is_not_turned():
    page = pixels(printed([badge(design=replace(own(), english=True))])[0], dpi=72)

    assert page[30:130, 10:115].mean() < page[30:130, 128:233].mean()  # the symbol is at the left


def test_it_is_kept_with_the_design_and_leaves_other_digests_alone():
    assert loads(dumps(own())) == own()
    assert "templates" not in dumps(Design(phone="1888"))
    assert HOUSE.digest == "" != own().digest


@pytest.mark.parametrize(
    ("change", "word", "said"),
    [
        ({"width": 90}, "size", "size must be 85.6 x 53.98"),
        ({"scales": True}, "use", "scales must be false"),
        ({"roomier": "card-huge"}, "unknown", "roomier names no template"),
        ({"elements": house()["elements"][:3]}, "symbols", "there must be 1 symbol"),
        ({"wings": 2}, "malformed", "wings"),
    ],
)
def test_what_cannot_take_the_place_is_refused_by_name(change, word, said):
    with pytest.raises(TemplateRefused, match=said) as refused:
        read_own("card-front", sent(house() | change))

    assert refused.value.reason == word


@pytest.mark.parametrize("value", ["{code}", "{host}"])
def test_the_number_and_the_host_in_letters_must_stand_on_it(value):
    raw = house()
    raw["elements"] = [one for one in raw["elements"] if one.get("value") != value]

    assert value in reason(raw)


def test_the_rules_of_every_template_hold_too():
    raw = house()
    wide = {"type": "text", "value": "x", "x": 30, "y": 30, "w": 20, "size": 3, "fill": "ink"}

    assert "quiet zone" in reason(raw | {"elements": [*raw["elements"], wide]})
    assert "sparkle" in reason(raw | {"elements": [*raw["elements"], {"type": "sparkle"}]})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no JSON"),
        (b"[]", "no JSON object"),
        (b"\xff\xfe", "no JSON"),
        (b'{"width": NaN}', "NaN"),
        (b"[" * 50_000, "no JSON"),
        (b" " * (BYTES_MAX + 1), "more than"),
    ],
)
def test_a_file_that_is_no_template_is_refused_in_words(text, said):
    assert said in reason(text)


def test_there_is_no_template_of_another_name():
    assert "poster" in reason(house(), "poster")


@pytest.mark.parametrize("name", sorted(set(names()) - {"certificate"}))
@pytest.mark.parametrize("english", [False, True])
def test_a_sample_of_each_template_is_drawn_and_its_symbol_read_back(name, english):
    drawn = sample_badge(name, badge(kind="market", design=Design(english=english)))

    assert page_count(drawn.pdf) == 1
    assert not drawn.shortened


def test_a_template_whose_symbol_nobody_can_read_is_refused(monkeypatch):
    monkeypatch.setattr("printables.sample.read_back", lambda _pdf: [])

    with pytest.raises(TemplateRefused) as refused:
        sample_badge("card-front", badge())

    assert refused.value.reason == "unread"


def test_a_refused_element_is_named_for_the_reader():
    raw = house()
    raw["elements"][9]["x"] = 80

    with pytest.raises(TemplateRefused) as refused:
        read_own("card-front", sent(raw))

    assert refused.value.values["element"]
