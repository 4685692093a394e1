"""The finding track, the stays of a case at its desks, and citizens who say "me too".

Three new tables, and two columns of ``case_file`` that old rows leave empty: the version before
runs on beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "case_echo",
        sa.Column("submission", sa.String(40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_echo_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("submission", name=op.f("pk_case_echo")),
    )
    op.create_index(op.f("ix_case_echo_case_id"), "case_echo", ["case_id"], unique=False)
    op.create_table(
        "case_hop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("inspection", sa.Boolean(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worked_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_hop_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_hop_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_hop")),
    )
    op.create_index(op.f("ix_case_hop_case_id"), "case_hop", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_hop_unit_id"), "case_hop", ["unit_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "alleged",
                "notified",
                "replied",
                "expired",
                "proposed",
                "decided",
                "staff_appeal",
                "final",
                name="findingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("alleged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interim_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interim_told", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stood", sa.String(20), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "upheld",
                "partly",
                "not_upheld",
                "insufficient",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "measure",
            sa.Enum(
                "none",
                "guidance",
                "training",
                "written_reminder",
                "transfer",
                "change_of_post",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal", sa.String(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_reasons", sa.String(), nullable=False),
        sa.Column("final_by", sa.Integer(), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_finding_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_finding_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["final_by"], ["account.id"], name=op.f("fk_finding_final_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_finding_proposed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_finding_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("case_id", name=op.f("uq_finding_case_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_finding_public_id")),
    )
    op.create_index(op.f("ix_finding_due_at"), "finding", ["due_at"], unique=False)
    op.create_index(op.f("ix_finding_subject_id"), "finding", ["subject_id"], unique=False)
    with op.batch_alter_table("case_file") as table:
        table.add_column(sa.Column("echoes", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("plan_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:

    op.drop_column("case_file", "plan_at")
    op.drop_column("case_file", "echoes")
    op.drop_index(op.f("ix_finding_subject_id"), table_name="finding")
    op.drop_index(op.f("ix_finding_due_at"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(op.f("ix_case_hop_unit_id"), table_name="case_hop")
    op.drop_index(op.f("ix_case_hop_case_id"), table_name="case_hop")
    op.drop_table("case_hop")
    op.drop_index(op.f("ix_case_echo_case_id"), table_name="case_echo")
    op.drop_table("case_echo")
