"""What a browser calls itself, in two words a person can recognise."""

import re

__all__ = ["device_of"]

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Return browser and system of a User-Agent, or its first word.

    >>> device_of("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile")
    'Chrome · Android'
    >>> device_of("curl/8.5"), device_of("")
    ('curl/8.5', '')
    """
    words = [next((name for mark, name in table if mark in agent), "") for table in _TABLES]
    return " · ".join(word for word in words if word) or re.split(r"\s", agent)[0][:40]


_TABLES = (_BROWSERS, _SYSTEMS)
