"""Let a person's page cost the same after ten messages and after ten thousand.

One index answers what pages ask of the month counts without a look at the rows; one by month
serves the figures of the whole city.  Two hold messages with words alone, so that a bare rating
does not pay for them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0014"

_COUNTED = "ix_month_count_subject_id_month_kind_mood_count"


def upgrade() -> None:
    """Index the counts by what is asked, and the messages with words."""
    op.drop_index(op.f("ix_month_count_unit_id_month"), table_name="month_count")
    op.create_index(op.f("ix_month_count_month"), "month_count", ["month"], unique=False)
    asked = ["subject_id", "month", "kind", "mood", "count"]
    op.create_index(op.f(_COUNTED), "month_count", asked, unique=False)
    told, worded = sa.text("told_at IS NOT NULL"), sa.text("kind <> 'none'")
    op.create_index(
        "ix_feedback_subject_id_told",
        "feedback",
        ["subject_id", "id"],
        unique=False,
        sqlite_where=told,
        postgresql_where=told,
    )
    op.create_index(
        "ix_feedback_subject_id_kind_device",
        "feedback",
        ["subject_id", "kind", "device"],
        unique=False,
        sqlite_where=worded,
        postgresql_where=worded,
    )


def downgrade() -> None:
    """Put the index of before back."""
    op.drop_index("ix_feedback_subject_id_kind_device", table_name="feedback")
    op.drop_index("ix_feedback_subject_id_told", table_name="feedback")
    op.drop_index(op.f(_COUNTED), table_name="month_count")
    op.drop_index(op.f("ix_month_count_month"), table_name="month_count")
    op.create_index(
        op.f("ix_month_count_unit_id_month"), "month_count", ["unit_id", "month"], unique=False
    )
