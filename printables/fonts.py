"""The vendored font: loaded once, checked for every form Persian needs, measured by the em.

Vazirmatn 33.0.3, Regular and Bold, SIL Open Font License 1.1 (``fonts/OFL.txt``).
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from arabic_reshaper.letters import LETTERS_ARABIC
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from printables.errors import FontIncomplete

__all__ = ["PERSIAN", "Face", "face", "missing_forms"]

FOLDER = Path(__file__).parent / "fonts"
PERSIAN = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقلمنهوپچژکگۀی"
"""The letters left after normalising (see ``shaping.normalise``)."""
LAM_ALEF = "ﻻﻼﻷﻸﻹﻺﻵﻶﷲ"
SIGNS = "۰۱۲۳۴۵۶۷۸۹0123456789-–().،؛؟«»:/٫٬٪…ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_ISOLATED = {"ۀ"}  # the font draws it by its plain code point; shaping does so too


class Face(NamedTuple):
    """One cut of the font: its name in a PDF, and advance widths per character in ems."""

    name: str
    widths: dict[int, float]

    def measure(self, text: str) -> float:
        """Return the width of an already shaped string at a size of one."""
        return sum(self.widths[ord(c)] for c in text)


@lru_cache(maxsize=2)
def face(bold: bool) -> Face:
    """Return the regular or bold cut, registered with the PDF writer.

    Raises:
        FontIncomplete: The file lacks a letter form; names the first few that miss.
    """
    cut = "Bold" if bold else "Regular"
    font = TTFont(f"Vazirmatn-{cut}", FOLDER / f"Vazirmatn-{cut}.ttf")
    covered = set(font.face.charToGlyph)
    if missing := missing_forms(covered):
        raise FontIncomplete(f"{font.fontName} lacks {', '.join(missing[:8])}")
    pdfmetrics.registerFont(font)
    default = font.face.defaultWidth
    return Face(
        font.fontName, {code: font.face.charWidths.get(code, default) / 1000 for code in covered}
    )


def missing_forms(covered: set[int]) -> list[str]:
    """Return the presentation forms and signs, as ``U+XXXX``, that a font does not cover."""
    forms = {f for letter in PERSIAN for f in LETTERS_ARABIC[letter] if f}
    forms -= {LETTERS_ARABIC[letter][0] for letter in NO_ISOLATED}
    needed = forms | NO_ISOLATED | set(LAM_ALEF) | set(SIGNS)
    return sorted(f"U+{ord(c):04X}" for c in needed if ord(c) not in covered)
