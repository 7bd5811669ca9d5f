"""how many of a shift are trained for hot work."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_cooks"
down_revision = "20261125_week_changes"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cooks", sa.Integer(), nullable=False, server_default="0"))
    # until it is said, everyone on a shift can cook, as before
    op.execute("UPDATE shift SET cooks = heads")
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.alter_column("cooks", server_default=None)
        batch_op.create_check_constraint(op.f("ck_shift_cooks"), "cooks BETWEEN 0 AND heads")


def downgrade():
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_shift_cooks"), type_="check")
        batch_op.drop_column("cooks")
