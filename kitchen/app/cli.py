"""The command line: one door to the same services as the screens.

A command imports what it alone needs: a solver's child starts in one second, not four.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kitchen.app import cli_change, cli_data, cli_files
from kitchen.app.console import fail, out, say
from kitchen.core import clock
from kitchen.core.errors import KitchenError

if TYPE_CHECKING:
    from kitchen.core.config import Settings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="""The software a solidarity kitchen runs on.

Start with **kitchen demo**: it builds a believable week, plans it, writes the sheets and serves
the app. **kitchen plan**, **check** and **tours** also work on files, with no database.

Exit codes: 0 done, 1 done but something needs you (a broken rule, someone not served),
2 the input cannot be taken (nothing was written).""",
)
cli_files.register(app)
cli_change.register(app)
cli_data.register(app)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option(help="Where the database and the sheets are written.")
    ] = Path("var/demo"),
    seed: Annotated[int, typer.Option(help="Same seed, same territory, same plan.")] = 1,
    port: Annotated[int, typer.Option(help="Port of the local address.")] = 8017,
    serve: Annotated[  # noqa: FBT002 - an option of a command line
        bool, typer.Option(help="Serve the app afterwards, until Ctrl+C.")
    ] = True,
) -> None:
    """Build the demo territory, plan its week, write the sheets, serve the app."""
    from kitchen.app import demo as territory  # noqa: PLC0415 - cold import: pandas, reportlab
    from kitchen.core.config import Settings  # noqa: PLC0415 - cold import: pydantic

    site = Settings(
        data_folder=folder,
        demo=True,
        port=port,
        site_address="Quai de la Table (exemple), 62100 Calais",
        site_phone="03 53 01 00 00",
    )
    territory.build(site, seed=seed, say=say, show=out.print)
    if serve:
        _serve(site)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port, else the setting's.")] = None,
    worker: Annotated[  # noqa: FBT002 - an option of a command line
        bool, typer.Option(help="Also run the worker that solves plans.")
    ] = True,
) -> None:
    """Serve the app on this machine, with the worker beside it."""
    from kitchen.core.config import settings  # noqa: PLC0415 - cold import: pydantic

    site = settings()
    _serve(site.model_copy(update={"port": port}) if port else site, worker=worker)


@app.command()
def migrate() -> None:
    """Bring the database to this version, after a backup."""
    from kitchen.app import migrate as schema  # noqa: PLC0415 - cold import: alembic
    from kitchen.core.config import settings  # noqa: PLC0415 - cold import: pydantic
    from kitchen.core.db import make_engine  # noqa: PLC0415 - cold import: sqlmodel

    site = settings()
    engine = make_engine(site.url)
    before, after = schema.found(engine), schema.needed()
    engine.dispose()
    if before == after:
        say(f"The database is at {after}: nothing to do.")
        return
    copy = schema.back_up(site.url, clock.now())
    say(f"From {before or 'nothing'} to {after}." + (f" Backup: {copy}" if copy else ""))
    schema.upgrade(site.url)
    say("Done.")


@app.command()
def worker() -> None:
    """Solve queued plans and do the nightly chores, until Ctrl+C."""
    from kitchen.app import worker as process  # noqa: PLC0415 - cold import: apscheduler
    from kitchen.core.config import settings  # noqa: PLC0415 - cold import: pydantic

    process.run(settings())


def _serve(site: "Settings", *, worker: bool = True) -> None:
    import uvicorn  # noqa: PLC0415 - cold import

    from kitchen.app import jobs  # noqa: PLC0415 - cold import: every slice
    from kitchen.app.main import create_app  # noqa: PLC0415 - the same

    application = create_app(site)
    jobs.ROUTER.warm()
    beside = _start_worker(site) if worker else None
    say(f"Tablée is served at http://{site.host}:{site.port}/  (Ctrl+C ends it)")
    try:
        uvicorn.run(
            application,
            host=site.host,
            port=site.port,
            # Query strings may carry a name that was searched: they stay out of logs.
            access_log=False,
            log_level="warning",
            server_header=False,
        )
    finally:
        if beside:
            beside.send_signal(signal.SIGINT)
            beside.wait(timeout=10)


def _start_worker(site: "Settings") -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "KITCHEN_DATA_FOLDER": str(site.data_folder.resolve()),
        "KITCHEN_DEMO": str(site.demo),
    }
    return subprocess.Popen([sys.executable, "-m", "kitchen", "worker"], env=environment)


@app.command()
def doctor(
    *,
    new_migration: Annotated[
        str, typer.Option(help="Write a migration for what the models gained, with this name.")
    ] = "",
) -> None:
    """Check that this installation can work, and say what to do where it cannot."""
    from kitchen.app import doctor as checks  # noqa: PLC0415 - cold import: alembic
    from kitchen.core.config import settings  # noqa: PLC0415 - cold import: pydantic

    if new_migration:
        say(f"Written, now read it: {checks.write_migration(new_migration)}")
        return
    failed = 0
    for name, problem in checks.run(settings()):
        say(f"{'ok ' if problem is None else 'NO '} {name}{f': {problem}' if problem else ''}")
        failed += problem is not None
    if failed:
        raise typer.Exit(1)


def main() -> None:
    """Run a command; an error a person can act on is a sentence, not a trace."""
    try:
        app()
    except KitchenError as error:
        fail(error)
