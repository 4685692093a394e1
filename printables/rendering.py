"""Pictures of printed pages, for a preview on screen."""

import io
import threading

import pypdfium2

__all__ = ["RENDERER", "page_png"]

RENDERER = threading.RLock()
"""Held while pypdfium2 works: it is not made for two threads at once."""


def page_png(pdf: bytes, page: int = 1, *, dpi: int = 150) -> bytes:
    """Return one page of a PDF, counted from 1, as a PNG."""
    out = io.BytesIO()
    with RENDERER:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[page - 1].render(scale=dpi / 72).to_pil()
        finally:
            document.close()
    picture.save(out, "PNG")
    return out.getvalue()
