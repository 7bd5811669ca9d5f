"""No document reads markup: reportlab's paragraphs, which open files a text names, stay out."""

import ast
import subprocess
import sys
from pathlib import Path

from reportlab import rl_config

import reports.documents
from reports.documents import layout

FOLDER = Path(reports.documents.__file__).parent


def test_no_module_of_paper_imports_anything_that_parses_markup():
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(alias.name for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            assert not any("platypus" in name or "paraparser" in name for name in names), path


def test_no_host_and_no_scheme_is_trusted():
    assert layout.rl_config is rl_config
    assert rl_config.trustedHosts == ["nowhere.invalid"]
    assert rl_config.trustedSchemes == ["none"]


def test_the_pages_of_paper_load_without_reportlab():
    program = (
        "import sys, reports.documents.pages\n"
        "print([name for name in sys.modules if name.startswith(('reportlab', 'segno'))])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        cwd=FOLDER.parents[1],
    )
    assert run.stdout.strip() == "[]"
