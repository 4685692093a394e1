import io

import pytest
from PIL import Image

from printables.errors import PhotoRefused
from printables.photo import FRAME, PAGE_BYTES_MAX, crop, portrait
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


def noisy(size=(600, 720)):
    """A photo that compresses as badly as a real one, and worse."""
    picture = Image.effect_noise(size, 90).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def test_a_portrait_is_made_for_the_card_and_within_five_kilobytes_for_the_page():
    made = portrait(noisy())

    with Image.open(io.BytesIO(made.card)) as card, Image.open(io.BytesIO(made.page)) as page:
        assert card.size == (230, 274)
        assert page.size[0] / page.size[1] == pytest.approx(0.84)
    assert len(made.page) <= PAGE_BYTES_MAX


def test_a_plain_portrait_has_twice_the_pixels_of_its_place_on_the_page():
    with Image.open(io.BytesIO(portrait(photo()).page)) as page:
        assert page.size == (168, 200)


def test_a_portrait_for_the_card_is_printed_as_it_is():
    card = portrait(photo()).card

    assert crop(card, *FRAME) is card


def test_a_photo_lying_on_its_side_is_turned_and_its_exif_is_gone():
    lying = Image.new("RGB", (900, 600), "blue")
    lying.paste("red", (0, 0, 450, 600))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a maker"
    out = io.BytesIO()
    lying.save(out, "JPEG", exif=exif)

    made = portrait(out.getvalue())

    for version in (made.card, made.page):
        with Image.open(io.BytesIO(version)) as image:
            assert not image.getexif()
            assert image.getpixel((40, 10))[0] > 200
            assert image.getpixel((40, image.height - 10))[2] > 200


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (photo("CMYK", colour=(0, 255, 255, 0)), "cmyk"),
        (photo(size=(60, 300)), "too_small"),
        (photo("1", (30_000, 30_000), "PNG", 0), "too_many_pixels"),
        (photo(form="GIF"), "unreadable"),
        (b"%PDF-1.7", "unreadable"),
        (photo()[:300], "unreadable"),
        (b"\xff" * 20_000_001, "too_large"),
    ],
    ids=["printing inks", "tiny", "bomb", "gif", "pdf", "cut off", "twenty megabytes"],
)
def test_a_photo_that_is_not_plain_is_not_taken_in(bad, reason):
    with pytest.raises(PhotoRefused) as refusal:
        portrait(bad)

    assert refusal.value.reason == reason


def test_a_photo_that_moves_is_not_taken_in():
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    for form in ("WEBP", "PNG"):
        out = io.BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:])
        with pytest.raises(PhotoRefused) as refusal:
            portrait(out.getvalue())
        assert refusal.value.reason == "animated"
