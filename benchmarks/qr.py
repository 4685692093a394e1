"""CPU milliseconds per version-3 symbol: this package, qrcode, segno, libqrencode.

Run ``python benchmarks/qr.py [symbols]``.  Rounds of the four take turns, so that a
busy machine slows all of them alike; read the ratios rather than the times.  Ends
with status 1 when a bar is missed.  libqrencode is taken if the system has it.
"""

import ctypes
import ctypes.util
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import qrcode
import segno

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qr.base32 import ALPHABET
from qr.symbol import encode, encode_batch

BAR_MS = 1.0
BAR_RATIO = 10.0
ROUNDS = 7
LEVEL_Q, MODE_8BIT, CASE_SENSITIVE = 2, 2, 1  # qrencode.h

Draw = Callable[[Sequence[str]], object]


def with_qrcode(texts: Sequence[str]) -> list[list[list[bool]]]:
    """Draw with qrcode's own mask search, without an image."""
    drawn = []
    for text in texts:
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q)
        code.add_data(text)
        code.make()
        drawn.append(code.modules)
    return drawn


def with_segno(texts: Sequence[str]) -> object:
    """Draw with segno, at the same version and level."""
    return [segno.make_qr(text, error="q", boost_error=False) for text in texts]


def with_libqrencode() -> Draw | None:
    """Return a function that draws with the C library, or None without it."""
    try:
        library = ctypes.CDLL(ctypes.util.find_library("qrencode") or "libqrencode.so.4")
    except OSError:
        return None
    library.QRcode_encodeString.restype = ctypes.c_void_p
    library.QRcode_free.argtypes = [ctypes.c_void_p]

    def draw(texts: Sequence[str]) -> None:
        for text in texts:
            symbol = library.QRcode_encodeString(
                text.encode(), 0, LEVEL_Q, MODE_8BIT, CASE_SENSITIVE
            )
            library.QRcode_free(symbol)

    return draw


def cpu_ms(draw: Draw, texts: Sequence[str]) -> float:
    """Return CPU milliseconds per text of one round."""
    started = time.process_time()
    draw(texts)
    return (time.process_time() - started) * 1000 / len(texts)


def measure(ways: dict[str, Draw], texts: Sequence[str]) -> dict[str, float]:
    """Return the median of the rounds for each way; slow ones draw fewer symbols."""
    rounds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, draw in ways.items():
            slow = name in {"qrcode", "segno", "takrim, one by one"}
            rounds[name].append(cpu_ms(draw, texts[:100] if slow else texts))
    return {name: statistics.median(times) for name, times in rounds.items()}


def report(times: dict[str, float]) -> bool:
    """Print the table and return whether every bar is kept."""
    ours = times["takrim, batch"]
    print(f"{'':20}{'CPU ms':>10}{'to takrim':>12}")
    for name, taken in times.items():
        print(f"{name:20}{taken:10.3f}{taken / ours:11.2f}x")
    kept = ours <= BAR_MS
    print(f"batch {ours:.3f} ms, bar {BAR_MS} ms: {'kept' if kept else 'MISSED'}")
    if "libqrencode" not in times:
        print("libqrencode is not installed: its ratio was not measured")
        return kept
    ratio = ours / times["libqrencode"]
    within = ratio <= BAR_RATIO
    print(f"{ratio:.1f}x libqrencode, bar {BAR_RATIO:g}x: {'kept' if within else 'MISSED'}")
    return kept and within


def main(count: int) -> int:
    """Measure with this many texts and return the exit status."""
    source = random.Random(3)
    texts = [
        "HTTPS://QR.CITY.IR/B/" + "".join(source.choices(ALPHABET, k=26)) for _ in range(count)
    ]
    sample = texts[:50]
    if [symbol.matrix.tolist() for symbol in encode_batch(sample)] != with_qrcode(sample):
        print("the matrices differ from qrcode's")
        return 1
    ways: dict[str, Draw] = {
        "takrim, batch": encode_batch,
        "takrim, one by one": lambda some: [encode(text) for text in some],
        "qrcode": with_qrcode,
        "segno": with_segno,
    }
    library = with_libqrencode()
    if library is not None:
        ways["libqrencode"] = library
    return 0 if report(measure(ways, texts)) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
