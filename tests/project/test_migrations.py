"""Migrations build what the models declare, CHECKs included, and can be undone."""

import re
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text

from kitchen.app import migrate
from kitchen.app.tables import metadata


def _schema(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        ).all()
    engine.dispose()
    return {
        name: sorted(
            part.strip().strip(",").replace('"', "")
            for part in re.sub(r"[ \t]+", " ", sql).splitlines()
            if part.strip() not in ("", "(", ")")
        )
        for name, sql in rows
        if name != "alembic_version" and not name.startswith("sqlite_autoindex_alembic")
    }


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'migrated.db'}"


def test_migrations_build_exactly_the_models(url, tmp_path):
    migrate.upgrade(url)
    other = f"sqlite:///{tmp_path / 'created.db'}"
    engine = create_engine(other)
    metadata().create_all(engine)
    engine.dispose()
    assert _schema(other) == _schema(url)


def test_migrations_go_up_down_and_up_again(url):
    migrate.upgrade(url)
    migrate.downgrade(url)
    engine = create_engine(url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
    migrate.upgrade(url)
    engine = create_engine(url)
    assert migrate.found(engine) == migrate.needed()
    engine.dispose()


def test_an_older_schema_is_refused_with_the_command_to_run(url):
    engine = create_engine(url)
    with pytest.raises(migrate.OldSchema, match="python3 -m kitchen migrate"):
        migrate.require_current(engine)
    engine.dispose()


def test_a_backup_is_made_before_a_change(url, tmp_path):
    assert migrate.back_up(url, datetime(2026, 11, 20, 9, 0, tzinfo=UTC)) is None
    migrate.upgrade(url)
    copy = migrate.back_up(url, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    assert copy == tmp_path / "migrated-20261120-090000.backup.db"
    assert copy.read_bytes() == (tmp_path / "migrated.db").read_bytes()


def test_a_plan_made_before_week_changes_is_kept_by_the_migration(url):
    command.upgrade(migrate.config(url), "20261124_first")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO week (id, monday, version) VALUES ('w', '2026-11-23', 0)")
        )
        connection.execute(
            text(
                "INSERT INTO plan_run (id, week_id, state, scenario, seed, budget_milli, asked_at,"
                " problem, plan, left_out, stop_asked, failure) VALUES ('r', 'w', 'done',"
                " 'balanced', 1, 1, '2026-11-19 09:00:00', '{}', '{}', '[]', 0, '')"
            )
        )
    engine.dispose()
    migrate.upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT swaps, answers, start_run FROM plan_run")).one()
    engine.dispose()
    assert tuple(row) == ("[]", None, None)
