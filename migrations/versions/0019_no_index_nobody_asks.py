"""Drop the index of messages by unit: no page asks it, and every tap paid for it."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Drop the index."""
    op.drop_index(op.f("ix_feedback_unit_id"), table_name="feedback")


def downgrade() -> None:
    """Put it back."""
    op.create_index(op.f("ix_feedback_unit_id"), "feedback", ["unit_id"], unique=False)
