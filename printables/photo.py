"""Make a photo fit for print and page: allowed format, sane size, upright, cropped, re-encoded.

- ``crop``: any usable photo into a frame of the press, at 300 dpi.
- ``portrait``: a photo that is taken in: refused unless it is plain, then made once for the
  card and once, much smaller, for the citizen's page.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps

from printables.errors import PhotoRefused

__all__ = ["FRAME", "PAGE_BYTES_MAX", "Portrait", "crop", "portrait"]

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS_MAX = 40_000_000
BYTES_MAX = 20_000_000
DPI = 300
FRAME = (19.488, 23.2)
"""Photo of the staff card, mm; 84 to 100 like the one on the citizen's page."""
PAGE_SIZES = ((168, 200), (126, 150), (84, 100))
PAGE_BYTES_MAX = 4_300
_SIDE_MIN = 100
_QUALITIES = (82, 74, 66, 58, 50)


@dataclass(frozen=True, slots=True)
class Portrait:
    """One photo, twice, as JPEG without EXIF: for the card, and of at most 5 kB for the page."""

    card: bytes
    page: bytes


def crop(photo: bytes, w: float, h: float) -> bytes:
    """Return a JPEG that fills a frame of ``w`` x ``h`` mm at 300 dpi, without EXIF.

    The crop keeps the middle and, of a tall picture, more of the top, where the face is.
    Transparent parts become white, an animation its first frame.  A photo that ``portrait``
    made for this frame is returned as it is.

    Raises:
        PhotoRefused: No JPEG, PNG or WebP, broken, over 20 MB or over 40 megapixels.
    """
    size = (round(w / 25.4 * DPI), round(h / 25.4 * DPI))
    with _opened(photo) as image:
        if image.format == "JPEG" and (image.size, image.mode) == (size, "RGB"):
            image.load()
            if not image.getexif():
                return photo
        return _jpeg(ImageOps.fit(_plain(image, size), size, centering=(0.5, 0.35)), 85)


def portrait(photo: bytes) -> Portrait:
    """Return the photo of a person for the staff card and for the citizen's page.

    Raises:
        PhotoRefused: As ``crop``; also CMYK, an animation, or under 100 pixels a side.
    """
    with _opened(photo) as image:
        _check_plain(image)
        size = (round(FRAME[0] / 25.4 * DPI), round(FRAME[1] / 25.4 * DPI))
        framed = ImageOps.fit(_plain(image, size), size, centering=(0.5, 0.35))
    return Portrait(_jpeg(framed, 85), _small(framed))


@contextmanager
def _opened(photo: bytes) -> Iterator[Image.Image]:
    """Open a photo of a known format; whatever a decoder says of it is one refusal."""
    if len(photo) > BYTES_MAX:
        raise PhotoRefused("photo over 20 MB", "too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(photo), formats=FORMATS) as image:
                if image.width * image.height > PIXELS_MAX:
                    raise PhotoRefused("photo has too many pixels", "too_many_pixels")
                yield image
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PhotoRefused("photo has too many pixels", "too_many_pixels") from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise PhotoRefused(f"no usable photo: {type(error).__name__}") from error


def _check_plain(image: Image.Image) -> None:
    if image.mode == "CMYK":
        raise PhotoRefused("photo in printing inks", "cmyk")
    if getattr(image, "is_animated", False):
        raise PhotoRefused("photo that moves", "animated")
    if min(image.size) < _SIDE_MIN:
        raise PhotoRefused("photo under 100 pixels a side", "too_small")


def _plain(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture upright, RGB, on white, decoded no larger than needed."""
    image.draft("RGB", (size[0] * 2, size[1] * 2))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    return ground.convert("RGB")


def _small(framed: Image.Image) -> bytes:
    """Return the sharpest version of at most ``PAGE_BYTES_MAX``: twice the pixels if they fit."""
    for size in PAGE_SIZES:
        scaled = framed.resize(size, Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            small = _jpeg(scaled, quality)
            if len(small) <= PAGE_BYTES_MAX:
                return small
    return _jpeg(scaled, 20)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
