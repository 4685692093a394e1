"""Tables of the desks: saved views, canned answers version by version, blackened words."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.cases.desk.rules import Purpose
from app.cases.rules import Remedy
from app.columns import UtcDateTime, value_enum

__all__ = ["CannedAnswer", "PhotoRedaction", "SavedView", "WordsRedaction"]


class SavedView(SQLModel, table=True):
    """An address of the inbox under a name of one's own; ``query`` is its part after the "?"."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name_folded"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    name: str = Field(max_length=60)
    name_folded: str = Field(max_length=60)
    query: str = Field(default="", max_length=600)
    created_at: datetime = Field(sa_type=UtcDateTime)


class CannedAnswer(SQLModel, table=True):
    """One version of a ready answer; changing it adds a version, ``current`` marks the newest.

    ``category`` is empty for all of them.  The texts hold places such as ``{unit}``.
    """

    __tablename__ = "canned_answer"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=24)
    version: int = 1
    current: bool = Field(default=True, index=True)
    retired: bool = False
    category: str = Field(default="", max_length=10)
    purpose: Purpose = Field(sa_type=value_enum(Purpose))
    remedy: Remedy | None = Field(default=None, sa_type=value_enum(Remedy))
    name_fa: str = Field(max_length=80)
    name_en: str = Field(default="", max_length=80)
    text_fa: str
    text_en: str = ""
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)


class WordsRedaction(SQLModel, table=True):
    """Words of a citizen blackened in one event of a case; ``shown`` is what is left to read.

    The first original is sealed for inspection until it is erased; nothing else holds it.
    """

    __tablename__ = "words_redaction"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    seq: int
    shown: str
    original_sealed: bytes = b""
    made_by: int = Field(foreign_key="account.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PhotoRedaction(SQLModel, table=True):
    """A photo with a part blackened; ``original`` names the sealed file, until it is erased."""

    __tablename__ = "photo_redaction"

    attachment_id: int = Field(primary_key=True, foreign_key="attachment.id")
    case_id: int = Field(foreign_key="case_file.id", index=True)
    original: str = Field(default="", max_length=40)
    made_by: int = Field(foreign_key="account.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
