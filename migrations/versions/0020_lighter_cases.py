"""Drop the indexes of a new case that no page asks, and leave empty columns out of two.

A step is found by case and number, which are unique together; units of cases, stays and waiting
words are only ever joined from them.  Most cases have no master, and a new one has no handler.
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
_MOSTLY_EMPTY = ("handler_id", "master_id")


def upgrade() -> None:
    """Drop four, and make two anew without their empty rows."""
    for table, column in _UNASKED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for column in _MOSTLY_EMPTY:
        op.drop_index(op.f(f"ix_case_file_{column}"), table_name="case_file")
        told = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_case_file_{column}",
            "case_file",
            [column],
            unique=False,
            sqlite_where=told,
            postgresql_where=told,
        )


def downgrade() -> None:
    """Put them back."""
    for column in _MOSTLY_EMPTY:
        op.drop_index(f"ix_case_file_{column}", table_name="case_file")
        op.create_index(op.f(f"ix_case_file_{column}"), "case_file", [column], unique=False)
    for table, column in _UNASKED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
