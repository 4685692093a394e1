import base64
import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from PIL import Image

from app.intake.portrait import MOST_BYTES, portrait


@pytest.fixture
def files(tmp_path):
    Image.effect_noise((900, 1200), 40).save(tmp_path / "face.jpg")
    (tmp_path / "note.jpg").write_text("not a picture")
    return tmp_path


def test_a_photo_travels_in_the_page_at_its_size_and_without_a_run_of_digits(files):
    address = portrait(files, "face.jpg")

    raw = base64.b64decode(unquote(address.removeprefix("data:image/jpeg;base64,")))
    assert Image.open(BytesIO(raw)).size == (84, 100)
    assert len(raw) <= MOST_BYTES
    assert not re.search(r"\d{9}", address)


@pytest.mark.parametrize("name", ["", "none.jpg", "note.jpg", "../face.jpg", "/etc/passwd"])
def test_without_a_usable_photo_there_is_none(files, name):
    assert portrait(files / "x" if name.startswith("..") else files, name) == ""
