"""Commendations, and who looks at an entry of the queues."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what letters are filed in, and the reviews of the queues."""
    op.create_table(
        "commendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(10), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("n", sa.Float(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "fa", "en", name="language", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("design", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "withdrawn",
                name="letterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("open_to_all", sa.Boolean(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_commendation_run_id_score_run")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_commendation_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commendation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commendation_public_id")),
        sa.UniqueConstraint("serial", name=op.f("uq_commendation_serial")),
        sa.UniqueConstraint("year", "place", name=op.f("uq_commendation_year_place")),
    )
    op.create_index(op.f("ix_commendation_key_id"), "commendation", ["key_id"], unique=False)
    op.create_index(op.f("ix_commendation_state"), "commendation", ["state"], unique=False)
    op.create_index(
        op.f("ix_commendation_subject_id"), "commendation", ["subject_id"], unique=False
    )
    op.create_table(
        "score_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "queue",
            sa.Enum(
                "attention",
                "praise",
                "growth",
                "unit",
                name="queue",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_score_review_reviewer_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_score_review_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_score_review_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_review")),
    )
    for column in ("subject", "unit"):
        who = "person" if column == "subject" else "unit"
        open_one = sa.text(f"closed_at IS NULL AND {column}_id IS NOT NULL")
        op.create_index(
            f"uq_score_review_open_{who}",
            "score_review",
            ["queue", f"{column}_id"],
            unique=True,
            sqlite_where=open_one,
            postgresql_where=open_one,
        )
    op.create_index(
        op.f("ix_score_review_subject_id"), "score_review", ["subject_id"], unique=False
    )
    op.create_index(op.f("ix_score_review_unit_id"), "score_review", ["unit_id"], unique=False)


def downgrade() -> None:
    """Remove them again."""
    op.drop_index(op.f("ix_score_review_unit_id"), table_name="score_review")
    op.drop_index(op.f("ix_score_review_subject_id"), table_name="score_review")
    op.drop_index("uq_score_review_open_person", table_name="score_review")
    op.drop_index("uq_score_review_open_unit", table_name="score_review")
    op.drop_table("score_review")
    op.drop_index(op.f("ix_commendation_subject_id"), table_name="commendation")
    op.drop_index(op.f("ix_commendation_state"), table_name="commendation")
    op.drop_index(op.f("ix_commendation_key_id"), table_name="commendation")
    op.drop_table("commendation")
