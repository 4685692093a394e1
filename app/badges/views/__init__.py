"""The issuing desk: badges in lists and one by one, issuing, print runs, keys."""

from app.badges.views import (
    cards,
    designs,
    issuing,
    keys,
    kiosks,
    nfc,
    one,
    one_slip,
    own_templates,
    photos,
    printers,
    printing,
    run_files,
    runs,
    suspicious,
    table,
)
from app.badges.views.blueprint import bp

__all__ = [
    "bp",
    "cards",
    "designs",
    "issuing",
    "keys",
    "kiosks",
    "nfc",
    "one",
    "one_slip",
    "own_templates",
    "photos",
    "printers",
    "printing",
    "run_files",
    "runs",
    "suspicious",
    "table",
]
