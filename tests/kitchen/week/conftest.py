"""A kitchen with its own catalogue, machines and stock, and its week planned once."""

import random
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

sys.path.insert(0, str(Path(__file__).parent))
from small_week import BOSS, MONDAY, NOW, frozen

from kitchen.app.tables import metadata
from kitchen.catalogue import queries as catalogue
from kitchen.catalogue.service import import_catalogue
from kitchen.core.db import make_engine
from kitchen.production import demo as machines
from kitchen.stock import demo as stores
from kitchen.week import service
from planning.params import SolveParams
from planning.week.validate import write_plan, write_problem


@pytest.fixture(scope="module")
def kitchen_engine():
    """A database with the catalogue, the machines and the stock; tests roll back what they do."""
    engine = make_engine("sqlite://")
    metadata().create_all(engine)
    with Session(engine) as db:
        import_catalogue(db, BOSS, at=NOW)
        rng = random.Random(1)  # noqa: S311 - demo data
        foods = catalogue.ingredients(db)
        stores.build(db, BOSS, monday=MONDAY, ingredients=foods, rng=rng, at=NOW)
        machines.build(db, BOSS, monday=MONDAY, at=NOW)
        db.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def db(kitchen_engine):
    with kitchen_engine.connect() as connection:
        outer = connection.begin()
        with Session(
            bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            yield session
        outer.rollback()


@pytest.fixture(scope="module")
def solved(kitchen_engine):
    """The problem and a plan of it, as text, solved once for the module."""
    from planning.week.solve import solve  # noqa: PLC0415 - cold import: OR-Tools

    with Session(kitchen_engine) as db:
        problem = frozen(db).problem
    return write_problem(problem), write_plan(solve(problem, SolveParams(budget=0.3)))


@pytest.fixture
def week(db):
    return service.open_week(db, MONDAY)


@pytest.fixture
def run(db, week, solved):
    """A run that was planned and verified."""
    asked_for = service.ask_plan(db, BOSS, week, at=NOW)
    service.begin(db, asked_for, frozen(db), at=NOW)
    return service.take_result(db, BOSS, asked_for, solved[1], at=NOW)
