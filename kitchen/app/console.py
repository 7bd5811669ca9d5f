"""What the command line says, and how it ends."""

import signal
import sys
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from kitchen.core.errors import BadInput, KitchenError
from kitchen.core.i18n import gettext
from planning.reasons import Reason

BAD_INPUT = 2

out = Console()
_notes = Console(stderr=True, highlight=False)


def say(line: str) -> None:
    """Tell the person at the terminal; results go to stdout, words to stderr."""
    _notes.print(line, markup=False)


def fail(error: KitchenError) -> NoReturn:
    """Say an error with every offending entry, and end with its exit code."""
    for line in gettext(error.message, **error.facts).splitlines():
        say(line)
    if isinstance(error, BadInput):
        for where, what in error.lines:
            say(f"  {where}: {what}")
    sys.exit(BAD_INPUT if error.status in (404, 409, 422) else 1)


def read_bytes(path: Path) -> bytes:
    """Read a file, or the standard input when it is named `-`."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        say(f"{path}: {error.strerror}.")
        raise typer.Exit(BAD_INPUT) from error


def refuse(path: Path, wrong: list[Reason]) -> NoReturn:
    """Name every offending entry of a file, and end."""
    say(f"{path}: nothing was written, {len(wrong)} entries need a correction:")
    for one in wrong:
        say(f"  {one}")
    raise typer.Exit(BAD_INPUT)


def write(out: Path | None, text: str, *, quiet: bool = False) -> None:
    """Write a result to its file, else to the standard output."""
    if out is not None:
        out.write_text(text, encoding="utf-8")
    elif not quiet:
        sys.stdout.write(text)


class Stop:
    """Ends a search early, with its best plan, on Ctrl+C or a polite kill."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True

    def __call__(self) -> bool:
        """Tell whether someone asked."""
        return self.asked
