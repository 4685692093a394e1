"""How many damaged pictures are read: our symbol against a common signed URL, printed as large.

    python benchmarks/scans.py [--tries 40]

Both are drawn into the same square on paper, 37.6 mm with the quiet zone, and photographed by
the same invented camera: too far away, out of focus, aslant, under a lamp, in the dark.  Every
picture goes to zxing-cpp and, if the system has it, to zbar.  Printed is the share each decoder
read; the pictures are the same in every run.
"""

import argparse
import ctypes
import ctypes.util
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zxingcpp
from itsdangerous import URLSafeSerializer
from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qr.base32 import ALPHABET
from qr.symbol import Symbol, encode

SIDE = 888  # pixels of the square before the camera: 37.6 mm at 600 dpi
GROUND = 205  # a card is not alone in the picture, and not brighter than its symbol
HOST = "QR.CITY.IR"
QR = zxingcpp.barcode_formats_from_str("QRCode")

Picture = npt.NDArray[np.uint8]
Decoder = Callable[[Picture], set[str]]
Damage = Callable[[Image.Image, float, random.Random], Image.Image]


def compact(dice: random.Random) -> str:
    """Return an address as this product prints it."""
    return f"HTTPS://{HOST}/B/" + "".join(dice.choices(ALPHABET, k=26))


def signed(dice: random.Random) -> str:
    """Return an address with a token of itsdangerous, as a web application would sign it."""
    signer = URLSafeSerializer("a secret of the trial", salt="badge")
    return f"https://{HOST.lower()}/b/" + str(signer.dumps(dice.randrange(10**6, 10**7)))


def printed(symbol: Symbol) -> Image.Image:
    """Draw the symbol with its quiet zone into the square, in the middle of a darker ground."""
    light = np.pad(~symbol.matrix, 4, constant_values=True)
    picture = Image.fromarray(np.where(light, 250, 20).astype(np.uint8))
    picture = picture.resize((SIDE, SIDE), Image.Resampling.NEAREST)
    ground = Image.new("L", (SIDE + 240, SIDE + 240), GROUND)
    ground.paste(picture, (120, 120))
    return ground


def far(image: Image.Image, level: float, dice: random.Random) -> Image.Image:
    """Take the picture from so far that the square is only ``level`` pixels wide."""
    side = round((SIDE + 240) * level / SIDE)
    small = image.filter(ImageFilter.GaussianBlur(SIDE / level * 0.45))
    return grained(small.resize((side, side), Image.Resampling.BILINEAR), 4, dice)


def blurred(image: Image.Image, level: float, dice: random.Random) -> Image.Image:
    """Take it out of focus: a blur of ``level`` thousandths of the square."""
    return far(image.filter(ImageFilter.GaussianBlur(SIDE * level / 1000)), 260, dice)


def slanted(image: Image.Image, level: float, dice: random.Random) -> Image.Image:
    """Take it aslant by ``level`` degrees and turned by any angle."""
    side = image.width
    turned = image.rotate(dice.uniform(0, 360), Image.Resampling.BILINEAR, fillcolor=GROUND)
    squeeze = np.cos(np.radians(level))
    narrow = (1 - squeeze) * 0.5 * side
    depth = np.sin(np.radians(level)) * 0.18 * side
    corners = [(narrow, 0), (side - narrow, depth), (side - narrow, side - depth), (narrow, side)]
    square = [(0, 0), (side, 0), (side, side), (0, side)]
    coefficients = _perspective(corners, square)
    seen = turned.transform(
        image.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR,
        fillcolor=GROUND,
    )  # fmt: skip
    return far(seen, 200, dice)


def glaring(image: Image.Image, level: float, dice: random.Random) -> Image.Image:
    """Let a lamp burn out a round spot of ``level`` per cent of the square's side."""
    pixels = np.asarray(image, dtype=np.float64)
    spot = SIDE * level / 100
    x, y = (dice.uniform(120, 120 + SIDE) for _ in range(2))
    rows, columns = np.indices(pixels.shape)
    distance = np.hypot(rows - y, columns - x)
    light = np.clip(1.6 - distance / spot, 0, 1)
    return far(Image.fromarray((pixels + (255 - pixels) * light).astype(np.uint8)), 240, dice)


def grained(image: Image.Image, level: float, dice: random.Random) -> Image.Image:
    """Take it in the dark: noise of ``level`` grey levels."""
    noise = np.random.default_rng(dice.randrange(2**32)).normal(0, level, image.size[::-1])
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def dark(image: Image.Image, level: float, dice: random.Random) -> Image.Image:
    """Lose contrast and gain noise: ``level`` grey levels in a picture of 170 pixels."""
    dim = image.point(lambda value: int(60 + value * 0.25))
    return grained(far(dim, 170, dice), level, dice)


DAMAGES: dict[str, tuple[Damage, tuple[float, ...]]] = {
    "distance, px": (far, (110, 90, 75, 62, 52)),
    "blur, 1/1000": (blurred, (6, 9, 12, 15, 18)),
    "tilt, degrees": (slanted, (30, 45, 55, 62, 68)),
    "glare, %": (glaring, (6, 9, 12, 15, 18)),
    "dark, grey": (dark, (3, 5, 7, 9, 12)),
}


def with_zxing(picture: Picture) -> set[str]:
    """Read with zxing-cpp."""
    return {found.text for found in zxingcpp.read_barcodes(picture, formats=QR)}


def with_zbar() -> Decoder | None:
    """Return a function that reads with the C library zbar, or None without it."""
    try:
        library = ctypes.CDLL(ctypes.util.find_library("zbar") or "libzbar.so.0")
    except OSError:
        return None
    for name in ("zbar_image_scanner_create", "zbar_image_create", "zbar_image_first_symbol"):
        getattr(library, name).restype = ctypes.c_void_p
    library.zbar_symbol_get_data.restype = ctypes.c_char_p
    scanner = ctypes.c_void_p(library.zbar_image_scanner_create())
    library.zbar_image_scanner_set_config(scanner, 0, 0, 0)  # no symbology ...
    library.zbar_image_scanner_set_config(scanner, 64, 0, 1)  # ... but QR

    def read(picture: Picture) -> set[str]:
        content = picture.tobytes()
        image = ctypes.c_void_p(library.zbar_image_create())
        library.zbar_image_set_format(image, ctypes.c_ulong(0x30303859))  # Y800: grey levels
        library.zbar_image_set_size(image, picture.shape[1], picture.shape[0])
        library.zbar_image_set_data(image, content, ctypes.c_ulong(len(content)), None)
        found = library.zbar_scan_image(scanner, image)
        texts = set()
        if found > 0:
            first = ctypes.c_void_p(library.zbar_image_first_symbol(image))
            texts.add(library.zbar_symbol_get_data(first).decode())
        library.zbar_image_destroy(image)
        return texts

    return read


def rates(
    texts: list[str], decoders: dict[str, Decoder]
) -> Iterator[tuple[str, float, dict[str, float]]]:
    """Yield damage, level, and the share of the pictures each decoder read."""
    pages = [printed(encode(text, "Q")) for text in texts]
    for name, (damage, levels) in DAMAGES.items():
        for level in levels:
            hits = dict.fromkeys(decoders, 0)
            for number, (text, page) in enumerate(zip(texts, pages, strict=True)):
                picture = np.ascontiguousarray(damage(page, level, random.Random(number)))
                for decoder, read in decoders.items():
                    hits[decoder] += text in read(picture)
            yield name, level, {one: hit / len(texts) for one, hit in hits.items()}


def main() -> int:
    """Print the table; return 1 if our symbol is read less often than the other over all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=40)
    count, dice = parser.parse_args().tries, random.Random(3)
    ours, theirs = ([make(dice) for _ in range(count)] for make in (compact, signed))
    decoders: dict[str, Decoder] = {"zxing-cpp": with_zxing}
    if (zbar := with_zbar()) is not None:
        decoders["zbar"] = zbar
    else:
        print("zbar is not installed: zxing-cpp alone")
    for name, text in (("compact", ours[0]), ("itsdangerous", theirs[0])):
        symbol = encode(text, "Q")
        print(
            f"{name:<14}{len(text):>4} characters, version {symbol.version}-Q,"
            f" {symbol.size} modules"
        )
    pairs = list(zip(rates(ours, decoders), rates(theirs, decoders), strict=True))
    print(f"\n{'':18}" + "".join(f"{name:>12} compact / signed" for name in decoders))
    for (name, level, mine), (_, _, other) in pairs:
        shares = "".join(f"{mine[one]:>17.0%} / {other[one]:>4.0%}     " for one in decoders)
        print(f"{name:<14}{level:>4g}{shares}")
    total = [np.mean([list(row[2].values()) for row in side]) for side in zip(*pairs, strict=True)]
    print(f"{'all':<18}{total[0]:.1%} against {total[1]:.1%} of {count * len(pairs)} pictures each")
    return int(total[0] < total[1])


def _perspective(
    corners: list[tuple[float, float]], square: list[tuple[float, float]]
) -> list[float]:
    """Return the eight numbers that map the seen corners back to those of the square."""
    rows, goal = [], []
    for (x, y), (u, v) in zip(corners, square, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        goal += [u, v]
    return list(np.linalg.solve(np.array(rows, dtype=float), np.array(goal, dtype=float)))


if __name__ == "__main__":
    sys.exit(main())
