"""Every router of the application: a slice is served when it has pages or an api."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from fastapi import APIRouter

LINKED = ("marketplace", "housing", "impact")
PACKAGES = ("kitchen", "suppliers", "distribution", "reports")
ROOT = Path(__file__).parents[2]


def routers(modules: tuple[str, ...]) -> Iterator[APIRouter]:
    """Yield the routers of every slice; a linked module that is switched off has none."""
    for package in PACKAGES:
        for door in ("pages", "api"):
            for path in sorted((ROOT / package).glob(f"*/{door}.py")):
                slice_name = path.parent.name
                if slice_name in LINKED and slice_name not in modules:
                    continue
                yield import_module(f"{package}.{slice_name}.{door}").router
