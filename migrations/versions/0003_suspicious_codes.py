"""Kiosks, suspicious codes with their scans and reports, published actions, stubs of erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what the public pages and the watch over badges need."""
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_kiosk_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kiosk_public_id")),
    )
    op.create_index(op.f("ix_kiosk_subject_id"), "kiosk", ["subject_id"], unique=False)
    op.create_table(
        "public_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("said_fa", sa.String(200), nullable=False),
        sa.Column("said_en", sa.String(200), nullable=False),
        sa.Column("done_fa", sa.String(400), nullable=False),
        sa.Column("done_en", sa.String(400), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_public_action_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_action")),
        sa.UniqueConstraint("public_id", name=op.f("uq_public_action_public_id")),
    )
    op.create_index(
        op.f("ix_public_action_subject_id"), "public_action", ["subject_id"], unique=False
    )
    op.create_table(
        "erasure",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_erasure_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "suspicious_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=True),
        sa.Column(
            "unit_path",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "forged",
                "unknown",
                "revoked",
                "replaced",
                "expired",
                "suspended",
                "working",
                name="suspicionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "seen",
                "sticker_replaced",
                "badge_replaced",
                "harmless",
                name="suspicionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["badge.id"], name=op.f("fk_suspicious_code_badge_id_badge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicious_code")),
        sa.UniqueConstraint("code", name=op.f("uq_suspicious_code_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_suspicious_code_public_id")),
    )
    op.create_index(
        op.f("ix_suspicious_code_badge_id"), "suspicious_code", ["badge_id"], unique=False
    )
    op.create_index(
        op.f("ix_suspicious_code_last_at"), "suspicious_code", ["last_at"], unique=False
    )
    op.create_index(op.f("ix_suspicious_code_state"), "suspicious_code", ["state"], unique=False)
    op.create_index(
        op.f("ix_suspicious_code_unit_path"), "suspicious_code", ["unit_path"], unique=False
    )
    op.create_table(
        "suspicion_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(40), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "not_person",
                "sticker",
                "elsewhere",
                "other",
                name="reportreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("photo", sa.String(32), nullable=False),
        sa.Column("network", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["suspicious_code.id"],
            name=op.f("fk_suspicion_report_code_id_suspicious_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicion_report")),
        sa.UniqueConstraint("submission", name=op.f("uq_suspicion_report_submission")),
    )
    op.create_index(
        op.f("ix_suspicion_report_code_id"), "suspicion_report", ["code_id"], unique=False
    )
    op.create_table(
        "suspicion_scan",
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("network", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["suspicious_code.id"],
            name=op.f("fk_suspicion_scan_code_id_suspicious_code"),
        ),
        sa.PrimaryKeyConstraint("code_id", "hour", "network", name=op.f("pk_suspicion_scan")),
    )


def downgrade() -> None:
    """Take it away again; indexes go with their tables."""
    op.drop_table("suspicion_scan")
    op.drop_table("suspicion_report")
    op.drop_table("suspicious_code")
    op.drop_table("erasure")
    op.drop_table("public_action")
    op.drop_table("kiosk")
