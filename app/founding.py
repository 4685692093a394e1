"""Founding a city: schema, keys, reference data, the first administrator."""

from datetime import datetime

from sqlmodel import Session, col, select

from app import keystore, schema
from app.badges.models import Badge
from app.calendar import service as calendar
from app.db import Database
from app.directory import reference
from app.dumping import sqlite_file
from app.errors import Refused
from app.feedback.models import Contact
from app.instance import Instance, open_instance
from app.people.models import RoleGrant
from app.people.service import install_administrator, whole_city
from app.rights import Role
from app.settings import Settings

__all__ = ["add_administrator", "found_city", "has_administrator"]


def found_city(settings: Settings, *, now: datetime) -> Instance:
    """Bring schema, keys and reference data up to date and open the city; harmless twice.

    Raises:
        BadSettings: The instance folder or the database is not as it must be.
        Refused: The database holds badges or contact data, but the key file is gone: new keys
            would make them worthless, so the old ones must be imported first.
    """
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (file := sqlite_file(settings.database)) and not file.exists():
        file.touch(mode=0o600)
    db = Database(settings.database, synchronous=settings.synchronous)
    try:
        schema.upgrade(db.engine)
        if not keystore.exists(settings.instance):
            with db.reading() as session:
                _check_unused(session)
            keystore.make(settings.instance, now=now)
        with db.writing() as session:
            reference.install(session, name_fa=settings.city_fa, name_en=settings.city_en)
            calendar.install(session)
    finally:
        db.dispose()
    return open_instance(settings)


def has_administrator(session: Session) -> bool:
    """Return whether somebody may manage accounts."""
    grant = select(RoleGrant.id).where(
        col(RoleGrant.role) == Role.ADMINISTRATOR, col(RoleGrant.ended_at).is_(None)
    )
    return session.exec(grant.limit(1)).first() is not None


def add_administrator(
    session: Session, city: Instance, username: str, password: str, *, now: datetime
) -> str:
    """Make the first administrator, of the whole city; return the second factor's secret.

    Raises:
        Invalid: The password is too weak.
        Refused: The name is taken.
    """
    unit = whole_city(session, city.settings.city_fa, city.settings.city_en)
    return install_administrator(session, city.keys.vault, username, password, unit=unit, now=now)


def _check_unused(session: Session) -> None:
    signed = session.exec(select(Badge.id).limit(1)).first()
    sealed = session.exec(select(Contact.feedback_id).limit(1)).first()
    if signed is not None or sealed is not None:
        raise Refused(
            "keys_lost",
            "the city has badges but no key file: bring it back by 'takrim keys import'",
        )
