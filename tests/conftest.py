"""Shared fixtures: a real database, a fixed clock, an actor that may do everything."""

import os
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from kitchen.app.tables import metadata
from kitchen.core.actor import Actor, system
from kitchen.core.db import make_engine

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday: the week of 23 November is planned


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database a worker: SQLite, or PostgreSQL by KITCHEN_TEST_DATABASE=postgres."""
    if os.environ.get("KITCHEN_TEST_DATABASE") == "postgres":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for a runtime folder that servers lack
            import pgserver  # noqa: PLC0415 - only here is it needed

            server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
        made = make_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    else:
        made = make_engine("sqlite://")
    metadata().create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    """A session whose changes, committed or not, are gone after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(
            bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            yield session
        outer.rollback()


@pytest.fixture
def at() -> datetime:
    """The instant at which the test happens."""
    return NOW


@pytest.fixture
def boss() -> Actor:
    """An actor that may do everything."""
    return system("tests")
