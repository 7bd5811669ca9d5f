"""Reads the public instances of Solomon (1987) and Gehring and Homberger (1999).

The format is text: a name, a VEHICLE block (number, capacity), a CUSTOMER block (number, x, y,
demand, ready time, due date, service time; number 0 is the depot). As in the published best known
values, a distance is its first decimal, the rest cut off; so every figure here is in tenths, a
"minute" being a tenth of the instance's unit, and the plan's price is the distance in tenths.
"""

from collections.abc import Iterator

from planning.reasons import Reason, reason
from planning.tours.problem import Amount, Opening, Place, Problem, Roads, Stop, Vehicle

TENTHS = 10
KIND = "load"
UNSERVED_CENTS = 10_000_000  # above any detour: everyone is served where that can be
VEHICLE_COLUMNS, CUSTOMER_COLUMNS = 2, 7
READY, DUE, SERVICE = 4, 5, 6
POSITION = (1, 2)  # may lie below zero


def read_solomon(text: str) -> tuple[Problem | None, list[Reason]]:
    """Read an instance; None when a line is wrong, and one reason for each such line."""
    lines = [
        (number, line.split()) for number, line in enumerate(text.splitlines(), 1) if line.split()
    ]
    if not lines:
        return None, [reason("input.empty")]
    vehicle = next((i for i, (_, row) in enumerate(lines) if row == ["VEHICLE"]), None)
    customer = next((i for i, (_, row) in enumerate(lines) if row == ["CUSTOMER"]), None)
    if vehicle is None or customer is None or customer < vehicle:
        expected = "a VEHICLE and a CUSTOMER block"
        return None, [reason("input.format", found=" ".join(lines[0][1])[:60], expected=expected)]
    wrong: list[Reason] = []
    # below each block's name stands a line of titles
    vans = _figures(lines[vehicle + 2 : customer], VEHICLE_COLUMNS, wrong)
    rows = _figures(lines[customer + 2 :], CUSTOMER_COLUMNS, wrong)
    wrong += _order(vans, rows) if not wrong else []
    if wrong:
        return None, wrong
    return _problem(" ".join(lines[0][1]), vans[0][1], [row for _, row in rows]), []


Lines = list[tuple[int, list[int]]]


def _figures(lines: list[tuple[int, list[str]]], columns: int, wrong: list[Reason]) -> Lines:
    """Return the whole numbers of each line, or say which line has others."""
    rows = []
    for number, row in lines:
        figures = [
            whole
            for column, one in enumerate(row)
            if (whole := _whole(one, signed=column in POSITION)) is not None
        ]
        if len(figures) == len(row) == columns:
            rows.append((number, figures))
        else:
            wrong.append(_line(number, " ".join(row), f"{columns} whole numbers from 0 on"))
    return rows


def _order(vans: Lines, rows: Lines) -> Iterator[Reason]:
    """Find lines that do not belong: a second fleet, no depot, one twice, windows."""
    for number, _ in vans[1:]:
        yield _line(number, "", "one line of vans")
    if not vans:
        yield reason("input.missing", where="VEHICLE", field="NUMBER")
    if not rows or rows[0][1][0] != 0:
        yield reason("input.missing", where="CUSTOMER", field="0")
    seen: set[int] = set()
    for number, row in rows:
        if row[0] in seen:
            yield _line(number, str(row[0]), "a customer not named above")
        if row[DUE] < row[READY]:
            yield _line(number, f"{row[READY]} {row[DUE]}", "a due date after the ready time")
        seen.add(row[0])


def _line(number: int, found: str, expected: str) -> Reason:
    return reason("input.line", line=number, found=found[:60], expected=expected)


def _whole(text: str, *, signed: bool) -> int | None:
    """Read a whole number; some files write them with a decimal point."""
    whole, _, decimals = text.partition(".")
    digits = whole.removeprefix("-") if signed else whole
    return int(whole) if digits.isdecimal() and not decimals.strip("0") else None


def _problem(name: str, vans: list[int], rows: list[list[int]]) -> Problem:
    count, capacity = vans
    depot = rows[0]
    last = max(row[DUE] + row[SERVICE] for row in rows) * TENTHS
    return Problem(
        date=name,
        kitchen="0",
        places=tuple(
            Place(code=str(row[0]), lat_microdeg=row[2], lon_microdeg=row[1]) for row in rows
        ),
        stops=tuple(
            Stop(
                code=str(row[0]),
                place=str(row[0]),
                openings=(Opening(start=row[READY] * TENTHS, end=row[DUE] * TENTHS),),
                delivers=(Amount(kind=KIND, count=row[3]),),
                service_minutes=row[SERVICE] * TENTHS,
            )
            for row in rows[1:]
        ),
        vehicles=tuple(
            Vehicle(
                code=f"{number + 1:03d}",
                start=depot[READY] * TENTHS,
                end=depot[DUE] * TENTHS,
                holds=(Amount(kind=KIND, count=capacity),),
                cents_per_km=1,
                fixed_cents=0,
            )
            for number in range(count)
        ),
        roads=Roads(plane=True),
        loading_minutes=0,
        minute_cents=0,
        preference_cents=0,
        unserved_cents=UNSERVED_CENTS,
        horizon_minutes=last,
    )
