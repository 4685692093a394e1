"""Strange files (inputs P31 to P33), a photo cut in the middle, and that no input was forgotten."""

import ast
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from app.db import Database
from app.feedback.models import Attachment, Feedback
from tests.strange.stranger import REJECTED, WORDS, Stranger

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("strange")]

FIELDS = {"kind": "crt", "about": "postponed", "text": WORDS}


def photo(side: int) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "JPEG", quality=95)
    return out.getvalue()


def large_png() -> bytes:
    out = io.BytesIO()
    side = 2300
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG")
    assert len(out.getvalue()) > 15_000_000
    return out.getvalue()


@pytest.mark.parametrize("name", ["P31 a drawing", "P32 a program", "P33 fifteen megabytes"])
def test_what_is_no_photo_or_too_large_is_refused_and_the_words_stay(
    name: str, stranger: Stranger, store: Database
) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    sent = {
        "P31": ("a.svg", "image/svg+xml", svg),
        "P32": ("holiday.jpg", "image/jpeg", b"MZ\x90\x00" + os.urandom(4000)),
        "P33": ("a.png", "image/png", large_png() if name.startswith("P33") else b""),
    }[name[:3]]
    answer = stranger.send(stranger.tap(), FIELDS, sent)

    assert answer.status in REJECTED
    assert WORDS in answer.text
    with store.reading() as session:
        assert session.exec(select(Attachment)).all() == []


def test_a_photo_of_several_megabytes_is_taken_as_phones_make_it(
    stranger: Stranger, store: Database
) -> None:
    raw = photo(2200)
    assert len(raw) > 3_000_000
    answer = stranger.send(stranger.tap(), FIELDS, ("a.jpg", "image/jpeg", raw))

    assert answer.status == 303, answer.text[:500]
    with store.writing() as session:
        for row in session.exec(select(Attachment)):
            session.delete(row)


def test_a_form_cut_in_the_middle_of_a_photo_is_no_message(
    stranger: Stranger, store: Database
) -> None:
    thanks, said = stranger.tap(), "بریده در میانه"
    lead = "--x\r\nContent-Disposition: form-data; name="
    head = f'{lead}"kind"\r\n\r\ncrt\r\n{lead}"text"\r\n\r\n{said}\r\n'
    head += f'{lead}"photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = head.encode() + photo(500)[:50_000]
    answer = stranger.ask("POST", thanks, body, Content_Type="multipart/form-data; boundary=x")

    assert answer.status in REJECTED
    with store.reading() as session:
        assert session.exec(select(Feedback.id).where(Feedback.text == said)).all() == []


def test_all_forty_six_inputs_of_the_list_are_here() -> None:
    here = Path(__file__).parent
    tried = {number for path in here.glob("test_*.py") for number in inputs_of(path)}

    assert tried == set(range(1, 47))


def inputs_of(path: Path) -> Iterator[int]:
    """Inputs a file tries, by the names of its tests and cases; docstrings count for nothing."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from map(int, re.findall(r"^test_p(\d\d)_", node.name))
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ):
            yield from map(int, re.findall(r"^P(\d\d) ", node.value))
