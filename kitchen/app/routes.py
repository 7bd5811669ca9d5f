"""Every router of the application: a slice is served when it has pages or an api."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from fastapi import APIRouter

PACKAGES = ("kitchen", "suppliers", "distribution", "reports")
ROOT = Path(__file__).parents[2]


def routers() -> Iterator[APIRouter]:
    """Yield the routers of every slice, in the order of their folders."""
    for package in PACKAGES:
        for door in ("pages", "api"):
            for path in sorted((ROOT / package).glob(f"*/{door}.py")):
                yield import_module(f"{package}.{path.parent.name}.{door}").router
