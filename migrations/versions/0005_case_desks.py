"""The desks of cases: calls and letters taken, saved views, ready answers, blackened words.

Five new tables; nothing that exists is touched, so the version before runs on beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "canned_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(10), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "news",
                "ask",
                "fix",
                "note",
                "decline",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "remedy",
            sa.Enum(
                "served_now",
                "appointment",
                "system_restored",
                "information_corrected",
                "substitute_named",
                "refund",
                "repaired",
                "apology",
                "no_remedy_possible",
                name="remedy",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("name_fa", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("text_fa", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answer")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_canned_answer_key_version")),
    )
    op.create_index(op.f("ix_canned_answer_current"), "canned_answer", ["current"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_folded", sa.String(60), nullable=False),
        sa.Column("query", sa.String(600), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "account_id", "name_folded", name=op.f("uq_saved_view_account_id_name_folded")
        ),
    )
    op.create_index(op.f("ix_saved_view_account_id"), "saved_view", ["account_id"], unique=False)
    op.create_table(
        "taken_message",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column(
            "medium",
            sa.Enum(
                "call", "paper", name="medium", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("line", sa.String(10), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_taken_message_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["account.id"], name=op.f("fk_taken_message_operator_id_account")
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_taken_message")),
    )
    op.create_index(
        op.f("ix_taken_message_operator_id"), "taken_message", ["operator_id"], unique=False
    )
    op.create_index(
        op.f("ix_taken_message_reference"), "taken_message", ["reference"], unique=False
    )
    op.create_index(op.f("ix_taken_message_taken_at"), "taken_message", ["taken_at"], unique=False)
    op.create_table(
        "photo_redaction",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(40), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_photo_redaction_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_photo_redaction_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_photo_redaction_made_by_account")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_photo_redaction")),
    )
    op.create_index(
        op.f("ix_photo_redaction_case_id"), "photo_redaction", ["case_id"], unique=False
    )
    op.create_table(
        "words_redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("original_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_words_redaction_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_words_redaction_made_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words_redaction")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_words_redaction_case_id_seq")),
    )
    op.create_index(
        op.f("ix_words_redaction_case_id"), "words_redaction", ["case_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_words_redaction_case_id"), table_name="words_redaction")
    op.drop_table("words_redaction")
    op.drop_index(op.f("ix_photo_redaction_case_id"), table_name="photo_redaction")
    op.drop_table("photo_redaction")
    op.drop_index(op.f("ix_taken_message_taken_at"), table_name="taken_message")
    op.drop_index(op.f("ix_taken_message_reference"), table_name="taken_message")
    op.drop_index(op.f("ix_taken_message_operator_id"), table_name="taken_message")
    op.drop_table("taken_message")
    op.drop_index(op.f("ix_saved_view_account_id"), table_name="saved_view")
    op.drop_table("saved_view")
    op.drop_index(op.f("ix_canned_answer_current"), table_name="canned_answer")
    op.drop_table("canned_answer")
