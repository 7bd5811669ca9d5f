"""decisions on dishes name the meal of the day."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_dinners"
down_revision = "20261126_batch_limits"
branch_labels = None
depends_on = None

MEAL = sa.Enum("lunch", "dinner", name="meal", native_enum=False, create_constraint=True, length=40)
BEFORE = ["week_id", "service_date", "recipe_code"]
AFTER = ["week_id", "service_date", "meal", "recipe_code"]


def _name(columns):
    return op.f("uq_dish_lock_" + "_".join(columns))


def upgrade():
    with op.batch_alter_table("dish_lock", schema=None) as batch_op:
        # every decision so far was on a lunch
        batch_op.add_column(sa.Column("meal", MEAL, nullable=False, server_default="lunch"))
    with op.batch_alter_table("dish_lock", schema=None) as batch_op:
        batch_op.alter_column("meal", server_default=None)
        batch_op.drop_constraint(_name(BEFORE), type_="unique")
        batch_op.create_unique_constraint(_name(AFTER), AFTER)


def downgrade():
    op.execute("DELETE FROM dish_lock WHERE meal <> 'lunch'")
    with op.batch_alter_table("dish_lock", schema=None) as batch_op:
        batch_op.drop_constraint(_name(AFTER), type_="unique")
        batch_op.create_unique_constraint(_name(BEFORE), BEFORE)
        batch_op.drop_constraint(op.f("ck_dish_lock_meal"), type_="check")
        batch_op.drop_column("meal")
