"""Every table of the product, imported once so that migrations and tests see the whole schema."""

from sqlmodel import SQLModel

from app import audit
from app.badges import models as badges
from app.badges.kiosks import models as kiosks
from app.badges.suspicion import models as suspicion
from app.calendar import models as calendar
from app.cases import models as cases
from app.cases.desk import models as case_desks
from app.cases.echoes import models as echoes
from app.cases.findings import models as findings
from app.cases.hops import models as hops
from app.cases.keeping import models as keeping
from app.cases.publishing import models as publishing
from app.cases.recoding import models as first_promises
from app.cases.sampling import models as call_samples
from app.cases.taking import models as taking
from app.directory import models as directory
from app.feedback import models as feedback
from app.feedback.erasing import models as erasing
from app.notices import models as notices
from app.people import models as people
from app.scores import models as scores
from app.scores.choosing import models as score_choices
from app.scores.decisions import models as decisions
from app.scores.decisions.appeals import models as appeals
from app.scores.freezing import models as freezing
from app.scores.integrity import models as integrity
from app.scores.letters import models as score_letters
from app.scores.reviews import models as score_reviews

__all__ = [
    "METADATA",
    "appeals",
    "audit",
    "badges",
    "calendar",
    "call_samples",
    "case_desks",
    "cases",
    "decisions",
    "directory",
    "echoes",
    "erasing",
    "feedback",
    "findings",
    "first_promises",
    "freezing",
    "hops",
    "integrity",
    "keeping",
    "kiosks",
    "notices",
    "people",
    "publishing",
    "score_choices",
    "score_letters",
    "score_reviews",
    "scores",
    "suspicion",
    "taking",
]

METADATA = SQLModel.metadata
