"""Commands that take records in and give them out."""

import csv
import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from kitchen.app.console import BAD_INPUT, say
from kitchen.core.errors import BadInput

TAKEN_IN = "catalogue, merchants, impact"
GIVEN_OUT = "foods, stock"


def register(app: typer.Typer) -> None:
    """Add the commands to the application's command line."""
    app.command("import")(take_in)
    app.command("export")(give_out)


def take_in(
    kind: Annotated[str, typer.Argument(help=f"One of {TAKEN_IN}.")],
    path: Annotated[Path, typer.Argument(help="A file; for the catalogue, its folder.")],
) -> None:
    """Take records in from a file, all or nothing; twice changes nothing. Exit 2 on bad input."""
    from kitchen.app.records import IMPORTS  # noqa: PLC0415 - cold import: sqlmodel
    from kitchen.core.config import settings  # noqa: PLC0415 - cold import: pydantic
    from kitchen.core.db import make_engine, unit_of_work  # noqa: PLC0415 - cold import: sqlmodel

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


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def give_out(
    kind: Annotated[str, typer.Argument(help=f"One of {GIVEN_OUT}.")],
    out: Annotated[Path | None, typer.Option(help="Where it is written; else printed.")] = None,
) -> None:
    """Give records out as CSV; text that a spreadsheet would run is quoted."""
    from kitchen.app.records import EXPORTS  # noqa: PLC0415 - cold import: sqlmodel
    from kitchen.core.config import settings  # noqa: PLC0415 - cold import: pydantic
    from kitchen.core.db import make_engine, unit_of_work  # noqa: PLC0415 - cold import: sqlmodel

    if kind not in EXPORTS:
        say(f"No kind {kind}.\nMaybe one of: {GIVEN_OUT}.")
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
