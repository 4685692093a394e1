"""Pages of the citizen: badge, thanks, receipt, entry, tracking."""

from app.intake.views import after, badge, entry, tracking
from app.intake.views.blueprint import bp

__all__ = ["after", "badge", "bp", "entry", "tracking"]
