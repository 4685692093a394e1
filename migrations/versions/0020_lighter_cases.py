"""Drop the indexes of a new case that no page asks, and find what is offered to a handler at once.

A step is found by case and number, which are unique together; units of cases, stays and waiting
words are only ever joined from them.  Most cases have no master, and stay out of that index.  The
first view of a desk asks for the cases somebody holds or is offered: the second half read every
case without a handler.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_UNASKED = (
    ("case_step", "case_id"),
    ("case_file", "unit_id"),
    ("case_hop", "unit_id"),
    ("words_release", "unit_id"),
)


def upgrade() -> None:
    """Drop four, leave empty columns out of one, add one."""
    for table, column in _UNASKED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_index(op.f("ix_case_file_master_id"), table_name="case_file")
    _index("ix_case_file_master_id", "master_id", "master_id IS NOT NULL")
    _index("ix_case_file_offered", "offered_id", "handler_id IS NULL AND offered_id IS NOT NULL")


def downgrade() -> None:
    """Put them back."""
    op.drop_index("ix_case_file_offered", table_name="case_file")
    op.drop_index("ix_case_file_master_id", table_name="case_file")
    op.create_index(op.f("ix_case_file_master_id"), "case_file", ["master_id"], unique=False)
    for table, column in _UNASKED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _index(name: str, column: str, condition: str) -> None:
    told = sa.text(condition)
    op.create_index(
        name, "case_file", [column], unique=False, sqlite_where=told, postgresql_where=told
    )
