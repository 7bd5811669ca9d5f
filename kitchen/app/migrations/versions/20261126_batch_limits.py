"""amounts by started groups of portions, smallest and largest batch."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_batch_limits"
down_revision = "20261126_goal_prices"
branch_labels = None
depends_on = None

LIMITS = "least_portions >= 0 AND (most_portions = 0 OR most_portions >= least_portions)"
ADDED = {
    "recipe": (("least_portions", "most_portions"), "batch_limits", LIMITS),
    "recipe_line": (("step_portions",), "steps", "step_portions >= 0"),
}


def upgrade():
    for table, (columns, name, rule) in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(
                    sa.Column(column, sa.Integer(), nullable=False, server_default="0")
                )
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)
            batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def downgrade():
    for table, (columns, name, _) in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            for column in columns:
                batch_op.drop_column(column)
