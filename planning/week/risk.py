"""Chance of running short, by replaying seeded days against what a plan cooks.

A demand given as a range is drawn from two triangles that meet at what is expected. The margin
that a dish needs for a wanted safety is read off the same draws.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from math import isqrt

from planning.week.draw import Draw
from planning.week.plan import Plan
from planning.week.problem import Demand, Problem

REPLAYS = 500
SAFETY_PERMILLE = 950
FINE = 1_000_000

Group = tuple[str, str, str, str]  # service, diet, size, format


@dataclass(frozen=True, slots=True)
class Risk:
    """How often a dish would run short, and the portions that would be safe."""

    service: str
    recipe: str
    portions: int
    short_permille: int
    expected_short: int  # portions short, mean over the replays, rounded up
    safe_portions: int


def risks(problem: Problem, plan: Plan, *, seed: int = 1, replays: int = REPLAYS) -> list[Risk]:
    """Return the risk of each dish of a plan, the same for the same seed."""
    draw = Draw(seed)
    groups = _groups(problem)
    cooked: dict[tuple[str, str], int] = defaultdict(int)
    eaters: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for line in plan.menu:
        key = (line.service, line.recipe)
        cooked[key] += line.portions
        group = (line.service, line.diet, line.size, line.format)
        if group not in eaters[key]:
            eaters[key].append(group)
    came: dict[tuple[str, str], list[int]] = {key: [] for key in sorted(cooked)}
    for _ in range(replays):
        day = {group: sum(triangle(draw, row) for row in rows) for group, rows in groups.items()}
        for key, rows in came.items():
            rows.append(sum(day[group] for group in eaters[key]))
    return [_risk(key, cooked[key], rows) for key, rows in came.items()]


def _groups(problem: Problem) -> dict[Group, list[Demand]]:
    table: dict[Group, list[Demand]] = defaultdict(list)
    for row in problem.demands:
        table[row.service, row.diet, row.size, row.format].append(row)
    return dict(sorted(table.items()))


def triangle(draw: Draw, row: Demand) -> int:
    """Draw a headcount between low and high, near the expected one most often.

    The shorter side is drawn more often, so that the mean is what is expected: the ranges of small
    groups are lopsided, and many of them together must not be overrated.
    """
    low, high = (row.low, row.high) if row.high else (row.low or row.portions, row.portions)
    left, right = row.portions - low, high - row.portions
    if not left and not right:
        return row.portions
    below = draw.below(left + right) < right if left and right else bool(left)
    place = isqrt(draw.below(FINE) * FINE)
    if below:
        return low + (place * left + FINE // 2) // FINE
    return high - (place * right + FINE // 2) // FINE


def _risk(key: tuple[str, str], portions: int, came: list[int]) -> Risk:
    short = [count - portions for count in came if count > portions]
    ordered = sorted(came)
    safe = ordered[min(len(ordered) - 1, len(ordered) * SAFETY_PERMILLE // 1000)]
    return Risk(
        service=key[0],
        recipe=key[1],
        portions=portions,
        short_permille=len(short) * 1000 // len(came),
        expected_short=-(-sum(short) // len(came)),
        safe_portions=safe,
    )


def with_margin(problem: Problem, permille: int) -> Problem:
    """Ask for more than is expected: this share of the way from expected to high."""
    return replace(
        problem,
        demands=tuple(
            replace(
                row,
                portions=row.portions + -(-(row.high - row.portions) * permille // 1000),
            )
            if row.high > row.portions
            else row
            for row in problem.demands
        ),
    )
