"""What the views of the import desk share: the waiting file, what it would do, how to say it."""

from flask import Blueprint
from flask_babel import gettext as _

from app.directory import uploads
from app.directory.importing import (
    MAX_UPLOAD,
    Kind,
    Options,
    Plan,
    Source,
    open_source,
    plan_import,
)
from app.directory.importing.reasons import of_error
from app.directory.uploads import Upload
from app.errors import TakrimError
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action, reach
from app.web import house, me, reading

__all__ = ["AFTER_IMPORT", "bp", "digits", "kept_file", "opened", "options", "planned", "sentence"]

bp = Blueprint("directory", __name__, url_prefix="/desk/import")

AFTER_IMPORT = "takrim.after_import"
"""Name under ``app.extensions`` of what higher features do about who left and came back."""


def kept_file(token: str) -> Upload:
    """Return a waiting file of the reader.

    Raises:
        Missing: There is none.
    """
    return uploads.find(house().settings.instance / "uploads", token, account_id=me().id)


def opened(kept: Upload) -> Source:
    """Return a waiting file with its rows, read as its columns were chosen."""
    return open_source(
        kept.path, kept.kind, choice=kept.choice, name=kept.name, max_bytes=MAX_UPLOAD
    ).read()


def options(kept: Upload) -> Options:
    """Return how a waiting file is meant, within the reader's reach."""
    return Options(kept.scope, kept.unit, reach(me(), Action.IMPORT_DIRECTORY))


def planned(kept: Upload) -> Plan:
    """Return what a waiting file would do."""
    source = opened(kept)
    with reading() as session:
        return plan_import(session, source, options(kept))


def sentence(error: TakrimError, kind: Kind) -> str:
    """Return why a file or import was refused, in the reader's language."""
    return of_error(error, _, digits, kind=kind)


def digits(number: int | str) -> str:
    """Return a number in the reader's digits."""
    return localised(number, use_locale())
