"""Settings: right ones are read, wrong ones stop the start by name."""

from pathlib import Path

import pytest

from app.errors import BadSettings
from app.settings import DEMO_SECRET, Settings, described

RIGHT = {
    "TAKRIM_INSTANCE": "/srv/takrim",
    "TAKRIM_PUBLIC_URL": "https://qr.city.ir/",
    "TAKRIM_SECRET_KEY": "k" * 40,
}


def test_settings_come_from_the_environment_and_have_defaults() -> None:
    settings = Settings.from_env(RIGHT | {"TAKRIM_TRUSTED_HOSTS": "qr.city.ir, desk.city.ir"})

    assert settings.instance == Path("/srv/takrim")
    assert settings.public_url == "https://qr.city.ir"
    assert (settings.host, settings.secure) == ("qr.city.ir", True)
    assert settings.trusted_hosts == ("qr.city.ir", "desk.city.ir")
    assert settings.database == "sqlite:////srv/takrim/takrim.db"
    assert (settings.locale, settings.synchronous) == ("fa", "FULL")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TAKRIM_SECRET_KEY", ""),
        ("TAKRIM_SECRET_KEY", "short"),
        ("TAKRIM_SECRET_KEY", DEMO_SECRET),
        ("TAKRIM_PUBLIC_URL", ""),
        ("TAKRIM_PUBLIC_URL", "http://qr.city.ir"),
        ("TAKRIM_PUBLIC_URL", "qr.city.ir"),
        ("TAKRIM_PUBLIC_URL", "https://qr.city.ir/path"),
        ("TAKRIM_PUBLIC_URL", "https://" + "long." * 9 + "city.ir"),
        ("TAKRIM_DATABASE_URL", "mysql://city"),
        ("TAKRIM_QUEUE_URL", "amqp://city"),
        ("TAKRIM_LIMITS_URL", "memcached://city"),
        ("TAKRIM_FILES_URL", "files"),
        ("TAKRIM_TIMEZONE", "Asia/Nowhere"),
        ("TAKRIM_LOCALE", "de"),
        ("TAKRIM_WEB_WORKERS", "two"),
        ("TAKRIM_TRUSTED_PROXIES", "-1"),
        ("TAKRIM_SYNCHRONOUS", "OFF"),
        ("TAKRIM_SMS_CHANNEL", "pigeon"),
        ("TAKRIM_SMS_PRIVATE", "yes"),
    ],
)
def test_a_missing_or_wrong_setting_stops_the_start_with_its_name(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        Settings.from_env(RIGHT | {name: value})


def test_a_gateway_without_a_key_and_a_mail_server_without_a_sender_stop_the_start() -> None:
    with pytest.raises(BadSettings, match="TAKRIM_SMS_API_KEY"):
        Settings.from_env(RIGHT | {"TAKRIM_SMS_CHANNEL": "kavenegar"})
    with pytest.raises(BadSettings, match="TAKRIM_SMTP_FROM"):
        Settings.from_env(RIGHT | {"TAKRIM_SMTP_HOST": "mail.city.ir"})


def test_only_the_demo_does_without_https_and_with_the_known_key() -> None:
    settings = Settings.from_env(
        {}, demo=True, public_url="http://127.0.0.1:8000", secret_key=DEMO_SECRET
    )

    assert not settings.secure


def test_the_demo_cannot_be_asked_for_by_the_environment() -> None:
    env = RIGHT | {"TAKRIM_DEMO": "1", "TAKRIM_SECRET_KEY": DEMO_SECRET}

    with pytest.raises(BadSettings, match="TAKRIM_SECRET_KEY"):
        Settings.from_env(env)


def test_no_secret_is_shown() -> None:
    secrets = {
        "TAKRIM_SECRET_KEY": "S" * 40,
        "TAKRIM_SECRET_KEY_FALLBACKS": "F" * 40,
        "TAKRIM_SMS_API_KEY": "A" * 40,
        "TAKRIM_SMTP_PASSWORD": "P" * 40,
        "TAKRIM_DATABASE_URL": "postgresql+psycopg://takrim:hidden@db/takrim",
        "TAKRIM_QUEUE_URL": "redis://:hidden@queue/0",
    }
    shown = "\n".join(
        f"{name}={value}" for name, value in described(Settings.from_env(RIGHT | secrets))
    )

    assert "TAKRIM_SECRET_KEY=(set)" in shown
    assert not any(secret in shown for secret in ["S" * 40, "F" * 40, "A" * 40, "P" * 40, "hidden"])
