"""Checks of an installation, for the person who runs it."""

import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from alembic import command

from kitchen.app import migrate
from kitchen.core.config import Settings
from kitchen.core.db import make_engine

# SQLite versions below this one, but for two backports, can lose commits in WAL mode when two
# processes reset the log at the same time (fixed in 3.51.3, 3.50.7, 3.44.6).
SAFE_SQLITE = (3, 51, 3)
BACKPORTS = {(3, 50): 7, (3, 44): 6}


def run(site: Settings) -> Iterator[tuple[str, str | None]]:
    """Yield (check, problem or None)."""
    yield f"Python {platform.python_version()}", None
    yield _sqlite(site)
    yield _folder(site)
    yield _schema(site)
    yield _solver()


def _sqlite(site: Settings) -> tuple[str, str | None]:
    version = sqlite3.sqlite_version_info
    name = f"SQLite {sqlite3.sqlite_version}"
    if not site.url.startswith("sqlite") or version >= SAFE_SQLITE:
        return name, None
    if BACKPORTS.get(version[:2], 10**6) <= version[2]:
        return name, None
    return f"{name} (known WAL-reset fault: one writer process at a time is safe)", None


def _folder(site: Settings) -> tuple[str, str | None]:
    folder = site.data_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".doctor").write_text("ok", encoding="ascii")
        (folder / ".doctor").unlink()
    except OSError as error:
        return f"data folder {folder}", f"cannot be written ({error.strerror})"
    return f"data folder {folder}", None


def _schema(site: Settings) -> tuple[str, str | None]:
    engine = make_engine(site.url)
    version, needed = migrate.found(engine), migrate.needed()
    engine.dispose()
    if version == needed:
        return f"database at {needed}", None
    return f"database at {version or 'nothing'}", "run: python3 -m kitchen migrate"


def _solver() -> tuple[str, str | None]:
    try:
        return f"OR-Tools {version('ortools')}", None
    except PackageNotFoundError:
        return "OR-Tools", "is not installed; run: python3 -m kitchen demo"


def write_migration(name: str) -> Path:
    """Write a migration for what the models have and the last migration lacks."""
    scratch = Path("var/migrations.db")
    scratch.parent.mkdir(exist_ok=True)
    scratch.unlink(missing_ok=True)
    url = f"sqlite:///{scratch}"
    migrate.upgrade(url)
    made = command.revision(migrate.config(url), message=name, autogenerate=True)
    scratch.unlink()
    return Path(str(getattr(made, "path", "")))
