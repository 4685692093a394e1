"""Print runs at the desk: printers of an office, chosen designs, columns of imported files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what the issuing officer's desk remembers."""
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("shape", sa.String(64), nullable=False),
        sa.Column("columns", sa.String(8000), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("kind", "shape", name=op.f("uq_column_mapping_kind_shape")),
    )
    op.create_table(
        "printer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_path", sa.String(400), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("flip", sa.String(5), nullable=False),
        sa.Column("shift_x", sa.Float(), nullable=False),
        sa.Column("shift_y", sa.Float(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
        sa.UniqueConstraint("scope_path", "name", name=op.f("uq_printer_scope_path_name")),
    )
    with op.batch_alter_table("print_run") as table:
        table.add_column(sa.Column("designs", sa.String(1000), server_default="{}", nullable=False))


def downgrade() -> None:
    """Forget it again."""
    with op.batch_alter_table("print_run") as table:
        table.drop_column("designs")
    op.drop_table("printer")
    op.drop_table("column_mapping")
