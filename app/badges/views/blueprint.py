"""What the views of the issuing desk share: reach, retired keys, units to choose from."""

from collections.abc import Sequence

from flask import Blueprint
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlmodel import Session
from wtforms.fields.choices import SelectChoice

from app.badges import words
from app.badges.scope import Scope
from app.directory.queries import UnitRow, unit_by_code, unit_tree
from app.i18n import use_locale
from app.jalali import localised
from app.rights import Action, reach
from app.web import house, me

__all__ = ["bp", "dead_keys", "roots_of", "scope_of", "unit_choices"]

bp = Blueprint("badges", __name__, url_prefix="/desk/badges")


@bp.record
def _give_words(state: BlueprintSetupState) -> None:
    """Give the desk's words to its templates; their macros see globals only."""
    state.app.jinja_env.globals.update(
        badge_status=words.STATUS_NAMES,
        badge_tone=words.STATUS_TONES,
        stock_name=words.stock_name,
        millimetres=words.millimetres,
        badge_trouble=words.TROUBLE_NAMES,
        badge_reason=words.reason,
        badge_count=words.counted,
        file_size=words.size,
        run_state=words.RUN_NAMES,
        run_tone=words.RUN_TONES,
        part_state=words.PART_NAMES,
        card_state=words.CARD_NAMES,
        card_tone=words.CARD_TONES,
    )


def roots_of(session: Session, unit: str, action: Action) -> tuple[str, ...]:
    """Return the reader's subtrees, or the one asked for inside them.

    Raises:
        Missing: The unit is unknown or out of reach.
    """
    roots = reach(me(), action)
    return (unit_by_code(session, unit, roots).path,) if unit else roots


def scope_of(session: Session, form: FlaskForm) -> Scope:
    """Return the subjects a form with ``unit`` and ``kind`` means, within the reader's reach."""
    roots = roots_of(session, str(form["unit"].data or ""), Action.ISSUE_BADGES)
    return Scope(roots=roots, kind=str(form["kind"].data))


def dead_keys() -> frozenset[int]:
    """Return the ids of retired keys."""
    ring = house().keys.ring
    return frozenset(key_id for key_id in ring.keys if ring.verifying(key_id) is None)


def unit_choices(session: Session, action: Action) -> list[SelectChoice]:
    """Return the units in reach as choices, each below its parent."""
    rows = unit_tree(session, reach(me(), action))
    top = min((row.depth for row in rows), default=0)
    return [SelectChoice("", _("All my units")), *_indented(rows, top)]


def _indented(rows: Sequence[UnitRow], top: int) -> list[SelectChoice]:
    locale = use_locale()
    names = [(row.name_en if locale == "en" else row.name_fa) or row.name_fa for row in rows]
    return [
        SelectChoice(row.code, localised(f"{'— ' * (row.depth - top)}{name}", locale))
        for row, name in zip(rows, names, strict=True)
    ]
