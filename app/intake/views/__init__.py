"""Pages of the citizen: badge, thanks, receipt, entry, tracking, my messages."""

from app.intake.views import after, badge, entry, mine, offline, tracking
from app.intake.views.blueprint import bp

__all__ = ["after", "badge", "bp", "entry", "mine", "offline", "tracking"]
