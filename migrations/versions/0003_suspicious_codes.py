"""Kiosks, suspicious codes with their scans and reports, published actions, stubs of erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what the public pages and the watch over badges need."""


def downgrade() -> None:
    """Take it away again; indexes go with their tables."""
    op.drop_table("suspicion_scan")
    op.drop_table("suspicion_report")
    op.drop_table("suspicious_code")
    op.drop_table("erasure")
    op.drop_table("public_action")
    op.drop_table("kiosk")
