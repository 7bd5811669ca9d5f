"""A commit that fails is never told as a success."""

import sqlite3

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from kitchen.accounts import service
from kitchen.app import migrate
from kitchen.app.main import create_app
from kitchen.core.actor import Role
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work


@pytest.fixture
def site(tmp_path, boss, at):
    made = Settings(data_folder=tmp_path)
    migrate.upgrade(made.url)
    engine = make_engine(made.url)
    with unit_of_work(engine) as db:
        user = service.create_user(
            db, boss, login="admin", display_name="Admin", password="long-enough-1", at=at
        )
        service.grant(db, boss, user, Role.ADMIN, at=at)
    engine.dispose()
    return made


def test_a_failing_commit_answers_with_an_error_and_leaves_no_trace(site, at, monkeypatch):
    app = create_app(site, now=lambda: at)
    with TestClient(app, raise_server_exceptions=False) as client:
        credentials = {"login": "admin", "password": "long-enough-1"}

        def broken(_self):
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk is full"))

        monkeypatch.setattr(Session, "commit", broken)
        answer = client.post("/sign-in", data=credentials, follow_redirects=False)
        assert answer.status_code == 500
        assert "tablee_session" not in answer.cookies
        monkeypatch.undo()
        answer = client.post("/sign-in", data=credentials, follow_redirects=False)
        assert answer.status_code == 303
