"""Reads the tables other programs send (CSV or JSON), and names every entry it cannot take.

Nothing is guessed: an unknown column, a missing cell, a date that is none stops the whole file,
with one sentence for each fault. `guarded` makes a cell safe to open in a spreadsheet program.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from kitchen.core.errors import BadInput
from kitchen.core.i18n import gettext

MOST_BYTES, MOST_ROWS = 5_000_000, 20_000
Kind = TypeVar("Kind", bound=StrEnum)
# What makes a spreadsheet run a cell as a formula, also after spaces (OWASP ASVS V1.2.10).
_FORMULA = re.compile(r"^\s*[=+\-@%|＝\t\r\0\ufeff]")
_TRUE, _FALSE = {"1", "true", "yes", "oui", "vrai"}, {"0", "false", "no", "non", "faux"}


@dataclass(slots=True)
class Row:
    """One row of a table; its readers note what they cannot take in `faults`."""

    number: int
    cells: Mapping[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, name: str, sentence: str) -> None:
        """Note that a cell cannot be taken, and where it stands."""
        place = gettext("line %(line)s, %(field)s", line=self.number, field=name)
        self.faults.append((place, sentence))

    def text(self, name: str, *, longest: int, needed: bool = True) -> str:
        """Return a cell as text."""
        value = unguarded(self.cells.get(name, "")).strip()
        if needed and not value:
            self.fault(name, gettext("This cell is empty."))
        if len(value) > longest:
            self.fault(name, gettext("At most %(count)s characters fit here.", count=longest))
        if any(ord(letter) < ord(" ") for letter in value):
            self.fault(name, gettext("This cell holds control characters."))
        return value

    def choice(self, name: str, kind: type[Kind], default: Kind) -> Kind:
        """Return a cell that is one word of a closed list."""
        value = self.cells.get(name, "").strip().lower()
        if value in set(kind):
            return kind(value)
        words = ", ".join(kind)
        self.fault(
            name, gettext("“%(value)s” is none of: %(words)s.", value=value[:40], words=words)
        )
        return default

    def whole(self, name: str, *, most: int = 10**9) -> int:
        """Return a cell that is a count, zero or more."""
        value = self.cells.get(name, "").strip()
        if value.isascii() and value.isdigit() and len(value) <= len(str(most)):
            number = int(value)
            if number <= most:
                return number
        self.fault(name, gettext("“%(value)s” is not a whole number from 0.", value=value[:40]))
        return 0

    def cents(self, name: str) -> int:
        """Return a cell that is an amount of euros, with a point or a comma, as cents."""
        value = self.cells.get(name, "").strip().replace(",", ".")
        try:
            amount = Decimal(value) * 100
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or amount < 0 or amount != int(amount) or amount > 10**9:
            self.fault(name, gettext("“%(value)s” is not an amount in euros.", value=value[:40]))
            return 0
        return int(amount)

    def day(self, name: str) -> date:
        """Return a cell that is a day, as 2026-11-23."""
        value = self.cells.get(name, "").strip()
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fault(name, gettext("“%(value)s” is not a day like 2026-11-23.", value=value[:40]))
            return date.min

    def maybe_day(self, name: str) -> date | None:
        """Return a cell that is a day or empty."""
        return self.day(name) if self.cells.get(name, "").strip() else None

    def truth(self, name: str, *, default: bool) -> bool:
        """Return a cell that is yes or no; empty means the default."""
        value = self.cells.get(name, "").strip().lower()
        if value and value not in _TRUE | _FALSE:
            self.fault(name, gettext("“%(value)s” is neither yes nor no.", value=value[:40]))
        return value in _TRUE if value else default


def read_rows(
    data: bytes, *, name: str, needed: Collection[str], optional: Collection[str] = ()
) -> list[Row]:
    """Read a CSV (`;` or `,`) or JSON table, its columns checked.

    Raises:
        BadInput: When the file is empty, too large, not in UTF-8, or has other columns.
    """
    if not data.strip():
        raise BadInput([(name, gettext("The file is empty."))])
    if len(data) > MOST_BYTES:
        raise BadInput([(name, gettext("The file is larger than 5 MB."))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            [(name, gettext("The file is not in UTF-8: save it again as UTF-8."))]
        ) from None
    rows = _from_json(text, name) if text.lstrip()[:1] in ("[", "{") else _from_csv(text, name)
    if not rows:
        raise BadInput([(name, gettext("The file has no row under its header."))])
    if len(rows) > MOST_ROWS:
        raise BadInput([(name, gettext("The file has more than 20,000 rows."))])
    _check_columns(rows, name, set(needed), set(optional))
    return rows


def _from_csv(text: str, name: str) -> list[Row]:
    head = text.splitlines()[0]
    separator = ";" if head.count(";") >= head.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise BadInput([(name, gettext("The file is not a table: %(why)s.", why=error))]) from None
    columns = [cell.strip().lower() for cell in lines[0]]
    if len(set(columns)) < len(columns):
        raise BadInput([(name, gettext("Two columns have the same name."))])
    rows, faults = [], []
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            place = gettext("line %(line)s, %(field)s", line=number, field="*")
            faults.append(
                (
                    place,
                    gettext(
                        "This line has %(found)s cells, the header has %(wanted)s.",
                        found=len(cells),
                        wanted=len(columns),
                    ),
                )
            )
            continue
        rows.append(Row(number, dict(zip(columns, cells, strict=True))))
    if faults:
        raise BadInput(faults)
    return rows


def _from_json(text: str, name: str) -> list[Row]:
    try:
        content: Any = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput([(name, gettext("The file is not JSON: %(why)s.", why=error))]) from None
    if not isinstance(content, list) or not all(isinstance(entry, dict) for entry in content):
        raise BadInput([(name, gettext("A JSON file holds a list of objects."))])
    return [
        Row(
            number,
            {str(key).lower(): "" if value is None else str(value) for key, value in entry.items()},
        )
        for number, entry in enumerate(content, 1)
    ]


def _check_columns(rows: list[Row], name: str, needed: set[str], optional: set[str]) -> None:
    faults = []
    for row in rows:
        found = set(row.cells)
        faults += [
            (f"{name}: {column}", gettext("This column is missing."))
            for column in sorted(needed - found)
        ]
        faults += [
            (f"{name}: {column}"[:80], gettext("This column is not known."))
            for column in sorted(found - needed - optional)
        ]
    if faults:
        raise BadInput(list(dict.fromkeys(faults)))


def raise_faults(rows: list[Row]) -> None:
    """Refuse the file when any row had a fault, naming them all.

    Raises:
        BadInput: With every fault of every row.
    """
    if faults := [fault for row in rows for fault in row.faults]:
        raise BadInput(faults)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet program runs as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return what a guarded cell says, so that a file comes back as it left."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
