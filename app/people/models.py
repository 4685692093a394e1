"""Tables of people: accounts, roles, sessions, one-use links."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, value_enum
from app.rights import Role

__all__ = ["Account", "OneUseLink", "RecoveryCode", "RoleGrant", "StaffSession"]


class Account(SQLModel, table=True):
    """A member of staff who may sign in."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    username: str = Field(max_length=80)
    username_folded: str = Field(unique=True, max_length=80)
    name_fa: str = Field(default="", max_length=200)
    name_en: str = Field(default="", max_length=200)
    subject_id: int | None = Field(default=None, foreign_key="subject.id", unique=True)
    password_hash: str = Field(default="", max_length=200)
    totp_sealed: bytes = Field(default=b"")
    totp_last_step: int = 0
    locale: str = Field(default="fa", max_length=5)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class RoleGrant(SQLModel, table=True):
    """A role on a unit's subtree, from when until when."""

    __tablename__ = "role_grant"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    role: Role = Field(sa_type=value_enum(Role))
    unit_id: int = Field(foreign_key="unit.id", index=True)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StaffSession(SQLModel, table=True):
    """A signed-in browser: only the hash of its 256-bit id is kept.

    ``device`` is the keyed hash of the browser's own token, as answers carry it; it serves one
    question alone, whether an answer came from a colleague's browser.
    """

    __tablename__ = "staff_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    agent: str = Field(default="", max_length=120)
    device: str = Field(default="", max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCode(SQLModel, table=True):
    """One of ten codes for the day the phone is lost; hashed, one use."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    code_hash: str = Field(max_length=64)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OneUseLink(SQLModel, table=True):
    """An invitation or a password reset: hashed, dated, one use."""

    __tablename__ = "one_use_link"

    id: int | None = Field(default=None, primary_key=True)
    purpose: str = Field(max_length=20)
    token_hash: str = Field(unique=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
