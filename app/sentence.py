"""What an error says on standard error: one sentence, no trace, no secret."""

from collections.abc import Mapping

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app.errors import TakrimError
from printables.errors import PrintError
from qr.errors import QrError

__all__ = ["sentence_of"]


def sentence_of(error: Exception, known: Mapping[str, str] | None = None) -> str:
    """Return the one sentence an operator reads.

    Args:
        error: Whatever ended the command.
        known: Sentences by the code of a ``TakrimError``, where its detail is too short.
    """
    if isinstance(error, TakrimError):
        return (known or {}).get(error.code) or error.detail or error.code.replace("_", " ")
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, QrError | PrintError):
        return str(error)
    if isinstance(error, OperationalError):
        return f"the database cannot be used: {_first_line(error.orig)} (TAKRIM_DATABASE_URL)"
    if isinstance(error, SQLAlchemyError):
        return f"the database did not answer as expected ({type(error).__name__})"
    return f"something unforeseen ({type(error).__name__}); TAKRIM_TRACE=1 shows where"


def _of_system(error: OSError) -> str:
    """Return what the system says, with the file it speaks of and without its number."""
    said = (error.strerror or str(error) or type(error).__name__).lower()
    return f"{error.filename}: {said}" if error.filename else said


def _first_line(cause: BaseException | None) -> str:
    """Return the driver's own words; those of a failed connection name host and port alone."""
    return str(cause).strip().partition("\n")[0].rstrip(".")
