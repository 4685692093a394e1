"""The form of a decision."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.scores.decisions.drafting import Draft, Evidence
from app.scores.decisions.forms.fields import CHOOSE, LONG, words_field
from app.scores.decisions.own_words import REASONS_AT_LEAST, plain
from app.scores.decisions.rules import EvidenceKind, Measure
from app.scores.decisions.words import EVIDENCE, MEASURES

__all__ = ["DraftForm"]

ROWS = (1, 2, 3)


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
        [Length(max=80, message=LONG)],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )


def _shows() -> StringField:
    return StringField(
        _l("What it shows, in a sentence"),
        [Length(max=500, message=LONG)],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )


class DraftForm(FlaskForm):
    """A decision: the measure, one's own reasons, up to three pieces of evidence."""

    measure = RadioField(
        _l("Decision"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice(one.value, name) for one, name in MEASURES.items()],
    )
    reasons = words_field(
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
