"""Pages of the citizen: badge, thanks, receipt, entry, tracking, my messages."""

from app.intake.views import (
    after,
    badge,
    checking,
    entry,
    kartabl,
    kiosk,
    mine,
    offline,
    own_photo,
    promises,
    public,
    reporting,
    tracking,
)
from app.intake.views.blueprint import bp

__all__ = [
    "after",
    "badge",
    "bp",
    "checking",
    "entry",
    "kartabl",
    "kiosk",
    "mine",
    "offline",
    "own_photo",
    "promises",
    "public",
    "reporting",
    "tracking",
]
