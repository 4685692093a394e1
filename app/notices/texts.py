"""The texts of notices as data, and how their names are filled.

``texts.json`` holds C01-C26 (citizens) and S01-S33 (staff) in every language, each with a version
that rises when the wording changes.  A text may use the names of ``NAMES`` and nothing else: no
attributes, no formats.  Values carry no line breaks, so none can forge a header or a second line.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import Refused

__all__ = [
    "NAMES",
    "TEXTS",
    "Text",
    "braces_sound",
    "check_params",
    "names_in",
    "parse",
    "render",
]

NAMES = frozenset(
    {"code", "due", "link", "until", "org", "ext", "master", "date", "otp"}
    | {"level", "week", "result", "text", "left", "id", "year"}
)

_NAME = re.compile(r"\{([a-z]+)\}")
_BREAKS = re.compile(r"[\r\n\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Text:
    """One notice in every language: ``wording`` maps a locale to its sentence."""

    id: str
    version: int
    event: str
    wording: Mapping[str, str]

    @property
    def names(self) -> frozenset[str]:
        """The names this text fills in."""
        return frozenset(_NAME.findall(self.wording["fa"]))


def parse(stored: str) -> dict[str, Text]:
    """Read texts from JSON.

    Raises:
        ValueError: A name outside ``NAMES``, other braces, or languages that differ in names.
    """
    texts = {}
    for key, row in json.loads(stored).items():
        wording = {name: row[name] for name in ("fa", "en")}
        for sentence in wording.values():
            _check_wording(key, sentence)
        if len({frozenset(_NAME.findall(sentence)) for sentence in wording.values()}) != 1:
            raise ValueError(f"{key} uses other names in another language")
        texts[key] = Text(key, int(row["version"]), row["event"], wording)
    return texts


def names_in(sentence: str) -> frozenset[str]:
    """Return the names a sentence fills in.

    >>> sorted(names_in("{code}: {due}"))
    ['code', 'due']
    """
    return frozenset(_NAME.findall(sentence))


def braces_sound(sentence: str) -> bool:
    """Return whether every brace belongs to a name.

    >>> braces_sound("{code} 1"), braces_sound("{code"), braces_sound("{a.b}")
    (True, False, False)
    """
    names = len(_NAME.findall(sentence))
    return sentence.count("{") == names == sentence.count("}")


def check_params(template: str, params: Mapping[str, str]) -> None:
    """Refuse an unknown text, a name it does not know, or one it needs and did not get.

    Raises:
        Refused: Names the text and the name; never the value.
    """
    if template not in TEXTS:
        raise Refused("notice_text", f"there is no text {template[:10]}")
    if strange := sorted(set(params) - NAMES):
        raise Refused("notice_name", f"{template} knows no name {strange[0]}")
    if missing := sorted(TEXTS[template].names - set(params)):
        raise Refused("notice_name", f"{template} lacks {missing[0]}")


def render(
    template: str,
    locale: str,
    values: Mapping[str, str],
    texts: Mapping[str, Text] | None = None,
) -> str:
    """Return the sentence with its names filled; values are put in as they are, once.

    ``texts`` are the city's own where they are known, else those that are shipped.

    >>> render("C18", "en", {"code": "4839027152", "link": "https://qr.city.ir/t/1"})
    "4839027152: the expert's answer is ready: https://qr.city.ir/t/1"
    """
    check_params(template, values)
    wording = (texts or TEXTS)[template].wording
    sentence = wording.get(locale, wording["fa"])
    return _NAME.sub(lambda found: _BREAKS.sub(" ", values[found[1]]), sentence)


def _check_wording(key: str, sentence: str) -> None:
    names = _NAME.findall(sentence)
    if strange := sorted(set(names) - NAMES):
        raise ValueError(f"{key} uses the unknown name {strange[0]}")
    if sentence.count("{") != len(names) or sentence.count("}") != len(names):
        raise ValueError(f"{key} has a brace that is no name")


TEXTS = parse((Path(__file__).parent / "texts.json").read_text(encoding="utf-8"))
