"""Cards, placards and print runs: values in, PDF bytes out.

- ``BadgeFace``, ``LinePill``: what one badge says.
- ``sheet``, ``sheet_names``, ``for_printer``, ``Sheet``: stock and sheet formats, as data.
- ``press``, ``press_part``, ``Landing``, ``Calibration``: the press, and where each badge landed.
- ``read_back``, ``check``, ``Seen``: every symbol read again from the rendered page.
- ``page_png``: a printed page as a picture.
- ``Letter``, ``letter``, ``Certificate``, ``certificate``: what praises an employee, on paper.
- ``Design``, ``Logo``: what an organisation changes (``design``, ``designing``, ``logo``).
- ``errors``: what can go wrong.

Lengths are mm, text sizes too; nothing here knows the web, the database or the settings.
"""

from printables.certificate import Certificate, certificate
from printables.design import Design
from printables.face import BadgeFace, LinePill
from printables.letter import Letter, letter
from printables.logo import Logo
from printables.press import Calibration, Landing, part_size, press, press_part
from printables.reading import Seen, check, read_back
from printables.rendering import page_png
from printables.sheets import Sheet, for_printer, sheet
from printables.sheets import names as sheet_names

__all__ = [
    "BadgeFace",
    "Calibration",
    "Certificate",
    "Design",
    "Landing",
    "Letter",
    "LinePill",
    "Logo",
    "Seen",
    "Sheet",
    "certificate",
    "check",
    "for_printer",
    "letter",
    "page_png",
    "part_size",
    "press",
    "press_part",
    "read_back",
    "sheet",
    "sheet_names",
]
