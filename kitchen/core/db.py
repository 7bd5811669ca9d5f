"""Engine, naming convention and the unit of work: the only place that commits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import make_url
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlmodel import Session, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite has one writer: a fair queue in the process spares writers the retry loop that
# starves some of them ("database is locked").
_writer = threading.Lock()


def make_engine(url: str) -> Engine:
    """Open a database by URL: SQLite in WAL with full sync, or PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    options: dict[str, Any] = {"hide_parameters": True}
    if parsed.database in (None, "", ":memory:"):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that writes later fails at once when another has written meanwhile.
    write = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def unit_of_work(engine: Engine, *, writes: bool = True) -> Iterator[Session]:
    """Run one use case in one transaction: commit at the end, or leave no trace."""
    queue = _writer if writes and engine.dialect.name == "sqlite" else None
    if queue:
        queue.acquire()
    try:
        with Session(engine, expire_on_commit=False) as db:
            db.connection(execution_options={"writes": writes})
            try:
                yield db
                if writes:
                    db.commit()
                else:
                    db.rollback()
            except BaseException:
                db.rollback()
                raise
    finally:
        if queue:
            queue.release()
