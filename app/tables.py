"""Every table of the product, imported once so that migrations and tests see the whole schema."""

from sqlmodel import SQLModel

from app import audit
from app.badges import models as badges
from app.calendar import models as calendar
from app.cases import models as cases
from app.cases.desk import models as case_desks
from app.cases.taking import models as taking
from app.directory import models as directory
from app.feedback import models as feedback
from app.notices import models as notices
from app.people import models as people
from app.scores import models as scores

__all__ = [
    "METADATA",
    "audit",
    "badges",
    "calendar",
    "case_desks",
    "cases",
    "directory",
    "feedback",
    "notices",
    "people",
    "scores",
    "taking",
]

METADATA = SQLModel.metadata
