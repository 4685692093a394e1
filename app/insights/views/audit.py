"""The staff log for auditors."""

import re

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Denied, Missing
from app.insights.log_words import GROUPS, act_said, detail_said
from app.insights.queries import finding, staff_log
from app.insights.sheets import log_sheet
from app.insights.views.blueprint import EXPORT_LIMIT, bp, csv_answer, given
from app.rights import Action, reach
from app.web import house, me, reading, require

__all__ = ["audit"]

bp.add_app_template_filter(act_said)
bp.add_app_template_global(detail_said)


@bp.get("/log")
@require(Action.SEE_AUDIT)
def audit() -> ResponseReturnValue:
    """List the acts of staff, newest first."""
    asked = {name: request.args.get(name, "") for name in ("actor", "action")}
    before = request.args.get("before", "0")
    if not re.fullmatch("[0-9]{1,18}", before):
        raise Missing("unknown")
    sheet = request.args.get("format") == "csv"
    with reading() as session:
        if not finding.reaches_all(session, reach(me(), Action.SEE_AUDIT)):
            raise Denied("whole_city")  # the one log of the city has no districts
        rows = staff_log.staff_log(
            session,
            actor=asked["actor"],
            action=asked["action"],
            before=int(before),
            limit=EXPORT_LIMIT if sheet else finding.PAGE,
        )
    if sheet:
        return csv_answer("staff-log", *log_sheet(rows, house().settings.zone))
    more = len(rows) > finding.PAGE
    page = rows[: finding.PAGE]
    next_url = url_for("insights.audit", before=page[-1].id, **given(asked)) if more else ""
    return render_template(
        "insights/log.html", rows=page, next_url=next_url, asked=asked, groups=GROUPS
    )
