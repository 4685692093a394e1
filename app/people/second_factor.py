"""The second factor: six digits from a phone (TOTP, RFC 6238), and ten codes for a lost phone."""

import hmac
import re
import secrets
from datetime import datetime

import pyotp

from app.text import latin_digits
from app.vault import Vault
from qr.symbol import Symbol, encode

__all__ = [
    "RECOVERY_CODES",
    "fitting_step",
    "new_codes",
    "new_secret",
    "place",
    "recovery_hash",
    "symbol",
    "tidy",
]

RECOVERY_CODES = 10
_STEP_S = 30
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"


def new_secret() -> str:
    """Return 160 random bits in base 32, as authenticator applications take them."""
    return pyotp.random_base32()


def symbol(secret: str, username: str) -> Symbol:
    """Return the QR code an authenticator application scans."""
    shown = username if re.fullmatch(r"[\w.-]{1,40}", username, re.ASCII) else "staff"
    address = pyotp.TOTP(secret).provisioning_uri(name=shown, issuer_name="Takrim")
    return encode(address, "L")


def fitting_step(secret: str, code: str, *, now: datetime) -> int | None:
    """Return the time step a code belongs to: now or one before or after, ``None`` for no fit."""
    typed, step = tidy(code), int(now.timestamp()) // _STEP_S
    found = None
    for near in (step - 1, step, step + 1):
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(near), typed):
            found = near
    return found


def new_codes() -> list[str]:
    """Return ten recovery codes of 10 letters (49 bits) in two groups."""
    codes = ("".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_hash(vault: Vault, account_id: int, code: str) -> str:
    """Return the keyed hash under which a recovery code is stored."""
    return vault.blind_index(f"recovery|{account_id}|{tidy(code)}")


def tidy(code: str) -> str:
    """Return a typed code as it is compared: every kind of digit, blanks and dashes allowed.

    >>> tidy(" ۱۲۳-456 ")
    '123456'
    """
    kept = re.sub(r"[\s\u200c\u200e\u200f‐-―-]", "", latin_digits(code)).casefold()
    return kept if kept.isascii() else ""


def place(account_id: int) -> str:
    """Return what the sealed secret of an account is bound to."""
    return f"account|totp|{account_id}"
