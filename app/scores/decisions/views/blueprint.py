"""The blueprint of decisions, and the words its templates use."""

from flask import Blueprint, url_for
from flask.sansio.blueprints import BlueprintSetupState

from app.scores.decisions import words

__all__ = ["bp"]

bp = Blueprint("decisions", __name__, url_prefix="/desk")


@bp.record
def _give_words(state: BlueprintSetupState) -> None:
    """Give the words to the templates; their macros see globals only."""
    state.app.jinja_env.globals.update(
        measure_name=words.MEASURES,
        decision_state=words.STATES,
        decision_tone=words.TONES,
        evidence_name=words.EVIDENCE,
        appeal_about=words.ABOUT,
        appeal_outcome=words.OUTCOMES,
        decision_step=words.STEPS,
        look_name=words.LOOKED,
        answer_rule=words.RULE_NAMES,
        decide_url=lambda public_id: url_for("decisions.new", public_id=public_id),
    )
