"""How much a file may hold; whatever is over is refused before it is read through."""

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_FILE",
    "MAX_ROW",
    "MAX_ROWS",
    "MAX_UNPACKED",
    "MAX_UPLOAD",
]

MAX_UPLOAD = 25 * 2**20  # bytes, through the console
MAX_FILE = 64 * 2**20  # bytes, on the command line
MAX_COLUMNS = 200
MAX_ROW = 64 * 2**10  # characters
MAX_ROWS = 200_000
MAX_CELLS = 3_000_000  # of the rectangle a sheet spans
MAX_UNPACKED = 100 * 2**20  # bytes of a workbook's parts together
