"""What a run rests on beside the answers: verdicts, findings, insiders, settings; and its hash."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.db import ensure
from app.directory.models import Subject, Unit
from app.people.models import Account, StaffSession
from app.scores.engine.events import Events
from app.scores.engine.settings import Settings
from app.scores.engine.weights.weighing import Rulings
from app.scores.integrity.models import Verdict
from app.scores.models import ScoreSettings
from app.scores.nightly.answers import answer_name
from app.scores.nightly.frozen import frozen_of

__all__ = ["Findings", "input_hash", "keep_settings", "no_findings", "rulings_of"]

Findings = Callable[[Session], Iterable[int]]
"""Ids of messages whose rating weighs 0: a finding not decided, or decided against."""


def no_findings(_session: Session) -> Iterable[int]:
    """Return that no message has a finding."""
    return ()


def rulings_of(session: Session, findings: Findings) -> Rulings:
    """Return what people decided and what only the database knows; four statements."""
    columns = (col(Verdict.feedback_id), col(Verdict.honest))
    said = session.execute(select(*columns).order_by(col(Verdict.id)))
    return Rulings(
        verdicts={answer_name(key): bool(honest) for key, honest in said},
        findings=frozenset(answer_name(key) for key in findings(session)),
        insiders=frozenset((code, device) for code, device in session.execute(_insiders())),
        frozen=frozen_of(session),
    )


def _insiders() -> Any:
    """Return units with the devices their own people signed in from."""
    return (
        select(col(Unit.code), col(StaffSession.device))
        .join(Account, col(Account.id) == col(StaffSession.account_id))
        .join(Subject, col(Subject.id) == col(Account.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(col(StaffSession.device) != "")
        .distinct()
    )


def keep_settings(session: Session, settings: Settings, *, now: datetime) -> str:
    """Store these numbers under their version, once; return the version."""
    row = ScoreSettings(version=settings.version, numbers=asdict(settings), since=now)
    ensure(session, row)
    return settings.version


def input_hash(events: Events, rulings: Rulings, settings: Settings) -> str:
    """Return a SHA-256 over everything a run rests on; equal inputs give equal scores."""
    found = sha256(f"{settings.version}|{events.as_of}|".encode())
    for names in (events.ids, events.subjects, events.units, events.services, events.devices):
        found.update("\x1f".join(names).encode() + b"\x1e")
    for name in ("time", "subject", "unit", "service", "channel", "mood", "device", "network"):
        found.update(getattr(events, name).tobytes())
    for column in (events.seconds, events.scan, events.text_rows):
        found.update(column.tobytes())
    for text in events.texts:
        found.update(text.encode() + b"\x1f")
    found.update(repr(sorted(rulings.verdicts.items())).encode())
    found.update(repr(sorted(rulings.findings)).encode())
    found.update(repr(sorted(rulings.insiders)).encode())
    if rulings.frozen:
        found.update(repr(sorted(rulings.frozen.items())).encode())
    return found.hexdigest()
