"""``takrim import``, with the badges following who left and who came back."""

from app.badges.following import after_import
from app.directory.commands import import_group

__all__ = ["importing"]

importing = import_group(after_import)
