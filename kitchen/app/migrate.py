"""The database's schema: where it stands, where it should be, and how it gets there."""

import shutil
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.engine.url import make_url

from kitchen.core.errors import KitchenError
from kitchen.core.i18n import N_


class OldSchema(KitchenError):
    """The database was made by another version of the application."""

    code = "database.old_schema"
    status = 500
    message = N_(
        "The database is at version %(found)s, this application needs %(needed)s.\n"
        "Run: python3 -m kitchen migrate"
    )


def config(url: str) -> Config:
    """Return Alembic's configuration for one database."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.set_main_option("file_template", "%%(rev)s")
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made


def needed() -> str:
    """Return the schema version that this application works with."""
    return str(ScriptDirectory.from_config(config("sqlite://")).get_current_head())


def found(engine: Engine) -> str | None:
    """Return the schema version of a database, or None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def require_current(engine: Engine) -> None:
    """Refuse to work on another schema than this application's.

    Raises:
        OldSchema: When the versions differ.
    """
    version = found(engine)
    if version != needed():
        raise OldSchema(found=version or "0", needed=needed())


def back_up(url: str, at: datetime) -> Path | None:
    """Copy a SQLite database beside itself before it is changed; None when there is none yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    path = Path(parsed.database)
    if not path.exists():
        return None
    copy = path.with_name(f"{path.stem}-{at:%Y%m%d-%H%M%S}.backup.db")
    shutil.copy2(path, copy)
    return copy


def upgrade(url: str) -> None:
    """Bring a database to the schema of this application."""
    command.upgrade(config(url), "head")


def downgrade(url: str, revision: str = "base") -> None:
    """Take a database back to an older schema."""
    command.downgrade(config(url), revision)
