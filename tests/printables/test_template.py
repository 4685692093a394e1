from dataclasses import fields

import pytest

from printables.elements import Block, Box, Drawn, Photo, Ribbons, Sign, Stars, Symbol, Text
from printables.errors import TemplateRefused
from printables.label import label
from printables.schema import template_schema
from printables.template import FOLDER, load, parse, scaled

SYMBOL = {"type": "symbol", "x": 5, "y": 5, "w": 40, "h": 40}


def template(*elements):
    return parse("trial", {"width": 100, "height": 60, "elements": [SYMBOL, *elements]})


def text(**values):
    return {"value": "{name}", "x": 95, "y": 30, "w": 40, "size": 4} | values


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.json")))
def test_every_template_that_ships_keeps_the_rules(name):
    assert load(name).elements


@pytest.mark.parametrize("size", [(75, 40), (80, 50), (63.5, 29.6), (40, 40), (70, 36)])
def test_a_label_of_every_preset_keeps_the_rules(size):
    assert label(*size).elements


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (text(x=60, w=30), "quiet zone"),
        ({"type": "drawing", "name": "mark", "x": 40, "y": 40, "w": 10}, "quiet zone"),
        ({"type": "box", "x": 0, "y": 0, "w": 20, "h": 20, "fill": "lapis"}, "quiet zone"),
        (text(x=99), "outer 3 mm"),
        (text(y=59), "outer 3 mm"),
        ({"type": "box", "x": 50, "y": 0, "w": 60, "h": 5, "fill": "lapis"}, "trim"),
        (text(fill="line"), "too pale: line on white"),
        (text(value="{salary}"), "unknown values: salary"),
        (text(when="rank"), "unknown values: rank"),
        (text(fill="mauve"), "no colour: 'mauve'"),
        (text(value="یک متن بسیار بلند برای جایی کوچک", w=10), "does not fit into 10 mm"),
        ({"type": "drawing", "name": "seal", "x": 60, "y": 40, "w": 10}, "no drawing: seal"),
        ({"type": "symbol", "x": 60, "y": 20, "w": 18, "h": 18}, "0.5 mm a module"),
        ({"type": "hologram", "x": 60, "y": 20}, "'hologram' is none of box, stars"),
        (text(colour="red"), r"elements\[1\] \(text\) knows no colour"),
        ({"type": "box", "x": 50, "y": 5, "w": "wide", "h": 5}, "w .*cannot be 'wide'"),
        (text(value="{name"), "trial"),
        (text(value="{name.__class__}"), "unknown values"),
        (text(align="start"), "none of left, center, right"),
        (text(lines=40), "lines .*40 is more than 4"),
        (text(bold="yes"), "bold .*cannot be"),
    ],
)
def test_what_would_spoil_the_print_is_refused_with_its_reason(element, reason):
    with pytest.raises(TemplateRefused, match=reason):
        template(element)


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"height": 60, "elements": [SYMBOL]}, "lacks width"),
        ({"width": 100, "height": 60, "elements": []}, "elements is empty"),
        ({"width": 100, "height": 60, "elements": [SYMBOL], "script": "x"}, "knows no script"),
        ({"width": True, "height": 60, "elements": [SYMBOL]}, "width cannot be True"),
        ({"width": 9e9, "height": 60, "elements": [SYMBOL]}, "width .* is more than 420"),
        ({"width": 100, "height": 60, "elements": ["symbol"]}, r"elements\[0\] cannot be"),
        ({"width": 100, "height": 60, "elements": [{}]}, r"elements\[0\] .*lacks x"),
        ([], "it is no object"),
        (None, "it is no object"),
    ],
)
def test_what_is_no_template_is_refused_by_its_schema(document, where):
    with pytest.raises(TemplateRefused, match=where):
        parse("trial", document)


def test_the_schema_names_every_setting_of_every_element():
    known = template_schema()["$defs"]

    for kind in (Box, Stars, Drawn, Text, Block, Symbol, Photo, Sign, Ribbons):
        named = set(known[kind.kind]["properties"]) - {"type"}
        assert named == {field.name for field in fields(kind)}


def test_a_ground_that_holds_the_whole_symbol_is_allowed():
    ground = {"type": "box", "x": 0, "y": 0, "w": 100, "h": 60, "fill": "paper"}

    assert template(ground, text()).elements[1]


def test_a_scaled_template_keeps_its_proportions():
    placard = load("placard")

    double = scaled(placard, 2)

    assert (double.width, double.height) == (296, 420)
    assert double.elements[9].w == 2 * placard.elements[9].w
