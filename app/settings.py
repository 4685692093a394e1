"""Settings: one frozen object, read once from the environment.

Every variable has one line in ``_VARIABLES``; a missing or wrong one stops the start with its
name and what is expected.  Units stand in the names.  ``takrim settings`` prints them without
the secrets.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import BadSettings
from qr.errors import QrError
from qr.payload import prefix_budget

__all__ = ["DEMO_SECRET", "Settings", "described"]

DEMO_SECRET = "takrim-demo-secret-never-use-it-for-a-city"  # noqa: S105  the value production refuses
SECRET_NAMES = frozenset(
    {"secret_key", "secret_key_fallbacks", "sms_api_key", "sms_webhook_secret", "smtp_password"}
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set.  Build it with ``from_env``."""

    instance: Path
    public_url: str
    secret_key: str
    demo: bool = False
    database_url: str = ""
    queue_url: str = ""
    limits_url: str = ""
    files_url: str = ""
    secret_key_fallbacks: tuple[str, ...] = ()
    timezone: str = "Asia/Tehran"
    city_fa: str = "شهرداری"
    city_en: str = "Municipality"
    locale: str = "fa"
    trusted_proxies: int = 0
    trusted_hosts: tuple[str, ...] = ()
    web_workers: int = 2
    sms_channel: str = "console"
    sms_url: str = ""
    sms_api_key: str = ""
    sms_sender: str = ""
    sms_private: bool = False
    sms_webhook_secret: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    synchronous: str = "FULL"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, **fixed: Any) -> "Settings":
        """Read the settings; ``fixed`` wins over the environment (the demo uses it).

        Raises:
            BadSettings: Names the variable and says what is expected.
        """
        env = os.environ if env is None else env
        given = {k: v for k, v in _read(env).items() if k not in fixed} | fixed
        settings = cls(**given)
        _check(settings)
        return settings

    @property
    def database(self) -> str:
        """SQLAlchemy address of the application database."""
        return self.database_url or f"sqlite:///{self.instance / 'takrim.db'}"

    @property
    def host(self) -> str:
        """The host as it is printed in letters on every badge."""
        return urlsplit(self.public_url).netloc.lower()

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """The names a request may call this site by, unless ``trusted_hosts`` says otherwise."""
        return (urlsplit(self.public_url).hostname or "", "localhost", "127.0.0.1", "[::1]")

    @property
    def secure(self) -> bool:
        """Whether the public address is https, so that cookies may demand it."""
        return self.public_url.lower().startswith("https://")

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone, by which days and hours are promised."""
        return ZoneInfo(self.timezone)


def described(settings: Settings) -> list[tuple[str, str]]:
    """Return variable and value of every setting, secrets replaced by whether they are set."""
    rows = []
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name in SECRET_NAMES:
            value = "(set)" if value else "(not set)"
        elif isinstance(value, tuple):
            value = ",".join(value)
        elif field.name.endswith("_url"):
            value = re.sub(r"(?<=:)[^:/@]*(?=@)", "***", value)
        rows.append((f"TAKRIM_{field.name.upper()}", str(value)))
    return rows


def _text(value: str) -> str:
    return value


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _whole(value: str) -> int:
    if not re.fullmatch(r"\d{1,6}", value):
        raise ValueError("a whole number")
    return int(value)


def _flag(value: str) -> bool:
    if value not in {"0", "1"}:
        raise ValueError("0 or 1")
    return value == "1"


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return value

    return read


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?", value):
        raise ValueError("an address like https://qr.city.ir")
    return value.rstrip("/")


def _starting(*starts: str, like: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not value.startswith(starts):
            raise ValueError(like)
        return value

    return read


def _folder(value: str) -> Path:
    return Path(value).resolve()


_VARIABLES: dict[str, Callable[[str], Any]] = {
    "instance": _folder,
    "public_url": _address,
    "secret_key": _text,
    "database_url": _starting(
        "sqlite:///",
        "postgresql+psycopg://",
        like="sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME",
    ),
    "queue_url": _starting(
        "redis://",
        "rediss://",
        "postgresql://",
        "postgresql+psycopg://",
        like="redis://HOST or postgresql://HOST/NAME",
    ),
    "limits_url": _starting("redis://", "rediss://", "memory://", like="redis://HOST"),
    "files_url": _starting(
        "/", "file://", "s3://", "memory://", like="s3://BUCKET/PREFIX or a whole path"
    ),
    "secret_key_fallbacks": _list,
    "timezone": _text,
    "city_fa": _text,
    "city_en": _text,
    "locale": _one_of("fa", "en"),
    "trusted_proxies": _whole,
    "trusted_hosts": _list,
    "web_workers": _whole,
    "sms_channel": _one_of("console", "kavenegar"),
    "sms_url": _address,
    "sms_api_key": _text,
    "sms_sender": _text,
    "sms_private": _flag,
    "sms_webhook_secret": _text,
    "smtp_host": _text,
    "smtp_port": _whole,
    "smtp_user": _text,
    "smtp_password": _text,
    "smtp_from": _text,
    "synchronous": _one_of("FULL", "NORMAL"),
}


def _read(env: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "instance": Path("instance").resolve(),
        "public_url": "",
        "secret_key": "",
    }
    for name, read in _VARIABLES.items():
        variable = f"TAKRIM_{name.upper()}"
        if (value := env.get(variable, "")) == "":
            continue
        try:
            found[name] = read(value)
        except ValueError as error:
            raise BadSettings("setting", f"{variable} must be {error}") from None
    return found


def _check(settings: Settings) -> None:
    if not settings.public_url:
        raise BadSettings(
            "setting", "TAKRIM_PUBLIC_URL is missing: an address like https://qr.city.ir"
        )
    if not settings.demo and (settings.secret_key == DEMO_SECRET or len(settings.secret_key) < 32):
        raise BadSettings(
            "setting", "TAKRIM_SECRET_KEY must be your own random text of 32 characters or more"
        )
    if not settings.demo and not settings.secure:
        raise BadSettings(
            "setting", "TAKRIM_PUBLIC_URL must start with https:// (only the demo may do without)"
        )
    if settings.sms_channel == "kavenegar" and not settings.sms_api_key:
        raise BadSettings("setting", "TAKRIM_SMS_API_KEY is missing: the gateway's own key")
    if settings.sms_webhook_secret and len(settings.sms_webhook_secret) < 32:
        raise BadSettings(
            "setting", "TAKRIM_SMS_WEBHOOK_SECRET must be a random text of 32 characters or more"
        )
    if settings.smtp_host and "@" not in settings.smtp_from:
        raise BadSettings("setting", "TAKRIM_SMTP_FROM must be the address notices come from")
    try:
        prefix_budget(settings.public_url)
    except QrError as error:
        raise BadSettings("setting", f"TAKRIM_PUBLIC_URL cannot be printed: {error}") from None
    try:
        _ = settings.zone
    except (ZoneInfoNotFoundError, ValueError):
        raise BadSettings("setting", "TAKRIM_TIMEZONE must be a zone like Asia/Tehran") from None
