import io

import pytest
from PIL import Image

from printables.errors import PhotoRefused
from printables.photo import crop
from tests.printables.printing import badge, pixels, printed


def photo(mode="RGB", size=(600, 900), form="JPEG", colour="red", **more):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "form", "colour"),
    [
        ("RGB", "JPEG", "red"),
        ("CMYK", "JPEG", (0, 255, 255, 0)),
        ("L", "JPEG", 90),
        ("RGBA", "PNG", (255, 0, 0, 0)),
        ("P", "PNG", 3),
        ("RGB", "WEBP", "red"),
        ("I;16", "PNG", 900),
    ],
)
def test_photos_of_every_colour_model_become_one_small_jpeg(mode, form, colour):
    framed = crop(photo(mode, form=form, colour=colour), 19.488, 23.2)

    with Image.open(io.BytesIO(framed)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (230, 274))
    assert len(framed) < 30_000


def test_an_animation_gives_its_first_frame():
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])

    with Image.open(io.BytesIO(crop(out.getvalue(), 20, 20))) as image:
        red, _, blue = image.getpixel((50, 50))
    assert red > 200
    assert blue < 60


@pytest.mark.parametrize(
    "bad",
    [b"", b"no photo", photo()[:200], photo(form="GIF"), photo(form="BMP"), b"\xff\xd8\xff" * 9],
    ids=["empty", "words", "cut off", "gif", "bitmap", "noise"],
)
def test_what_is_no_photo_is_refused(bad):
    with pytest.raises(PhotoRefused):
        crop(bad, 20, 24)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = photo("1", (30_000, 30_000), "PNG", 0)

    with pytest.raises(PhotoRefused, match="pixels"):
        crop(bomb, 20, 24)


def test_the_photo_is_printed_in_its_frame():
    pdf, _ = printed([badge(photo=photo())])
    page = pixels(pdf, dpi=150)

    blue, green, red = page[round(23 / 25.4 * 150), round(72 / 25.4 * 150)]
    assert red > 200
    assert max(blue, green) < 60


def test_without_a_photo_a_portrait_is_drawn():
    page = pixels(printed([badge()])[0], dpi=150)

    assert page[round(30 / 25.4 * 150), round(72 / 25.4 * 150)].max() < 140
