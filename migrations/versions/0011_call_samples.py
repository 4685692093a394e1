"""Who is called about a claimed fix: the rule by date, and what was drawn for each claim."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the rules and the draws; without a row every claim is called about, as before."""
    op.create_table(
        "call_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_call_rule_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["account.id"], name=op.f("fk_call_rule_set_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_rule")),
    )
    op.create_index(
        op.f("ix_call_rule_organisation_id"), "call_rule", ["organisation_id"], unique=False
    )
    op.create_table(
        "call_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("claim", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "conduct",
                "urgent",
                "returned",
                "sample",
                "by_text",
                "text_lost",
                name="callwhy",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_call_draw_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["call_rule.id"], name=op.f("fk_call_draw_rule_id_call_rule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_draw")),
        sa.UniqueConstraint("case_id", "claim", name=op.f("uq_call_draw_case_id_claim")),
    )
    op.create_index(op.f("ix_call_draw_case_id"), "call_draw", ["case_id"], unique=False)
    op.create_index(op.f("ix_call_draw_rule_id"), "call_draw", ["rule_id"], unique=False)


def downgrade() -> None:
    """Take both away."""
    op.drop_table("call_draw")
    op.drop_table("call_rule")
