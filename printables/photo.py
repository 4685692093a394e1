"""Make a photo fit for print: allowed format, sane size, turned upright, cropped, re-encoded."""

import io
import warnings

from PIL import Image, ImageOps

from printables.errors import PhotoRefused

__all__ = ["crop"]

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS_MAX = 40_000_000
BYTES_MAX = 20_000_000
DPI = 300


def crop(photo: bytes, w: float, h: float) -> bytes:
    """Return a JPEG that fills a frame of ``w`` x ``h`` mm at 300 dpi, without EXIF.

    The crop keeps the middle and, of a tall picture, more of the top, where the face is.
    Transparent parts become white, an animation its first frame.

    Raises:
        PhotoRefused: No JPEG, PNG or WebP, broken, over 20 MB or over 40 megapixels.
    """
    if len(photo) > BYTES_MAX:
        raise PhotoRefused("photo over 20 MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(photo), formats=FORMATS) as image:
                return _framed(image, w, h)
    except PhotoRefused:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused(f"no usable photo: {type(error).__name__}") from error
    except Image.DecompressionBombError as error:
        raise PhotoRefused("photo has too many pixels") from error


def _framed(image: Image.Image, w: float, h: float) -> bytes:
    if image.width * image.height > PIXELS_MAX:
        raise PhotoRefused("photo has too many pixels")
    size = (round(w / 25.4 * DPI), round(h / 25.4 * DPI))
    image.draft("RGB", (size[0] * 2, size[1] * 2))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    framed = ImageOps.fit(ground.convert("RGB"), size, centering=(0.5, 0.35))
    out = io.BytesIO()
    framed.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
