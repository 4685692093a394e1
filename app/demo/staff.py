"""The accounts of the demo city: one per role, the user named after the role."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from app.demo.city import DemoCity
from app.directory.models import Unit
from app.people import passwords, second_factor
from app.people import service as people
from app.people.models import Account
from app.rights import SECOND_FACTOR, Role
from app.vault import Vault

__all__ = ["SignIn", "build_staff", "sign_ins"]

_PLACES: dict[Role, tuple[str, ...]] = {
    Role.FACILITY_MANAGER: ("200",),
    Role.UNIT_MANAGER: ("106",),
    Role.HANDLER: ("100",),
    Role.EMPLOYEE: ("10601",),
}
_NAMES = {
    Role.EMPLOYEE: ("کارمند نمونه", "Sample employee"),
    Role.FACILITY_MANAGER: ("کاوه مرادی", "Kaveh Moradi"),
    Role.UNIT_MANAGER: ("رضا نوری", "Reza Nouri"),
    Role.SPECIAL_TEAM: ("نرگس رستمی", "Narges Rostami"),
    Role.HANDLER: ("سعید کاظمی", "Saeed Kazemi"),
    Role.OPERATOR: ("الهام نجفی", "Elham Najafi"),
    Role.VERIFIER: ("زهرا صادقی", "Zahra Sadeghi"),
    Role.INSPECTOR: ("بهرام شریفی", "Bahram Sharifi"),
    Role.HR_REVIEWER: ("حمید اکبری", "Hamid Akbari"),
    Role.APPEAL_REVIEWER: ("لیلا هاشمی", "Leila Hashemi"),
    Role.ISSUING_OFFICER: ("داوود جعفری", "Davoud Jafari"),
    Role.INTEGRITY_HANDLER: ("شیرین رحیمی", "Shirin Rahimi"),
    Role.EXPERT: ("امیر قاسمی", "Amir Ghasemi"),
    Role.FAQ_EDITOR: ("سمیه احمدی", "Somayeh Ahmadi"),
    Role.ADMINISTRATOR: ("مدیر سامانه", "Administrator"),
    Role.AUDITOR: ("ناصر موسوی", "Naser Mousavi"),
}


@dataclass(frozen=True, slots=True)
class SignIn:
    """One printed line: role (also the user name), password, second factor's secret."""

    role: str
    password: str
    totp_secret: str


def password_of(role: Role) -> str:
    """Return the demo password of a role; known to everybody, for a demo on one machine."""
    return f"Firouzeh-{role.value}-1405"


def build_staff(session: Session, vault: Vault, city: DemoCity, *, now: datetime) -> None:
    """Open one account per role, where its work is; city-wide roles on the whole city."""
    whole = people.whole_city(session, "شهر تهران", "City of Tehran")
    for role in Role:
        account = _account(session, role, city, now)
        people.set_password(
            session, account, passwords.hashed(password_of(role)), actor_id=None, now=now
        )
        for unit in _units(role, city, whole):
            people.grant_role(session, account, role, unit.id or 0, actor_id=None, now=now)
        if role in SECOND_FACTOR:
            people.set_totp(session, vault, account, people.enrol_totp(), actor_id=None, now=now)


def sign_ins(session: Session, vault: Vault) -> list[SignIn]:
    """Return what to print: role, password and the secret of the second factor, if any."""
    accounts = {a.username: a for a in session.exec(select(Account))}
    lines = []
    for role in Role:
        if (account := accounts.get(role.value)) is not None:
            lines.append(SignIn(role.value, password_of(role), _secret(vault, account)))
    return lines


def _account(session: Session, role: Role, city: DemoCity, now: datetime) -> Account:
    own = city.employees[_own_employee(city)].id if role is Role.EMPLOYEE else None
    name_fa, name_en = _NAMES[role]
    return people.create_account(
        session,
        role.value,
        name_fa=name_fa,
        name_en=name_en,
        subject_id=own,
        actor_id=None,
        now=now,
    )


def _own_employee(city: DemoCity) -> int:
    """Return the place of the employee whose page the sample account opens: no manager."""
    unit = city.units["10601"]
    led = unit.manager_subject_id
    return next(i for i, e in enumerate(city.employees) if e.unit_id == unit.id and e.id != led)


def _units(role: Role, city: DemoCity, whole: Unit) -> tuple[Unit, ...]:
    return tuple(city.units[code] for code in _PLACES.get(role, ())) or (whole,)


def _secret(vault: Vault, account: Account) -> str:
    if not account.totp_sealed:
        return ""
    return vault.unseal(account.totp_sealed, place=second_factor.place(account.id or 0))
