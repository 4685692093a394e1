"""Decisions with due process: the record, its evidence and steps, appeals, replies, second looks.

What a decision needs before it counts stands in CHECK constraints as well: own reasons, the
employee told and heard or ten working days gone, two people and a usable score for what is adverse.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "no_action",
                "talk",
                "training",
                "praise",
                "warning",
                "change_of_post",
                "board",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("adverse", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "told",
                "heard",
                "confirmed",
                "in_force",
                "withdrawn",
                name="decisionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("statement_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("considered", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_words", sa.String(), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_words", sa.String(), nullable=False),
        sa.Column("flag", sa.String(20), nullable=False),
        sa.Column(
            "seen_band",
            sa.Enum(
                "too_few",
                "interval",
                "indicative",
                "usable",
                name="band",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seen_answers", sa.Integer(), nullable=False),
        sa.Column("seen_effective", sa.Float(), nullable=True),
        sa.Column("seen_score", sa.Float(), nullable=True),
        sa.Column("seen_low", sa.Float(), nullable=True),
        sa.Column("seen_high", sa.Float(), nullable=True),
        sa.Column("seen_settings", sa.String(12), nullable=False),
        sa.Column("seen_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT adverse OR seen_band = 'usable'", name=op.f("ck_decision_usable")),
        sa.CheckConstraint(
            "state <> 'in_force' OR NOT adverse OR "
            "(second_by IS NOT NULL AND second_by <> decided_by)",
            name=op.f("ck_decision_two_people"),
        ),
        sa.CheckConstraint(
            "state <> 'in_force' OR confirmed_at IS NOT NULL", name=op.f("ck_decision_confirmed")
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR (told_at IS NOT NULL AND "
            "(statement_at IS NOT NULL OR answer_due_at <= confirmed_at))",
            name=op.f("ck_decision_heard"),
        ),
        sa.CheckConstraint("length(reasons) >= 100", name=op.f("ck_decision_own_reasons")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_decision_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["account.id"], name=op.f("fk_decision_second_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_decision_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
    )
    op.create_index(
        op.f("ix_decision_decided_by_confirmed_at"),
        "decision",
        ["decided_by", "confirmed_at"],
        unique=False,
    )
    op.create_index(op.f("ix_decision_state"), "decision", ["state"], unique=False)
    op.create_index(op.f("ix_decision_subject_id"), "decision", ["subject_id"], unique=False)
    op.create_index(op.f("ix_decision_unit_id"), "decision", ["unit_id"], unique=False)
    op.create_table(
        "decision_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "finding",
                "document",
                "observation",
                "witness",
                "record",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(80), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_evidence_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_evidence")),
    )
    op.create_index(
        op.f("ix_decision_evidence_decision_id"), "decision_evidence", ["decision_id"], unique=False
    )
    op.create_table(
        "decision_second_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_decision_second_look_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_decision_second_look_decision_id_decision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_second_look")),
    )
    op.create_index(
        op.f("ix_decision_second_look_account_id"),
        "decision_second_look",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_decision_second_look_decision_id"),
        "decision_second_look",
        ["decision_id"],
        unique=False,
    )
    op.create_table(
        "decision_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_decision_step_actor_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_step_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_step")),
    )
    op.create_index(
        op.f("ix_decision_step_decision_id"), "decision_step", ["decision_id"], unique=False
    )
    op.create_table(
        "score_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                "answer",
                "weight",
                "decision",
                name="appealabout",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("feedback_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                name="appealstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "partly",
                "rejected",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(about = 'decision') = (decision_id IS NOT NULL)",
            name=op.f("ck_score_appeal_decision"),
        ),
        sa.CheckConstraint(
            "about <> 'answer' OR feedback_id IS NOT NULL", name=op.f("ck_score_appeal_answer")
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR (reviewer_id IS NOT NULL AND outcome IS NOT NULL "
            "AND answered_at IS NOT NULL)",
            name=op.f("ck_score_appeal_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_score_appeal_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_score_appeal_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_score_appeal_reviewer_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_score_appeal_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_score_appeal_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_appeal")),
        sa.UniqueConstraint("number", name=op.f("uq_score_appeal_number")),
    )
    op.create_index(
        op.f("ix_score_appeal_decision_id"), "score_appeal", ["decision_id"], unique=False
    )
    op.create_index(
        op.f("ix_score_appeal_state_due_at"), "score_appeal", ["state", "due_at"], unique=False
    )
    op.create_index(
        op.f("ix_score_appeal_subject_id"), "score_appeal", ["subject_id"], unique=False
    )
    op.create_index(op.f("ix_score_appeal_unit_id"), "score_appeal", ["unit_id"], unique=False)
    op.create_table(
        "words_reply",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_words_reply_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_words_reply_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_words_reply")),
    )
    op.create_index(op.f("ix_words_reply_subject_id"), "words_reply", ["subject_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_words_reply_subject_id"), table_name="words_reply")
    op.drop_table("words_reply")
    op.drop_index(op.f("ix_score_appeal_unit_id"), table_name="score_appeal")
    op.drop_index(op.f("ix_score_appeal_subject_id"), table_name="score_appeal")
    op.drop_index(op.f("ix_score_appeal_state_due_at"), table_name="score_appeal")
    op.drop_index(op.f("ix_score_appeal_decision_id"), table_name="score_appeal")
    op.drop_table("score_appeal")
    op.drop_index(op.f("ix_decision_step_decision_id"), table_name="decision_step")
    op.drop_table("decision_step")
    op.drop_index(op.f("ix_decision_second_look_decision_id"), table_name="decision_second_look")
    op.drop_index(op.f("ix_decision_second_look_account_id"), table_name="decision_second_look")
    op.drop_table("decision_second_look")
    op.drop_index(op.f("ix_decision_evidence_decision_id"), table_name="decision_evidence")
    op.drop_table("decision_evidence")
    op.drop_index(op.f("ix_decision_unit_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_subject_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_state"), table_name="decision")
    op.drop_index(op.f("ix_decision_decided_by_confirmed_at"), table_name="decision")
    op.drop_table("decision")
