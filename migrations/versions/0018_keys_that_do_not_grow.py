"""Let a person's page cost the same after ten messages and after ten thousand.

The key of the month counts begins with subject and month, which is what pages ask for; the index
by month serves the figures of the whole city.  Two indexes hold messages with words alone, so that
a bare rating does not pay for them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0014"

_BY_UNIT = ["subject_id", "unit_id", "month", "channel", "kind", "mood"]
_BY_MONTH = ["subject_id", "month", "kind", "mood", "channel", "unit_id"]


def upgrade() -> None:
    """Turn the key of the counts round; index the messages with words."""
    op.drop_index(op.f("ix_month_count_unit_id_month"), table_name="month_count")
    _rekey(_BY_UNIT, _BY_MONTH)
    op.create_index(op.f("ix_month_count_month"), "month_count", ["month"], unique=False)
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


def _rekey(old: list[str], new: list[str]) -> None:
    with op.batch_alter_table("month_count") as table:
        table.drop_constraint(op.f(f"uq_month_count_{'_'.join(old)}"), type_="unique")
        table.create_unique_constraint(op.f(f"uq_month_count_{'_'.join(new)}"), new)


def downgrade() -> None:
    """Put the key and the index of before back."""
    op.drop_index("ix_feedback_subject_id_kind_device", table_name="feedback")
    op.drop_index("ix_feedback_subject_id_told", table_name="feedback")
    op.drop_index(op.f("ix_month_count_month"), table_name="month_count")
    _rekey(_BY_MONTH, _BY_UNIT)
    op.create_index(
        op.f("ix_month_count_unit_id_month"), "month_count", ["unit_id", "month"], unique=False
    )
