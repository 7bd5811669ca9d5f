"""The demo kitchen, built once through services, planned, published and routed."""

import sqlite3

import pytest
from fastapi.testclient import TestClient

from kitchen.app import demo, jobs, migrate
from kitchen.app.main import create_app
from kitchen.app.tables import metadata
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work
from kitchen.week import service as weeks


@pytest.fixture(scope="session")
def planned(tmp_path_factory):
    """Settings of a planned demo kitchen, never written to: tests copy it."""
    site = Settings(data_folder=tmp_path_factory.mktemp("demo"), demo=True)
    metadata()
    migrate.upgrade(site.url)
    engine = make_engine(site.url)
    with unit_of_work(engine) as db:
        demo.fill(db, site, seed=1)
    with unit_of_work(engine) as db:
        week = weeks.open_week(db, demo.MONDAY)
        run = weeks.ask_plan(db, demo.BUILDER, week, at=demo.NOW, budget_milli=1500)
    jobs.plan_week(engine, site, run.id)
    jobs.explain_plan(engine)
    with unit_of_work(engine) as db:
        demo.finish(db, site, run.id)
    engine.dispose()
    return site


@pytest.fixture
def site(planned, tmp_path):
    """A copy of the planned demo kitchen that a test may change."""
    source = sqlite3.connect(planned.data_folder / "tablee.db")
    target = sqlite3.connect(tmp_path / "tablee.db")
    source.backup(target)
    source.close()
    target.close()
    (tmp_path / "secret.key").write_text((planned.data_folder / "secret.key").read_text())
    return planned.model_copy(update={"data_folder": tmp_path})


@pytest.fixture
def sign_in(site):
    """Open a browser on the app as one of the demo's people."""
    opened = []

    def _sign_in(login, at=demo.NOW):
        client = TestClient(create_app(site, now=lambda: at), follow_redirects=True)
        client.__enter__()
        opened.append(client)
        if login:
            answer = client.post("/sign-in", data={"login": login, "password": demo.PASSWORD})
            assert answer.status_code == 200
        return client

    yield _sign_in
    for client in opened:
        client.__exit__(None, None, None)
