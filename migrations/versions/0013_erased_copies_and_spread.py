"""Tell copies of erased words apart, and remember a working badge rated from many networks.

The sketch of erased words is empty for what was erased before; the counts of networks start at 0.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make room for both."""
    with op.batch_alter_table("erasure") as erasure:
        erasure.add_column(sa.Column("sketch", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("suspicious_code") as code:
        code.add_column(sa.Column("networks", sa.Integer(), nullable=False, server_default="0"))
        code.add_column(sa.Column("usual", sa.Integer(), nullable=False, server_default="0"))
        code.add_column(sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget them again."""
    with op.batch_alter_table("suspicious_code") as code:
        for name in ("spread_at", "usual", "networks"):
            code.drop_column(name)
    with op.batch_alter_table("erasure") as erasure:
        erasure.drop_column("sketch")
