"""What a case was promised before its category was changed; the figures go on by it.

A row only for cases put under another policy, so nothing that exists is touched.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "first_promise",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "policy",
            sa.Enum(
                "URG",
                "STD",
                "SAF",
                "SUG",
                name="policy",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("budget_minutes", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendar.id"], name=op.f("fk_first_promise_calendar_id_calendar")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_first_promise_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_first_promise")),
    )


def downgrade() -> None:
    op.drop_table("first_promise")
