"""Commands that take records in and give them out."""

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from kitchen.app.console import BAD_INPUT, say
from kitchen.catalogue import queries as catalogue
from kitchen.catalogue import service as catalogue_service
from kitchen.core import clock
from kitchen.core.actor import system
from kitchen.core.config import settings
from kitchen.core.db import make_engine, unit_of_work
from kitchen.core.errors import BadInput
from kitchen.stock import queries as stock
from reports.impact import importer as impact
from suppliers.marketplace import importer as marketplace

CLI = system("cli")
SOURCE = "file"


def register(app: typer.Typer) -> None:
    """Add the commands to the application's command line."""
    app.command("import")(take_in)
    app.command("export")(give_out)


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


def take_in(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(IMPORTS)}.")],
    path: Annotated[Path, typer.Argument(help="A file; for the catalogue, its folder.")],
) -> None:
    """Take records in from a file, all or nothing; twice changes nothing. Exit 2 on bad input."""
    if kind not in IMPORTS or not path.exists():
        say(f"No {'file ' + str(path) if kind in IMPORTS else 'kind ' + kind}.")
        raise typer.Exit(BAD_INPUT)
    engine = make_engine(settings().url)
    try:
        with unit_of_work(engine) as db:
            done = IMPORTS[kind](db, path)
    except BadInput as error:
        say(f"Nothing was saved, {len(error.lines)} entries need a correction:")
        for where, what in error.lines:
            say(f"  {where}: {what}")
        raise typer.Exit(BAD_INPUT) from error
    finally:
        engine.dispose()
    say(f"Taken in: {done}.")


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
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def give_out(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(EXPORTS)}.")],
    out: Annotated[Path | None, typer.Option(help="Where it is written; else printed.")] = None,
) -> None:
    """Give records out as CSV; text that a spreadsheet would run is quoted."""
    if kind not in EXPORTS:
        say(f"No kind {kind}.\nMaybe one of: {', '.join(EXPORTS)}.")
        raise typer.Exit(BAD_INPUT)
    engine = make_engine(settings().url)
    with unit_of_work(engine, writes=False) as db:
        rows = EXPORTS[kind](db)
    engine.dispose()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_safe(cell) for cell in row] for row in rows)
    if out is None:
        sys.stdout.write(text.getvalue())
    else:
        out.write_text(text.getvalue(), encoding="utf-8")
        say(f"Written: {out} ({len(rows) - 1} rows).")


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
