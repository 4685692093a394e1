"""``takrim import``, with the badges following who left and who came back, and photos."""

from app.badges.following import after_import
from app.badges.photos_commands import photos
from app.directory.commands import import_group

__all__ = ["importing"]

importing = import_group(after_import)
importing.add_command(photos)
