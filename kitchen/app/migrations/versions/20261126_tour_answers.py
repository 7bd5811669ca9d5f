"""what is said of a day of tours, kept beside it."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_tour_answers"
down_revision = "20261126_dinners"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("tour_day", schema=None, recreate="always") as batch_op:
        batch_op.add_column(sa.Column("answers", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    with op.batch_alter_table("tour_day", schema=None, recreate="always") as batch_op:
        batch_op.drop_column("answers")
