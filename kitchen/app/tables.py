"""Loads every models.py, so that metadata is whole for Alembic, tests and the app."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData
from sqlmodel import SQLModel

PACKAGES = ("kitchen", "suppliers", "distribution", "reports")
ROOT = Path(__file__).parents[2]
CORE_TABLES = ("kitchen.core.audit", "kitchen.core.codes", "kitchen.core.idempotency")


def metadata() -> MetaData:
    """Return the metadata of every table of the project."""
    for module in CORE_TABLES:
        import_module(module)
    for package in PACKAGES:
        for path in sorted((ROOT / package).glob("*/models.py")):
            import_module(f"{package}.{path.parent.name}.models")
    return SQLModel.metadata
