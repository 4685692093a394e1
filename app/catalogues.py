"""The languages, and their sentences: read from the .po files as they stand.

Messages are English in the code; ``app/translations/<locale>/<feature>.po`` holds the other
languages, so there is no compiled file to forget.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

__all__ = ["LOCALES", "PREPARED", "PoBabel", "PoDomain", "catalog", "citizen", "missing", "offered"]

LOCALES = {"fa": "فارسی", "en": "English"}
PREPARED = {"ar": "العربية", "az": "تۆرکجه"}
_FALLBACK = "fa"
_CITIZEN = "intake.po"
_FOLDER = Path(__file__).parent / "translations"


def catalog(locale: str) -> Catalog:
    """Return one language's messages: all its feature files merged."""
    whole = Catalog(locale=locale)
    for path in sorted((_FOLDER / locale).glob("*.po")):
        for message in _read(path, locale):
            if message.id:
                whole[message.id] = message
    return whole


@cache
def offered() -> dict[str, str]:
    """Return the languages a citizen may choose: a prepared one only when all its words are there.

    What a prepared language still lacks is said in Persian, never half in English.
    """
    return LOCALES | {code: name for code, name in PREPARED.items() if not missing(code)}


def missing(locale: str) -> list[str]:
    """Return the sentences of the citizen's pages that a language does not have yet."""
    own = catalog(locale)
    return [str(one.id) for one in citizen() if one.id and not _said(own.get(one.id))]


def citizen() -> Catalog:
    """Return the sentences of the citizen's pages, in Persian."""
    return _read(_FOLDER / _FALLBACK / _CITIZEN, _FALLBACK)


class PoDomain(Domain):
    """Flask-Babel's domain, reading the .po files themselves, once a process and language."""

    def get_translations(self) -> NullTranslations:
        """Return the messages of the language of this request."""
        locale = get_locale()
        if locale is None:
            return NullTranslations()
        if (key := locale.language) not in self.cache:
            self.cache[key] = _compiled(key)
            if key in PREPARED:
                self.cache[key].add_fallback(_compiled(_FALLBACK))
        return cast(Translations, self.cache[key])


class PoBabel(Babel):
    """Flask-Babel with the .po files as its one domain."""

    domain_instance = PoDomain()


def _read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as handle:
        return read_po(handle, locale=locale)


def _said(message: Message | None) -> bool:
    words = message.string if message else ""
    return all(words) if isinstance(words, tuple | list) else bool(words)


def _compiled(locale: str) -> Translations:
    compiled = BytesIO()
    write_mo(compiled, catalog(locale))
    compiled.seek(0)
    return Translations(compiled)
