"""How scores were made: nights, numbers, verdicts and looks, for inspection and the auditor."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.errors import Denied
from app.insights.integrity.evidence import RULES
from app.insights.queries import finding
from app.insights.queries.looks import all_looks
from app.insights.views.blueprint import bp
from app.rights import Action, may, reach
from app.scores.choosing.service import choices
from app.scores.records import nights, overrides, versions
from app.web import me, reading, require

__all__ = ["records"]


@bp.get("/score-records")
@require(Action.SEE_SCORE_RECORDS)
def records() -> ResponseReturnValue:
    """Show the newest runs, all versions of the numbers, verdicts and looks; read only."""
    with reading() as session:
        if not finding.reaches_all(session, reach(me(), Action.SEE_SCORE_RECORDS)):
            raise Denied("whole_city")  # one score, one set of numbers for the whole city
        found = {
            "nights": nights(session),
            "versions": versions(session),
            "choices": choices(session),
            "overrides": overrides(session),
            "looks": all_looks(session),
        }
    log = may(me(), Action.SEE_AUDIT)
    return render_template("insights/records.html", rules=RULES, log=log, **found)
