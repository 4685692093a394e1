"""Small factories and a renderer for the tests of the press."""

import io
import random
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2

from printables.face import BadgeFace
from printables.press import Landing, press_part
from printables.sheets import sheet

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGEST = "محمدمهدی عبداللهی کاظمی‌پور اصفهانی تهرانی مقدم"
HOSTILE = {
    "two hundred letters in words": "سید محمد " * 22,
    "two hundred joined letters": "س" * 200,
    "a compound of many half-spaces": "نام‌خانوادگی" * 17,
    "emoji and direction marks": "😀 علي\u202e كاظمي\u2066 👨‍👩‍👧",
    "Latin only": "Jonathan Alexander Featherstonehaugh-Cholmondeley",
    "digits only": "12345678",
    "Latin without blanks": "A" * 200,
    "empty": "",
}


def url(number: int) -> str:
    letters = random.Random(number).choices(ALPHABET, k=26)
    return "HTTPS://TK.EXAMPLE/B/" + "".join(letters)


def badge(number: int = 1, **values: Any) -> BadgeFace:
    given = {
        "serial": f"{number:010X}",
        "url": url(number),
        "typed_code": "482-105-772",
        "name_fa": "مریم سادات حسینی‌نژاد",
        "title_fa": "کارشناس صدور پروانه",
        "unit_fa": "شهرداری منطقهٔ ۶، دفتر خدمات شهر",
        "host": "TK.EXAMPLE",
        "city_fa": "شهرداری تهران",
        "city_en": "Tehran Municipality",
        "phone": "1888",
    }
    return BadgeFace(**(given | values))


def printed(faces: list[BadgeFace], name: str = "cr80") -> tuple[bytes, list[Landing]]:
    out = io.BytesIO()
    landings = press_part(faces, sheet(name), out)
    return out.getvalue(), landings


def pixels(pdf: bytes, page: int = 1, dpi: int = 300) -> npt.NDArray[np.uint8]:
    """Return a rendered page as an array of rows, columns and colours."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[page - 1].render(scale=dpi / 72)
    picture = np.array(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    document.close()
    return picture


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count


def content(pdf: bytes) -> bytes:
    """Return every compressed stream of a file, unpacked and joined."""
    unpacked = []
    for piece in pdf.split(b"stream\n")[1:]:
        try:
            unpacked.append(zlib.decompressobj().decompress(piece.lstrip(b"\r\n")))
        except zlib.error:
            continue
    return b"\n".join(unpacked)
