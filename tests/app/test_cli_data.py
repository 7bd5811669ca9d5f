"""The command line on records: kinds are named, a bad file changes nothing, twice is once."""

import csv
import io
import os
import subprocess
import sys

import pytest

from kitchen.app.cli_data import GIVEN_OUT, TAKEN_IN
from kitchen.app.records import EXPORTS, IMPORTS
from kitchen.catalogue.service import DATA
from tests.app.command import ROOT, kitchen


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A data folder of its own, with an empty database."""
    monkeypatch.setenv("KITCHEN_DATA_FOLDER", str(tmp_path))
    assert kitchen("migrate").returncode == 0
    return tmp_path


def foods():
    return list(csv.DictReader(io.StringIO(kitchen("export", "foods").stdout)))


def test_the_help_names_every_kind():
    assert ", ".join(IMPORTS) == TAKEN_IN
    assert ", ".join(EXPORTS) == GIVEN_OUT


def test_a_catalogue_taken_in_twice_is_there_once(site):

    assert foods() == []
    first = kitchen("import", "catalogue", DATA)
    kept = foods()
    assert (first.returncode, len(kept) > 50) == (0, True)
    assert kitchen("import", "catalogue", DATA).returncode == 0
    assert foods() == kept


def test_a_bad_file_names_its_lines_and_saves_nothing(site, tmp_path):
    path = tmp_path / "shops.csv"
    path.write_text("name;town\nÉpicerie;\n", encoding="utf-8")
    made = kitchen("import", "merchants", path)
    assert made.returncode == 2
    assert "Nothing was saved" in made.stderr


@pytest.mark.parametrize("words", [("import", "shoes", "."), ("export", "shoes")])
def test_an_unknown_kind_is_refused(site, words):
    made = kitchen(*words)
    assert made.returncode == 2
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
