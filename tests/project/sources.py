"""Where the project's own sources are, for the tests that read them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("kitchen", "planning", "suppliers", "distribution", "reports")


def python_files() -> Iterator[Path]:
    """Every shipped Python file, generated migrations left out."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations/versions" not in path.as_posix():
                yield path


def templates() -> Iterator[Path]:
    """Every shipped template."""
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("templates/**/*.html"))
