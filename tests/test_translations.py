"""Every sentence a reader can meet stands in Persian."""

import re
from collections import defaultdict
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

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


def test_an_english_sentence_has_one_persian_one_whatever_file_holds_it() -> None:
    said: dict[tuple[object, object], set[str]] = defaultdict(set)
    for path in (ROOT / "translations" / "fa").glob("*.po"):
        with path.open("rb") as handle:
            for message in read_po(handle, locale="fa"):
                if message.id:
                    said[message.id, message.context].add(str(message.string))

    assert {words: persian for (words, _), persian in said.items() if len(persian) > 1} == {}


def test_persian_words_use_persian_letters() -> None:
    arabic = [
        m.string for m in catalog("fa") if isinstance(m.string, str) and re.search("[كي]", m.string)
    ]

    assert arabic == []
