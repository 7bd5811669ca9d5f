"""What the command line says, and how it ends."""

import sys
from typing import NoReturn

from rich.console import Console

from kitchen.core.errors import BadInput, KitchenError
from kitchen.core.i18n import gettext

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
