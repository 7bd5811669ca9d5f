"""The command line on records: kinds are named, a bad file changes nothing, twice is once."""

import csv
import io
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kitchen.app.cli import app
from kitchen.app.cli_data import GIVEN_OUT, TAKEN_IN
from kitchen.app.records import EXPORTS, IMPORTS
from kitchen.app.tables import metadata
from kitchen.catalogue.service import DATA
from kitchen.core.config import settings
from kitchen.core.db import make_engine
from tests.app.command import ROOT


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A data folder of its own, with an empty database, for the commands of this process."""
    monkeypatch.setenv("KITCHEN_DATA_FOLDER", str(tmp_path))
    settings.cache_clear()
    engine = make_engine(settings().url)
    metadata().create_all(engine)
    engine.dispose()
    yield tmp_path
    settings.cache_clear()


def typed(*words):
    """Type a command in this process."""
    return CliRunner().invoke(app, list(map(str, words)))


def foods():
    return list(csv.DictReader(io.StringIO(typed("export", "foods").stdout)))


def test_the_help_names_every_kind():
    assert ", ".join(IMPORTS) == TAKEN_IN
    assert ", ".join(EXPORTS) == GIVEN_OUT


def test_a_catalogue_taken_in_twice_is_there_once(site):

    assert foods() == []
    first = typed("import", "catalogue", DATA)
    kept = foods()
    assert (first.exit_code, len(kept) > 50) == (0, True)
    assert typed("import", "catalogue", DATA).exit_code == 0
    assert foods() == kept


def test_a_bad_file_names_its_lines_and_saves_nothing(site, tmp_path):
    path = tmp_path / "shops.csv"
    path.write_text("name;town\nÉpicerie;\n", encoding="utf-8")
    made = typed("import", "merchants", path)
    assert made.exit_code == 2
    assert "Nothing was saved" in made.stderr


@pytest.mark.parametrize("words", [("import", "shoes", "."), ("export", "shoes")])
def test_an_unknown_kind_is_refused(site, words):
    made = typed(*words)
    assert made.exit_code == 2
    assert "No kind shoes" in made.stderr


def test_a_command_on_files_loads_no_database():
    """A solver's child starts with what it needs: the database alone costs it two seconds."""
    code = "import sys, kitchen.app.cli; print([m for m in sys.modules if m == 'sqlmodel'])"
    made = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        env=os.environ,
    )
    assert made.stdout.strip() == "[]"
