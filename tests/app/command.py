"""The command line as a person types it, and files changed by hand."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def kitchen(*arguments):
    """Run `kitchen` with some words; return what it said and how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "kitchen", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=300,  # a first search is compiled, on a machine that may be busy
    )


def edit(path, change):
    """Change a JSON file in place."""
    body = json.loads(path.read_text(encoding="utf-8"))
    change(body)
    path.write_text(json.dumps(body), encoding="utf-8")


def unsaid(command, path, out, said):
    """Run a command that must be refused, with nothing written; return what it does not say."""
    made = kitchen(command, path, "--out", out)
    assert (made.returncode, out.exists()) == (2, False)
    return [word for word in said if word not in made.stderr]
