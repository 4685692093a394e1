"""Pictures of printed pages, for a preview on screen."""

import io

import pypdfium2

__all__ = ["page_png"]


def page_png(pdf: bytes, page: int = 1, *, dpi: int = 150) -> bytes:
    """Return one page of a PDF, counted from 1, as a PNG.

    Not for two threads at once: the renderer (pypdfium2) is not made for it.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        out = io.BytesIO()
        document[page - 1].render(scale=dpi / 72).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        document.close()
