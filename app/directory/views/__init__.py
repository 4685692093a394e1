"""The import desk: upload a file, say what its columns are, read what it would do, do it."""

from app.directory.views import columns, preview, uploading
from app.directory.views.blueprint import AFTER_IMPORT, bp

__all__ = ["AFTER_IMPORT", "bp", "columns", "preview", "uploading"]
