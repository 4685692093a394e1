"""Every reason has its sentence, in both languages."""

import re
from pathlib import Path

import app.directory
from app.directory.importing.reasons import SENTENCES
from app.i18n import catalog


def test_every_code_that_an_import_gives_has_a_sentence() -> None:
    folder = Path(app.directory.__file__).parent / "importing"
    code = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))

    given = set(re.findall(r'(?:Invalid|Missing|Refused)\("(\w+)"', code))
    given |= set(re.findall(r'refuse\(\s*"\w+",\s*"(\w+)"', code))

    assert given - set(SENTENCES) == set()


def test_every_sentence_stands_in_persian_with_the_same_values() -> None:
    persian = catalog("fa")

    for sentence in SENTENCES.values():
        told = str(persian[sentence].string)
        assert sorted(set(re.findall(r"%\(\w+\)s", told))) == sorted(
            set(re.findall(r"%\(\w+\)s", sentence))
        )
