"""The shape of the code base: short files, one place that commits, a docstring a module."""

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from sources import ROOT, python_files

LONGEST = 400


def test_no_file_is_longer_than_400_lines():
    too_long = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files()
    }
    assert {name: lines for name, lines in too_long.items() if lines > LONGEST} == {}


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_only_the_unit_of_work_commits():
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    allowed = ("kitchen/core/db.py", "kitchen/app/migrations/env.py")
    assert [place for place in offenders if not place.startswith(allowed)] == []


@pytest.mark.parametrize("mark", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_shipped_is_unfinished(mark):
    assert [
        str(path.relative_to(ROOT))
        for path in python_files()
        if mark in path.read_text(encoding="utf-8")
    ] == []


def test_packages_hold_a_docstring_and_no_import():
    offenders = []
    for path in python_files():
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            if len(body) != 1 or not isinstance(body[0], ast.Expr):
                offenders.append(str(path.relative_to(ROOT)))
    assert offenders == []
