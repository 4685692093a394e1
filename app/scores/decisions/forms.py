"""Forms of decisions, of appeals and of the employee's own words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.errors import TakrimError
from app.scores.decisions.drafting import Draft, Evidence
from app.scores.decisions.own_words import REASONS_AT_LEAST, WORDS_AT_LEAST, plain
from app.scores.decisions.rules import EvidenceKind, Measure, Outcome
from app.scores.decisions.words import EVIDENCE, MEASURES, OUTCOMES, sentence

__all__ = [
    "AnswerForm",
    "DraftForm",
    "LookForm",
    "ReplyForm",
    "StatementForm",
    "WordsForm",
    "refuse",
]

ROWS = (1, 2, 3)
_MOST = 4000
_LONG = _l("This is too long.")
_CHOOSE = _l("Choose one of these.")


def _words(label: Any, least: int = WORDS_AT_LEAST, *checks: Any) -> TextAreaField:
    return TextAreaField(
        label,
        [*checks, Length(max=_MOST, message=_LONG)],
        render_kw={"data-least": str(least), "rows": "5", "dir": "auto"},
    )


def _evidence_kind() -> SelectField:
    kinds = [SelectChoice(kind.value, name) for kind, name in EVIDENCE.items()]
    return SelectField(
        _l("What it is"),
        choices=[SelectChoice("", "—"), *kinds],
        coerce=lambda value: value or "",
        default="",
    )


def _reference() -> StringField:
    return StringField(
        _l("Number or place where it lies"),
        [Length(max=80, message=_LONG)],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )


def _shows() -> StringField:
    return StringField(
        _l("What it shows, in a sentence"),
        [Length(max=500, message=_LONG)],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )


class DraftForm(FlaskForm):
    """A decision: the measure, one's own reasons, up to three pieces of evidence."""

    measure = RadioField(
        _l("Decision"),
        [InputRequired(_CHOOSE)],
        choices=[SelectChoice(one.value, name) for one, name in MEASURES.items()],
    )
    reasons = _words(
        _l("Reasons in your own words"),
        REASONS_AT_LEAST,
        InputRequired(
            _l("Write your reasons in at least 100 letters; blanks in a row count once.")
        ),
    )
    kind1, reference1, shows1 = _evidence_kind(), _reference(), _shows()
    kind2, reference2, shows2 = _evidence_kind(), _reference(), _shows()
    kind3, reference3, shows3 = _evidence_kind(), _reference(), _shows()

    def draft(self, told: tuple[str, ...]) -> Draft:
        """Return what was written; ``told`` is what the page said of the score."""
        found = [
            Evidence(EvidenceKind(row[0]), row[1] or "", row[2] or "")
            for row in (self._row(n) for n in ROWS)
            if row[0] and plain(row[2] or "")
        ]
        return Draft(Measure(self.measure.data), self.reasons.data or "", tuple(found), told)

    def _row(self, number: int) -> tuple[str | None, str | None, str | None]:
        kind, place, shows = (self[f"{name}{number}"] for name in ("kind", "reference", "shows"))
        return kind.data, place.data, shows.data


class WordsForm(FlaskForm):
    """Some sentences, at least 20 letters."""

    words = _words(_l("Why"), WORDS_AT_LEAST, InputRequired(_l("Write at least 20 letters.")))


class ReplyForm(FlaskForm):
    """A reply to released words."""

    words = TextAreaField(
        _l("Your reply"),
        [InputRequired(_l("Write your answer.")), Length(max=2000, message=_LONG)],
        render_kw={"rows": "5", "dir": "auto"},
    )


class StatementForm(FlaskForm):
    """What the employee says to a decision; nothing is an answer too."""

    words = TextAreaField(
        _l("Your answer"),
        [Length(max=_MOST, message=_LONG)],
        render_kw={"rows": "6", "dir": "auto"},
    )


class AnswerForm(FlaskForm):
    """The answer to an appeal; verdicts on single answers stand beside it."""

    outcome = RadioField(
        _l("Outcome"),
        [InputRequired(_CHOOSE)],
        choices=[SelectChoice(one.value, name) for one, name in OUTCOMES.items()],
        coerce=Outcome,
    )
    words = _words(
        _l("Reasons the employee will read"),
        REASONS_AT_LEAST,
        InputRequired(
            _l("Write your reasons in at least 100 letters; blanks in a row count once.")
        ),
    )


class LookForm(FlaskForm):
    """A second look at one's own decision."""

    same = RadioField(
        _l("Would you decide the same today?"),
        [InputRequired(_CHOOSE)],
        choices=[
            SelectChoice("yes", _l("Yes, the same decision")),
            SelectChoice("no", _l("No, differently")),
        ],
    )
    words = _words(_l("Why"), WORDS_AT_LEAST, InputRequired(_l("Write at least 20 letters.")))


def refuse(form: Any, error: TakrimError, field: str) -> None:
    """Say at a field what a service refused.

    Raises:
        TakrimError: The same error, when it has no sentence.
    """
    told = _FIELDS.get(getattr(error, "field", ""), field)
    named = form[told if told in form else field]
    named.errors = [*named.errors, sentence(error)]


_FIELDS = {"evidence": "shows1", "reference": "reference1"}
