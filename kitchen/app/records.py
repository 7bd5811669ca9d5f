"""Records taken in from files and given out as rows, each kind under its name."""

from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from kitchen.catalogue import queries as catalogue
from kitchen.catalogue import service as catalogue_service
from kitchen.core import clock
from kitchen.core.actor import system
from kitchen.stock import queries as stock
from reports.impact import importer as impact
from suppliers.marketplace import importer as marketplace

CLI = system("cli")
SOURCE = "file"


def _catalogue(db: Session, path: Path) -> str:
    foods, recipes = catalogue_service.import_catalogue(db, CLI, folder=path, at=clock.now())
    return f"{foods} foods, {recipes} recipes"


def _merchants(db: Session, path: Path) -> str:
    done = marketplace.import_merchants(
        db, CLI, path.read_bytes(), source=SOURCE, at=clock.now(), name=path.name
    )
    return str(done)


def _impact(db: Session, path: Path) -> str:
    done = impact.import_records(
        db, CLI, path.read_bytes(), source=SOURCE, at=clock.now(), name=path.name
    )
    return str(done)


IMPORTS: dict[str, Callable[[Session, Path], str]] = {
    "catalogue": _catalogue,
    "merchants": _merchants,
    "impact": _impact,
}


def _foods(db: Session) -> list[list[object]]:
    head: list[object] = ["code", "name_fr", "name_en", "family", "kcal", "co2e_g_per_kg"]
    rows = catalogue.ingredients(db).values()
    return [
        head,
        *([r.code, r.name_fr, r.name_en, r.family, r.kcal, r.co2e_g_per_kg] for r in rows),
    ]


def _stock(db: Session) -> list[list[object]]:
    head: list[object] = ["lot", "food", "grams", "use_by", "supplier", "blocked"]
    rows: list[list[object]] = [
        [
            row.lot.code,
            row.ingredient.code,
            row.grams,
            row.lot.use_by or "",
            row.lot.supplier_name,
            row.lot.blocked,
        ]
        for row in stock.lots_in_hand(db)
    ]
    return [head, *rows]


EXPORTS: dict[str, Callable[[Session], list[list[object]]]] = {"foods": _foods, "stock": _stock}
