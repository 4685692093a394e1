"""Every sentence a reader can meet stands in Persian."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir

import app
from app.i18n import catalog

ROOT = Path(app.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "_n": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
}


def sentences() -> set[str]:
    """Return every message id of code and templates."""
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS)
    return {
        one
        for _, _, words, _, _ in found
        for one in (words if isinstance(words, tuple) else (words,))
    }


def test_every_sentence_has_its_persian() -> None:
    persian = catalog("fa")

    missing = sorted(
        words for words in sentences() if not (persian.get(words) and persian.get(words).string)
    )

    assert missing == []


def test_a_translation_keeps_the_names_it_fills_in() -> None:
    wrong = [
        message.id
        for message in catalog("fa")
        if isinstance(message.id, str)
        and isinstance(message.string, str)
        and set(re.findall(r"%\((\w+)\)s", message.id))
        != set(re.findall(r"%\((\w+)\)s", message.string))
    ]

    assert wrong == []


def test_persian_words_use_persian_letters() -> None:
    arabic = [
        m.string for m in catalog("fa") if isinstance(m.string, str) and re.search("[كي]", m.string)
    ]

    assert arabic == []
