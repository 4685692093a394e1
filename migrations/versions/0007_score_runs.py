"""Scores by night: runs, scores, weights, desks, growth alarms; suspect groups and verdicts.

The first arithmetic's table of city means goes; staff sessions learn the device's keyed hash.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add what the nightly run stores and what the integrity desk decides."""
    op.create_table(
        "score_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                "employees",
                "places",
                name="about",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "done",
                "given_up",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("settings_version", sa.String(12), nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=False),
        sa.Column("last_feedback_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.Integer(), nullable=False),
        sa.Column("suspects", sa.Integer(), nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("s2", sa.Float(), nullable=False),
        sa.Column("t_u", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_run")),
    )
    op.create_index(
        op.f("ix_score_run_about_state_id"), "score_run", ["about", "state", "id"], unique=False
    )
    op.create_table(
        "score_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_settings")),
        sa.UniqueConstraint("version", name=op.f("uq_score_settings_version")),
    )
    op.create_table(
        "desk_level",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_desk_level_run_id_score_run")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_desk_level_unit_id_unit")),
        sa.PrimaryKeyConstraint("run_id", "unit_id", "service", name=op.f("pk_desk_level")),
    )
    op.create_table(
        "growth_alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("fallen", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_growth_alarm_run_id_score_run")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_growth_alarm_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_growth_alarm_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_growth_alarm")),
    )
    op.create_index(op.f("ix_growth_alarm_at"), "growth_alarm", ["at"], unique=False)
    op.create_index(
        op.f("ix_growth_alarm_subject_id"), "growth_alarm", ["subject_id"], unique=False
    )
    op.create_index(op.f("ix_growth_alarm_unit_id"), "growth_alarm", ["unit_id"], unique=False)
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("sd", sa.Float(), nullable=False),
        sa.Column("n_effective", sa.Float(), nullable=False),
        sa.Column("reliability", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Float(), nullable=False),
        sa.Column("set_aside", sa.JSON(), nullable=False),
        sa.Column("city", sa.Float(), nullable=False),
        sa.Column("desk", sa.Float(), nullable=False),
        sa.Column("circumstances", sa.Float(), nullable=False),
        sa.Column("said", sa.Float(), nullable=False),
        sa.Column("pull", sa.Float(), nullable=False),
        sa.Column("sum_y", sa.Float(), nullable=False),
        sa.Column("weight_of_one", sa.Float(), nullable=False),
        sa.Column("regime_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspect_share", sa.Float(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("commendable", sa.Boolean(), nullable=False),
        sa.Column("review_first", sa.Boolean(), nullable=False),
        sa.Column("queued_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coached", sa.Boolean(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_score_run_id_score_run")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_score_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_score_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("run_id", "subject_id", name=op.f("uq_score_run_id_subject_id")),
    )
    op.create_index(
        op.f("ix_score_subject_id_run_id"), "score", ["subject_id", "run_id"], unique=False
    )
    op.create_table(
        "suspect_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                "employees",
                "places",
                name="about",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(10), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "confirmed",
                "cleared",
                "gone",
                name="groupstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usual_a_week", sa.Float(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_suspect_group_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_suspect_group_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_suspect_group_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspect_group")),
    )
    op.create_index(
        op.f("ix_suspect_group_state_subject_id"),
        "suspect_group",
        ["state", "subject_id"],
        unique=False,
    )
    op.create_index(op.f("ix_suspect_group_unit_id"), "suspect_group", ["unit_id"], unique=False)
    op.create_table(
        "answer_weight",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.String(60), nullable=False),
        sa.Column("accused", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_answer_weight_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_answer_weight_run_id_score_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "feedback_id", name=op.f("pk_answer_weight")),
    )
    op.create_index(
        op.f("ix_answer_weight_feedback_id"), "answer_weight", ["feedback_id"], unique=False
    )
    op.create_table(
        "suspect_answer",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_suspect_answer_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["suspect_group.id"],
            name=op.f("fk_suspect_answer_group_id_suspect_group"),
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_suspect_answer")),
    )
    op.create_index(
        op.f("ix_suspect_answer_group_id"), "suspect_answer", ["group_id"], unique=False
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("honest", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("on_appeal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_verdict_by_account")),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_verdict_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["suspect_group.id"], name=op.f("fk_verdict_group_id_suspect_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_feedback_id"), "verdict", ["feedback_id"], unique=False)
    op.drop_index(op.f("ix_score_basis_kind"), table_name="score_basis")
    op.drop_table("score_basis")
    with op.batch_alter_table("staff_session") as session:
        session.add_column(sa.Column("device", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away again and bring the table of city means back, empty until the next night."""
    with op.batch_alter_table("staff_session") as session:
        session.drop_column("device")
    op.create_table(
        "score_basis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("variance", sa.Float(), nullable=False),
        sa.Column("subjects", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_basis")),
    )
    op.create_index(op.f("ix_score_basis_kind"), "score_basis", ["kind"], unique=False)
    op.drop_table("verdict")
    op.drop_table("suspect_answer")
    op.drop_table("answer_weight")
    op.drop_table("suspect_group")
    op.drop_table("score")
    op.drop_table("growth_alarm")
    op.drop_table("desk_level")
    op.drop_table("score_settings")
    op.drop_table("score_run")
