"""what a unit of each goal weighs for this kitchen."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_goal_prices"
down_revision = "20261126_safety"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("week_rules", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prices", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("week_rules", schema=None) as batch_op:
        batch_op.alter_column("prices", server_default=None)


def downgrade():
    with op.batch_alter_table("week_rules", schema=None) as batch_op:
        batch_op.drop_column("prices")
