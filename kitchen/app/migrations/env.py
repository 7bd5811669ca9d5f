"""Alembic's entry: runs migrations over the metadata of every slice."""

from alembic import context

from kitchen.app.tables import metadata
from kitchen.core.db import make_engine


def run() -> None:
    """Run the asked migrations in one transaction."""
    engine = make_engine(str(context.config.get_main_option("sqlalchemy.url")))
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata(),
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
