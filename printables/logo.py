"""The logo of an organisation: cleaned on the way in, so that nothing but a drawing is kept.

An SVG is reduced to the data of its paths, drawn in one colour like the house's own mark; it may
hold nothing else (no text, picture, style, script or transform).  A PNG is flattened on white and
made small; it stands on a white ground of its own.
"""

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

from PIL import Image

from printables.errors import LogoRefused

__all__ = ["Logo", "clean_logo"]

BYTES_MAX = 1_000_000
_PATHS_MAX, _DATA_MAX = 200, 40_000
_SIDE, _SIDE_MIN = 320, 48
_PIXELS_MAX = 20_000_000
_DATA = re.compile(r"[MLHVCSQZmlhvcsqz0-9eE\s,.+-]+")
_SCIENTIFIC = re.compile(r"[eE]")
_TAGS = {"svg", "g", "path", "title", "desc", "defs", "metadata"}
_TURNED = {"transform", "style", "clip-path", "mask", "filter"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A cleaned logo: either ``paths`` in a ``view`` box (x, y, w, h), or the bytes of a PNG."""

    view: tuple[float, float, float, float] = (0, 0, 1, 1)
    paths: tuple[str, ...] = ()
    png: bytes = b""


def clean_logo(content: bytes) -> Logo:
    """Return the logo that these bytes hold.

    Raises:
        LogoRefused: Neither an SVG of plain paths nor a PNG, over 1 MB, or too small to print.
    """
    if len(content) > BYTES_MAX:
        raise LogoRefused("logo over 1 MB", "too_large")
    if content.startswith(b"\x89PNG"):
        return Logo(png=_png(content))
    return _svg(content)


def _png(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
                if image.width * image.height > _PIXELS_MAX:
                    raise LogoRefused("logo has too many pixels", "too_large")
                if min(image.size) < _SIDE_MIN:
                    raise LogoRefused("logo under 48 pixels a side", "too_small")
                return _flattened(image.convert("RGBA"))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise LogoRefused("logo has too many pixels", "too_large") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise LogoRefused(f"no usable logo: {type(error).__name__}") from error


def _flattened(image: Image.Image) -> bytes:
    image.thumbnail((_SIDE, _SIDE))
    ground = Image.new("RGBA", (_SIDE, _SIDE), "white")
    ground.alpha_composite(image, ((_SIDE - image.width) // 2, (_SIDE - image.height) // 2))
    out = io.BytesIO()
    ground.convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _svg(content: bytes) -> Logo:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise LogoRefused("an SVG with a document type of its own", "not_paths")
    try:
        # no document type, so there are no entities to swell or to fetch
        root = ElementTree.fromstring(content)  # nosec B314  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise LogoRefused("neither SVG nor PNG") from error
    paths = []
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag not in _TAGS or not _TURNED.isdisjoint(element.attrib):
            raise LogoRefused(f"an SVG with more than plain paths: {tag}", "not_paths")
        if tag == "path":
            paths.append(_path(element.get("d", "")))
    if not paths or len(paths) > _PATHS_MAX or sum(map(len, paths)) > _DATA_MAX:
        raise LogoRefused("an SVG without paths, or with too many", "not_paths")
    return Logo(_view(root), tuple(paths))


def _path(data: str) -> str:
    """Return path data that the press can draw: no arcs, no numbers with an exponent."""
    if not _DATA.fullmatch(data) or _SCIENTIFIC.search(data) or data.lstrip()[0] not in "Mm":
        raise LogoRefused("path data with arcs or unknown commands", "not_paths")
    return " ".join(data.split())


def _view(root: ElementTree.Element) -> tuple[float, float, float, float]:
    try:
        if box := root.get("viewBox"):
            x, y, w, h = (float(part) for part in re.split(r"[\s,]+", box.strip()))
        else:
            x, y = 0.0, 0.0
            w, h = (float(root.get(name, "").removesuffix("px")) for name in ("width", "height"))
    except ValueError as error:
        raise LogoRefused("an SVG without a viewBox", "not_paths") from error
    if not (0 < w < 1e5 and 0 < h < 1e5 and 0.2 <= w / h <= 5 and abs(x) < 1e5 and abs(y) < 1e5):
        raise LogoRefused("an SVG whose viewBox is no logo", "not_paths")
    return x, y, w, h
