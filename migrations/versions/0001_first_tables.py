"""The first tables: directory, badges, feedback, cases, notices, people, calendars, audit.

The two chains (staff log, case steps) are append-only: triggers refuse every change but the
erasure of words together with their salt.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CHAINS = {
    "audit_entry": (
        ["at", "actor_id", "action", "object", "detail_digest", "previous", "hash"],
        ["detail", "salt"],
    ),
    "case_step": (
        (
            "case_id seq at actor_id role type from_state to_state reason public_digest "
            "internal_digest used_minutes due_at previous hash"
        ).split(),
        ["public_text", "internal_text", "salt"],
    ),
}


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("object", sa.String(80), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("detail_digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    op.create_index(op.f("ix_audit_entry_action"), "audit_entry", ["action"], unique=False)
    op.create_index(op.f("ix_audit_entry_actor_id"), "audit_entry", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index(op.f("ix_audit_entry_object"), "audit_entry", ["object"], unique=False)
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_fa", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("unit_path", sa.String(400), nullable=False),
        sa.Column("always", sa.Boolean(), nullable=False),
        sa.Column("holiday_set", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("code", name=op.f("uq_calendar_code")),
    )
    op.create_index(op.f("ix_calendar_unit_path"), "calendar", ["unit_path"], unique=False)
    op.create_table(
        "facility_kind",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_fa", sa.String(100), nullable=False),
        sa.Column("name_en", sa.String(100), nullable=False),
        sa.Column("is_line", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_facility_kind")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holiday_set", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name_fa", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("tentative", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("holiday_set", "day", name=op.f("uq_holiday_holiday_set_day")),
    )
    op.create_index(op.f("ix_holiday_holiday_set"), "holiday", ["holiday_set"], unique=False)
    op.create_table(
        "holiday_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holiday_set", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_year")),
        sa.UniqueConstraint("holiday_set", "year", name=op.f("uq_holiday_year_holiday_set_year")),
    )
    op.create_table(
        "inbound_message",
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_inbound_message")),
    )
    op.create_table(
        "month_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("mood", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_count")),
        sa.UniqueConstraint(
            "subject_id",
            "unit_id",
            "month",
            "channel",
            "kind",
            "mood",
            name=op.f("uq_month_count_subject_id_unit_id_month_channel_kind_mood"),
        ),
    )
    op.create_index(
        op.f("ix_month_count_unit_id_month"), "month_count", ["unit_id", "month"], unique=False
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(80), nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "in_app",
                "sms",
                "email",
                name="noticechannel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("template", sa.String(10), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "accepted",
                "delivered",
                "failed",
                "expired",
                "suppressed",
                name="noticestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(80), nullable=False),
        sa.Column("error", sa.String(200), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("rendered", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "event", "recipient", "channel", name=op.f("uq_notice_event_recipient_channel")
        ),
    )
    op.create_index(
        "ix_notice_pending",
        "notice",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index(op.f("ix_notice_recipient"), "notice", ["recipient"], unique=False)
    op.create_index(op.f("ix_notice_reference"), "notice", ["reference"], unique=False)
    op.create_table(
        "notice_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fa", sa.String(400), nullable=False),
        sa.Column("en", sa.String(400), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_text")),
        sa.UniqueConstraint("template", "version", name=op.f("uq_notice_text_template_version")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_fa", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    op.create_table(
        "print_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "printing",
                "checking",
                "released",
                "cancelled",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope_path", sa.String(400), nullable=False),
        sa.Column("asked", sa.String(4000), nullable=False),
        sa.Column("stock", sa.String(40), nullable=False),
        sa.Column("template_version", sa.String(64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("badges", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(1000), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_print_run_public_id")),
    )
    op.create_index(op.f("ix_print_run_scope_path"), "print_run", ["scope_path"], unique=False)
    op.create_index(op.f("ix_print_run_state"), "print_run", ["state"], unique=False)
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
    op.create_table(
        "service_type",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_fa", sa.String(100), nullable=False),
        sa.Column("name_en", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_service_type")),
    )
    op.create_table(
        "statistics_delta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("mood", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_delta")),
    )
    op.create_index(
        op.f("ix_statistics_delta_subject_id"), "statistics_delta", ["subject_id"], unique=False
    )
    op.create_table(
        "badge_design",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("design", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_badge_design_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_design")),
        sa.UniqueConstraint(
            "organisation_id", "version", name=op.f("uq_badge_design_organisation_id_version")
        ),
    )
    op.create_table(
        "day_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendar.id"], name=op.f("fk_day_exception_calendar_id_calendar")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_exception")),
        sa.UniqueConstraint("calendar_id", "day", name=op.f("uq_day_exception_calendar_id_day")),
    )
    op.create_index(
        op.f("ix_day_exception_calendar_id"), "day_exception", ["calendar_id"], unique=False
    )
    op.create_table(
        "job_title_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_folded", sa.String(200), nullable=False),
        sa.Column("service_type", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_type"],
            ["service_type.code"],
            name=op.f("fk_job_title_rule_service_type_service_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_title_rule")),
        sa.UniqueConstraint("title_folded", name=op.f("uq_job_title_rule_title_folded")),
    )
    op.create_table(
        "print_part",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "made",
                name="partstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope_path", sa.String(400), nullable=False),
        sa.Column("file", sa.String(120), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(120), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shortened", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["print_run.id"], name=op.f("fk_print_part_run_id_print_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_print_part")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "path",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("code_folded", sa.String(40), nullable=False),
        sa.Column("name_fa", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("search", sa.String(500), nullable=False),
        sa.Column("manager_subject_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_unit_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code_folded", name=op.f("uq_unit_code_folded")),
    )
    op.create_index(
        op.f("ix_unit_manager_subject_id"), "unit", ["manager_subject_id"], unique=False
    )
    op.create_index(op.f("ix_unit_organisation_id"), "unit", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_index(op.f("ix_unit_path"), "unit", ["path"], unique=False)
    op.create_table(
        "weekly_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendar.id"], name=op.f("fk_weekly_pattern_calendar_id_calendar")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_pattern")),
        sa.UniqueConstraint(
            "calendar_id", "valid_from", name=op.f("uq_weekly_pattern_calendar_id_valid_from")
        ),
    )
    op.create_index(
        op.f("ix_weekly_pattern_calendar_id"), "weekly_pattern", ["calendar_id"], unique=False
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("scope_unit_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scope_unit_id"], ["unit.id"], name=op.f("fk_import_run_scope_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_fa", sa.String(400), nullable=False),
        sa.Column("name_en", sa.String(400), nullable=False),
        sa.Column("search", sa.String(1000), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("service_type", sa.String(40), nullable=True),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "left",
                name="subjectstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_subject_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["service_type"],
            ["service_type.code"],
            name=op.f("fk_subject_service_type_service_type"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_subject_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subject_public_id")),
    )
    op.create_index(op.f("ix_subject_code"), "subject", ["code"], unique=False)
    op.create_index(op.f("ix_subject_kind"), "subject", ["kind"], unique=False)
    op.create_index(op.f("ix_subject_search"), "subject", ["search"], unique=False)
    op.create_index(op.f("ix_subject_sort_key"), "subject", ["sort_key"], unique=False)
    op.create_index(op.f("ix_subject_unit_id"), "subject", ["unit_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("username", sa.String(80), nullable=False),
        sa.Column("username_folded", sa.String(80), nullable=False),
        sa.Column("name_fa", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_account_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_public_id")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_account_subject_id")),
        sa.UniqueConstraint("username_folded", name=op.f("uq_account_username_folded")),
    )
    op.create_table(
        "badge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(10), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("typed_code", sa.String(9), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "suspended",
                "replaced",
                "revoked",
                "expired",
                name="badgestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(400), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["badge.id"], name=op.f("fk_badge_replaced_by_badge")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_badge_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge")),
        sa.UniqueConstraint("serial", name=op.f("uq_badge_serial")),
        sa.UniqueConstraint("typed_code", name=op.f("uq_badge_typed_code")),
    )
    op.create_index(op.f("ix_badge_key_id"), "badge", ["key_id"], unique=False)
    op.create_index(op.f("ix_badge_subject_id"), "badge", ["subject_id"], unique=False)
    op.create_index(
        "uq_badge_one_active",
        "badge",
        ["subject_id"],
        unique=True,
        sqlite_where=sa.text("status = 'active'"),
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "employee",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("personnel_number", sa.String(40), nullable=False),
        sa.Column("first_name_fa", sa.String(200), nullable=False),
        sa.Column("last_name_fa", sa.String(200), nullable=False),
        sa.Column("first_name_en", sa.String(200), nullable=False),
        sa.Column("last_name_en", sa.String(200), nullable=False),
        sa.Column("job_title", sa.String(200), nullable=False),
        sa.Column("photo", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_employee_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_employee_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_employee")),
        sa.UniqueConstraint(
            "organisation_id",
            "personnel_number",
            name=op.f("uq_employee_organisation_id_personnel_number"),
        ),
    )
    op.create_table(
        "facility",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("line_number", sa.String(20), nullable=False),
        sa.Column("line_colour", sa.String(7), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind"], ["facility_kind.code"], name=op.f("fk_facility_kind_facility_kind")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_facility_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_facility_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_facility")),
        sa.UniqueConstraint(
            "organisation_id", "code", name=op.f("uq_facility_organisation_id_code")
        ),
    )
    op.create_index(op.f("ix_facility_kind"), "facility", ["kind"], unique=False)
    op.create_table(
        "subject_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_subject_unit_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_subject_unit_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_unit")),
    )
    op.create_index(
        op.f("ix_subject_unit_subject_id"), "subject_unit", ["subject_id"], unique=False
    )
    op.create_index(op.f("ix_subject_unit_unit_id"), "subject_unit", ["unit_id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_absence_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["account.id"], name=op.f("fk_absence_substitute_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_account_id"), "absence", ["account_id"], unique=False)
    op.create_table(
        "desk_post",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "post",
            sa.Enum(
                "team_lead",
                "duty_officer",
                "duty_post",
                "independent_reviewer",
                "mayors_desk",
                name="post",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_desk_post_account_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_desk_post_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "post", name=op.f("pk_desk_post")),
    )
    op.create_index(op.f("ix_desk_post_account_id"), "desk_post", ["account_id"], unique=False)
    op.create_table(
        "facility_line",
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"],
            ["facility.subject_id"],
            name=op.f("fk_facility_line_facility_id_facility"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["facility.subject_id"], name=op.f("fk_facility_line_line_id_facility")
        ),
        sa.PrimaryKeyConstraint("facility_id", "line_id", name=op.f("pk_facility_line")),
    )
    op.create_index(op.f("ix_facility_line_line_id"), "facility_line", ["line_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(40), nullable=False),
        sa.Column("tracking_code", sa.String(10), nullable=False),
        sa.Column("receipt_hash", sa.String(64), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("badge_id", sa.Integer(), nullable=True),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("service_type", sa.String(40), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "qr",
                "nfc",
                "typed",
                "web",
                "kiosk",
                "phone",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "none",
                "apr",
                "sug",
                "com",
                "crt",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(10), nullable=True),
        sa.Column("mood", sa.Integer(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_folded", sa.String(), nullable=False),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column(
            "identity",
            sa.Enum(
                "anonymous",
                "confidential",
                "open",
                name="identity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("mood IS NULL OR mood BETWEEN 1 AND 5", name=op.f("ck_feedback_mood")),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["badge.id"], name=op.f("fk_feedback_badge_id_badge")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_feedback_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_feedback_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_feedback_receipt_hash")),
        sa.UniqueConstraint("submission", name=op.f("uq_feedback_submission")),
        sa.UniqueConstraint("tracking_code", name=op.f("uq_feedback_tracking_code")),
    )
    op.create_index(op.f("ix_feedback_created_at"), "feedback", ["created_at"], unique=False)
    op.create_index(
        op.f("ix_feedback_subject_id_created_at"),
        "feedback",
        ["subject_id", "created_at"],
        unique=False,
    )
    op.create_index(op.f("ix_feedback_unit_id"), "feedback", ["unit_id"], unique=False)
    op.create_table(
        "one_use_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_one_use_link_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_use_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_use_link_token_hash")),
    )
    op.create_index(
        op.f("ix_one_use_link_account_id"), "one_use_link", ["account_id"], unique=False
    )
    op.create_table(
        "printed_badge",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("face", sa.String(64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "printed",
                "issued",
                "spoiled",
                "returned",
                name="cardstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["badge.id"], name=op.f("fk_printed_badge_badge_id_badge")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["print_run.id"], name=op.f("fk_printed_badge_run_id_print_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "badge_id", name=op.f("pk_printed_badge")),
    )
    op.create_index(op.f("ix_printed_badge_badge_id"), "printed_badge", ["badge_id"], unique=False)
    op.create_index("uq_printed_badge_seq", "printed_badge", ["run_id", "seq"], unique=True)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(
        op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "employee",
                "facility_manager",
                "unit_manager",
                "special_team",
                "handler",
                "operator",
                "verifier",
                "inspector",
                "hr_reviewer",
                "appeal_reviewer",
                "issuing_officer",
                "integrity_handler",
                "expert",
                "faq_editor",
                "administrator",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)
    op.create_index(op.f("ix_role_grant_unit_id"), "role_grant", ["unit_id"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index(
        op.f("ix_staff_session_account_id"), "staff_session", ["account_id"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "ready",
                "refused",
                name="photostate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_attachment_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("name", name=op.f("uq_attachment_name")),
    )
    op.create_index(op.f("ix_attachment_feedback_id"), "attachment", ["feedback_id"], unique=False)
    op.create_index(op.f("ix_attachment_state"), "attachment", ["state"], unique=False)
    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tracking_code", sa.String(10), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("named_subject_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit_path", sa.String(400), nullable=False),
        sa.Column("to_inspection", sa.Boolean(), nullable=False),
        sa.Column("inspection_owns", sa.Boolean(), nullable=False),
        sa.Column("independent", sa.Boolean(), nullable=False),
        sa.Column("burst", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "none",
                "apr",
                "sug",
                "com",
                "crt",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(10), nullable=False),
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
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("budget_minutes", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "referred",
                "in_progress",
                "waiting_citizen",
                "fix_claimed",
                "closed_verified",
                "closed_unverified",
                "closed_no_reply",
                "declined",
                "transferred",
                "merged",
                "withdrawn",
                "under_appeal",
                "closed_final",
                "quarantine",
                name="casestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("false_fixes", sa.Integer(), nullable=False),
        sa.Column("bounces", sa.Integer(), nullable=False),
        sa.Column(
            "identity",
            sa.Enum(
                "anonymous",
                "confidential",
                "open",
                name="identity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("offered_id", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_seconds", sa.Integer(), nullable=False),
        sa.Column("rest_seconds", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verify_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimant_id", sa.Integer(), nullable=True),
        sa.Column("barred_id", sa.Integer(), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("pause_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_used_seconds", sa.Integer(), nullable=False),
        sa.Column("first_met", sa.Boolean(), nullable=True),
        sa.Column("reopens", sa.Integer(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("master_id", sa.Integer(), nullable=True),
        sa.Column("merged_from", sa.String(20), nullable=False),
        sa.Column("held_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["barred_id"], ["account.id"], name=op.f("fk_case_file_barred_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendar.id"], name=op.f("fk_case_file_calendar_id_calendar")
        ),
        sa.ForeignKeyConstraint(
            ["claimant_id"], ["account.id"], name=op.f("fk_case_file_claimant_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_case_file_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["account.id"], name=op.f("fk_case_file_handler_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["held_by"], ["account.id"], name=op.f("fk_case_file_held_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["master_id"], ["case_file.id"], name=op.f("fk_case_file_master_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["named_subject_id"], ["subject.id"], name=op.f("fk_case_file_named_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(
            ["offered_id"], ["account.id"], name=op.f("fk_case_file_offered_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_case_file_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_file_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("feedback_id", name=op.f("uq_case_file_feedback_id")),
        sa.UniqueConstraint("tracking_code", name=op.f("uq_case_file_tracking_code")),
    )
    op.create_index(op.f("ix_case_file_category"), "case_file", ["category"], unique=False)
    op.create_index(op.f("ix_case_file_due_at"), "case_file", ["due_at"], unique=False)
    op.create_index(op.f("ix_case_file_handler_id"), "case_file", ["handler_id"], unique=False)
    op.create_index(op.f("ix_case_file_master_id"), "case_file", ["master_id"], unique=False)
    op.create_index(
        op.f("ix_case_file_named_subject_id"), "case_file", ["named_subject_id"], unique=False
    )
    op.create_index(
        "ix_case_file_open",
        "case_file",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index(op.f("ix_case_file_subject_id"), "case_file", ["subject_id"], unique=False)
    op.create_index(op.f("ix_case_file_unit_id"), "case_file", ["unit_id"], unique=False)
    op.create_index(op.f("ix_case_file_unit_path"), "case_file", ["unit_path"], unique=False)
    op.create_table(
        "contact",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_contact_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_phone_index"), "contact", ["phone_index"], unique=False)
    op.create_table(
        "words_release",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "released",
                "masked",
                "withheld",
                name="releasestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_words_release_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_words_release_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_words_release")),
    )
    op.create_index(op.f("ix_words_release_state"), "words_release", ["state"], unique=False)
    op.create_index(op.f("ix_words_release_unit_id"), "words_release", ["unit_id"], unique=False)
    op.create_table(
        "breach_excuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restated_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_breach_excuse_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_excuse")),
        sa.UniqueConstraint("case_id", "cycle", name=op.f("uq_breach_excuse_case_id_cycle")),
    )
    op.create_index(op.f("ix_breach_excuse_case_id"), "breach_excuse", ["case_id"], unique=False)
    op.create_table(
        "call_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("claim", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("half_day", sa.String(11), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "fixed",
                "partly",
                "not_fixed",
                "no_answer",
                "busy",
                "wrong_number",
                "refused",
                "call_back",
                name="calloutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("recording", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_call_attempt_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["verifier_id"], ["account.id"], name=op.f("fk_call_attempt_verifier_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_attempt")),
    )
    op.create_index(op.f("ix_call_attempt_case_id"), "call_attempt", ["case_id"], unique=False)
    op.create_table(
        "case_rating",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_rating_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_id", "cycle", name=op.f("pk_case_rating")),
    )
    op.create_table(
        "case_rung",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(4), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_rung_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_id", "cycle", "clock", "percent", name=op.f("pk_case_rung")),
    )
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("from_state", sa.String(40), nullable=False),
        sa.Column("to_state", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("public_text", sa.String(), nullable=False),
        sa.Column("internal_text", sa.String(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("public_digest", sa.String(64), nullable=False),
        sa.Column("internal_digest", sa.String(64), nullable=False),
        sa.Column("used_minutes", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_step_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_step_case_id_seq")),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recusal_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_recusal_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_id", "account_id", name=op.f("pk_recusal")),
    )
    for table, (fixed, erasable) in CHAINS.items():
        _append_only(table, fixed, erasable)


def _append_only(table: str, fixed: list[str], erasable: list[str]) -> None:
    erased = " OR ".join(f"NEW.{name} <> OLD.{name} AND NEW.{name} <> ''" for name in erasable)
    if op.get_bind().dialect.name == "postgresql":
        changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in fixed)
        op.execute(
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{table} is append-only'; END IF; "
            f"IF {changed} OR {erased} THEN RAISE EXCEPTION '{table} is append-only'; END IF; "
            "RETURN NEW; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
        )
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in fixed)
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"WHEN {changed} OR {erased} {refuse}"
    )


def downgrade() -> None:
    op.drop_table("recusal")
    op.drop_index(op.f("ix_case_step_case_id"), table_name="case_step")
    op.drop_table("case_step")
    op.drop_table("case_rung")
    op.drop_table("case_rating")
    op.drop_index(op.f("ix_call_attempt_case_id"), table_name="call_attempt")
    op.drop_table("call_attempt")
    op.drop_index(op.f("ix_breach_excuse_case_id"), table_name="breach_excuse")
    op.drop_table("breach_excuse")
    op.drop_index(op.f("ix_words_release_unit_id"), table_name="words_release")
    op.drop_index(op.f("ix_words_release_state"), table_name="words_release")
    op.drop_table("words_release")
    op.drop_index(op.f("ix_contact_phone_index"), table_name="contact")
    op.drop_table("contact")
    op.drop_index(op.f("ix_case_file_unit_path"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_unit_id"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_subject_id"), table_name="case_file")
    op.drop_index(
        "ix_case_file_open",
        table_name="case_file",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(op.f("ix_case_file_named_subject_id"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_master_id"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_handler_id"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_due_at"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_category"), table_name="case_file")
    op.drop_table("case_file")
    op.drop_index(op.f("ix_attachment_state"), table_name="attachment")
    op.drop_index(op.f("ix_attachment_feedback_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_staff_session_account_id"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index(op.f("ix_role_grant_unit_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_account_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_recovery_code_account_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index("uq_printed_badge_seq", table_name="printed_badge")
    op.drop_index(op.f("ix_printed_badge_badge_id"), table_name="printed_badge")
    op.drop_table("printed_badge")
    op.drop_index(op.f("ix_one_use_link_account_id"), table_name="one_use_link")
    op.drop_table("one_use_link")
    op.drop_index(op.f("ix_feedback_unit_id"), table_name="feedback")
    op.drop_index(op.f("ix_feedback_subject_id_created_at"), table_name="feedback")
    op.drop_index(op.f("ix_feedback_created_at"), table_name="feedback")
    op.drop_table("feedback")
    op.drop_index(op.f("ix_facility_line_line_id"), table_name="facility_line")
    op.drop_table("facility_line")
    op.drop_index(op.f("ix_desk_post_account_id"), table_name="desk_post")
    op.drop_table("desk_post")
    op.drop_index(op.f("ix_absence_account_id"), table_name="absence")
    op.drop_table("absence")
    op.drop_index(op.f("ix_subject_unit_unit_id"), table_name="subject_unit")
    op.drop_index(op.f("ix_subject_unit_subject_id"), table_name="subject_unit")
    op.drop_table("subject_unit")
    op.drop_index(op.f("ix_facility_kind"), table_name="facility")
    op.drop_table("facility")
    op.drop_table("employee")
    op.drop_index(
        "uq_badge_one_active",
        table_name="badge",
        sqlite_where=sa.text("status = 'active'"),
        postgresql_where=sa.text("status = 'active'"),
    )
    op.drop_index(op.f("ix_badge_subject_id"), table_name="badge")
    op.drop_index(op.f("ix_badge_key_id"), table_name="badge")
    op.drop_table("badge")
    op.drop_table("account")
    op.drop_index(op.f("ix_subject_unit_id"), table_name="subject")
    op.drop_index(op.f("ix_subject_sort_key"), table_name="subject")
    op.drop_index(op.f("ix_subject_search"), table_name="subject")
    op.drop_index(op.f("ix_subject_kind"), table_name="subject")
    op.drop_index(op.f("ix_subject_code"), table_name="subject")
    op.drop_table("subject")
    op.drop_table("import_run")
    op.drop_index(op.f("ix_weekly_pattern_calendar_id"), table_name="weekly_pattern")
    op.drop_table("weekly_pattern")
    op.drop_index(op.f("ix_unit_path"), table_name="unit")
    op.drop_index(op.f("ix_unit_parent_id"), table_name="unit")
    op.drop_index(op.f("ix_unit_organisation_id"), table_name="unit")
    op.drop_index(op.f("ix_unit_manager_subject_id"), table_name="unit")
    op.drop_table("unit")
    op.drop_table("print_part")
    op.drop_table("job_title_rule")
    op.drop_index(op.f("ix_day_exception_calendar_id"), table_name="day_exception")
    op.drop_table("day_exception")
    op.drop_table("badge_design")
    op.drop_index(op.f("ix_statistics_delta_subject_id"), table_name="statistics_delta")
    op.drop_table("statistics_delta")
    op.drop_table("service_type")
    op.drop_index(op.f("ix_score_basis_kind"), table_name="score_basis")
    op.drop_table("score_basis")
    op.drop_index(op.f("ix_print_run_state"), table_name="print_run")
    op.drop_index(op.f("ix_print_run_scope_path"), table_name="print_run")
    op.drop_table("print_run")
    op.drop_table("organisation")
    op.drop_table("notice_text")
    op.drop_index(op.f("ix_notice_reference"), table_name="notice")
    op.drop_index(op.f("ix_notice_recipient"), table_name="notice")
    op.drop_index(
        "ix_notice_pending",
        table_name="notice",
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.drop_table("notice")
    op.drop_index(op.f("ix_month_count_unit_id_month"), table_name="month_count")
    op.drop_table("month_count")
    op.drop_table("inbound_message")
    op.drop_table("holiday_year")
    op.drop_index(op.f("ix_holiday_holiday_set"), table_name="holiday")
    op.drop_table("holiday")
    op.drop_table("facility_kind")
    op.drop_index(op.f("ix_calendar_unit_path"), table_name="calendar")
    op.drop_table("calendar")
    op.drop_index(op.f("ix_audit_entry_object"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_actor_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_action"), table_name="audit_entry")
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        for table in CHAINS:
            op.execute(f"DROP FUNCTION {table}_append_only()")
