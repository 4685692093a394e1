"""Prepare the catalogues of languages that wait for a translator: ``python -m app.preparing``.

Every sentence of the citizen's pages gets its place; what a translator has written stays.
"""

from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from app.catalogues import PREPARED, catalog, citizen

__all__ = ["prepared"]

_FOLDER = Path(__file__).parent / "translations"


def prepared(locale: str) -> str:
    """Return the file of a language with a place for every sentence of the citizen's pages."""
    own, many = catalog(locale), get_plural(locale)
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        f'"Language: {locale}\\n"',
        f'"Plural-Forms: nplurals={many.num_plurals}; plural={many.plural_expr};\\n"',
    ]
    for message in citizen():
        if message.id:
            lines += ["", *_place(message, own, many.num_plurals)]
    return "\n".join(lines) + "\n"


def _place(message: Message, own: Catalog, forms: int) -> list[str]:
    found = own.get(message.id)
    said = found.string if found else ""
    lines = ["#, python-format"] if "python-format" in message.flags else []
    if not isinstance(message.id, tuple | list):
        return [*lines, f"msgid {_quoted(message.id)}", f"msgstr {_quoted(str(said or ''))}"]
    words = [*said] if isinstance(said, tuple | list) else []
    words += [""] * (forms - len(words))
    one, more = message.id[:2]
    lines += [f"msgid {_quoted(one)}", f"msgid_plural {_quoted(more)}"]
    return [*lines, *(f"msgstr[{n}] {_quoted(word)}" for n, word in enumerate(words[:forms]))]


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    for code in PREPARED:
        text = prepared(code)
        folder = _FOLDER / code
        folder.mkdir(exist_ok=True)
        (folder / "intake.po").write_text(text, encoding="utf-8")
