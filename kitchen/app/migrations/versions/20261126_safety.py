"""a safety chosen dish by dish, and what farms are not sure of, in place of one margin."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_safety"
down_revision = "20261126_cooks"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("week_rules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("safety_permille", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("promised_permille", sa.Integer(), nullable=False, server_default="0")
        )
    # whoever asked for a margin meant to be safe
    op.execute("UPDATE week_rules SET safety_permille = 950 WHERE margin_permille > 0")
    with op.batch_alter_table("week_rules", schema=None) as batch_op:
        batch_op.alter_column("safety_permille", server_default=None)
        batch_op.alter_column("promised_permille", server_default=None)
        batch_op.drop_constraint(op.f("ck_week_rules_margin"), type_="check")
        batch_op.drop_column("margin_permille")
        batch_op.create_check_constraint(
            op.f("ck_week_rules_safety"), "safety_permille BETWEEN 0 AND 999"
        )
        batch_op.create_check_constraint(
            op.f("ck_week_rules_promised"), "promised_permille BETWEEN 0 AND 1000"
        )


def downgrade():
    with op.batch_alter_table("week_rules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("margin_permille", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.drop_constraint(op.f("ck_week_rules_safety"), type_="check")
        batch_op.drop_constraint(op.f("ck_week_rules_promised"), type_="check")
        batch_op.drop_column("safety_permille")
        batch_op.drop_column("promised_permille")
    with op.batch_alter_table("week_rules", schema=None) as batch_op:
        batch_op.alter_column("margin_permille", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_week_rules_margin"), "margin_permille BETWEEN 0 AND 1000"
        )
