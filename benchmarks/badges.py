"""What a badge costs: our press against two usual ways, in one run.

    python benchmarks/badges.py [--badges 1000]

Every way prints the same staff cards (front and back, CR80) with the same words.  Printed are
CPU milliseconds and bytes per badge; read the ratios rather than the times.  Ends with status 1
when the press misses its bar of 3 ms and 2,048 bytes.
"""

import argparse
import io
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import qrcode
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from printables.face import BadgeFace
from printables.fonts import face as font
from printables.press import press_part
from printables.shaping import shape
from printables.sheets import sheet

BAR_MS, BAR_BYTES = 3.0, 2048
MM = 72 / 25.4
CARD = (85.6 * MM, 53.98 * MM)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GIVEN = ["محمد", "علی", "حسین", "فاطمه", "زهرا", "مریم", "امیرحسین", "سیدمحمد", "ریحانه", "نیلوفر"]
FAMILY = [
    "محمدی",
    "حسینی\u200cنژاد",
    "احمدی\u200cپور",
    "رضایی",
    "کریمی\u200cزاده",
    "موسوی",
    "جعفری",
    "قاسمی\u200cمقدم",
    "اصفهانی",
]
TITLES = ["کارشناس صدور پروانه", "مأمور خدمات شهری", "متصدی باجه", "کارشناس پاسخگویی"]


def faces(count: int) -> list[BadgeFace]:
    """Return invented employees, the same on every run."""
    draw = random.Random(137)
    return [
        BadgeFace(
            serial=f"{draw.getrandbits(40):010X}",
            url="HTTPS://TK.EXAMPLE/B/" + "".join(draw.choices(ALPHABET, k=26)),
            typed_code="-".join(f"{draw.randrange(1000):03d}" for _ in range(3)),
            name_fa=f"{draw.choice(GIVEN)} {draw.choice(GIVEN)} {draw.choice(FAMILY)}",
            title_fa=draw.choice(TITLES),
            unit_fa=f"شهرداری منطقهٔ {draw.randrange(1, 23)}، دفتر خدمات الکترونیک",
            host="TK.EXAMPLE",
            city_fa="شهرداری تهران",
            phone="1888",
        )
        for _ in range(count)
    ]


def ours(badges: Sequence[BadgeFace], stock: str) -> int:
    """Print with the press, in parts of 500; return the bytes written."""
    written = 0
    for start in range(0, len(badges), 500):
        out = io.BytesIO()
        press_part(badges[start : start + 500], sheet(stock), out)
        written += len(out.getvalue())
    return written


def by_canvas(badges: Sequence[BadgeFace], symbol: Callable[[Canvas, str], None]) -> int:
    """Print card by card the usual way: paragraphs, and the symbol as ``symbol`` draws it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=CARD, pageCompression=1)
    style = ParagraphStyle("right", fontName=font(True).name, fontSize=10, alignment=2)
    for badge in badges:
        symbol(canvas, badge.url)
        words = (badge.name_fa, badge.title_fa, badge.unit_fa)
        for line, text in enumerate(words):
            paragraph = Paragraph(shape(text), style)
            paragraph.wrap(38 * MM, 20 * MM)
            paragraph.drawOn(canvas, 44 * MM, (16 - 5 * line) * MM)
        canvas.setFont(font(True).name, 11)
        canvas.drawCentredString(22 * MM, 5 * MM, badge.typed_code)
        canvas.showPage()
        canvas.drawString(6 * MM, 4 * MM, badge.serial)
        canvas.showPage()
    canvas.save()
    return len(out.getvalue())


def picture(canvas: Canvas, url: str) -> None:
    """Draw the symbol as an image, as most badge programs do."""
    png = io.BytesIO()
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=12)
    code.add_data(url)
    code.make_image().save(png)
    canvas.drawImage(ImageReader(png), 3.2 * MM, 8.2 * MM, 37.6 * MM, 37.6 * MM)


def widget(canvas: Canvas, url: str) -> None:
    """Draw the symbol with reportlab's own widget."""
    drawing = Drawing(37.6 * MM, 37.6 * MM)
    drawing.add(QrCodeWidget(url, barWidth=37.6 * MM, barHeight=37.6 * MM, barLevel="Q"))
    renderPDF.draw(drawing, canvas, 3.2 * MM, 8.2 * MM)


def measure(name: str, count: int, run: Callable[[], int]) -> tuple[float, float]:
    """Run once, print a line, and return CPU milliseconds and bytes per badge."""
    start = time.process_time()
    written = run()
    cpu = (time.process_time() - start) * 1000 / count
    print(f"{name:<34}{cpu:>9.2f} ms{written / count:>10.0f} bytes")
    return cpu, written / count


def main() -> int:
    """Warm up, then measure every way on the same badges; return 1 if the bar was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--badges", type=int, default=1000)
    count = parser.parse_args().badges
    badges, few = faces(count), faces(count)[: max(20, count // 10)]
    ours(badges[:20], "cr80")
    print(f"CPU time and bytes per badge, {count} badges ({len(few)} for the slow ways)")
    results = [
        measure(f"press, {stock}, front and back", count, lambda stock=stock: ours(badges, stock))
        for stock in ("cr80", "a4-10up")
    ]
    measure("a PNG and paragraphs per badge", len(few), lambda: by_canvas(few, picture))
    measure("reportlab QrCodeWidget", len(few), lambda: by_canvas(few, widget))
    return int(any(cpu > BAR_MS or written > BAR_BYTES for cpu, written in results))


if __name__ == "__main__":
    sys.exit(main())
