"""Days replayed with seeded draws: how many people come, how much of an offer does."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from math import isqrt
from typing import TypeVar

from planning.week.draw import Draw
from planning.week.problem import Demand, Lot

REPLAYS = 500
FINE = 1_000_000

Group = tuple[str, str, str, str]  # service, diet, size, format
Name = TypeVar("Name", bound=Hashable)


def triangle(draw: Draw, low: int, expected: int, high: int) -> int:
    """Draw a number between low and high, near the expected one most often.

    The shorter side is drawn more often, so that the mean is what is expected: the ranges of small
    groups are lopsided, and many of them together must not be overrated.
    """
    left, right = expected - low, high - expected
    if not left and not right:
        return expected
    below = draw.below(left + right) < right if left and right else bool(left)
    place = isqrt(draw.below(FINE) * FINE)
    if below:
        return low + (place * left + FINE // 2) // FINE
    return high - (place * right + FINE // 2) // FINE


def headcount(draw: Draw, row: Demand) -> int:
    """Draw how many people come, of a demand given as a range or not."""
    low, high = (row.low, row.high) if row.high else (row.low or row.portions, row.portions)
    return triangle(draw, low, row.portions, high)


def harvest(draw: Draw, lot: Lot) -> int:
    """Draw the grams that come of a lot; the middle of its range is what is expected."""
    if not lot.high_grams:
        return lot.grams
    return triangle(draw, lot.low_grams, (lot.low_grams + lot.high_grams) // 2, lot.high_grams)


def replayed(
    demands: Iterable[Demand],
    eaters: Mapping[Name, list[Group]],
    *,
    seed: int,
    replays: int = REPLAYS,
) -> dict[Name, list[int]]:
    """Return, for each name, the people of its groups who come on each replayed day."""
    draw = Draw(seed)
    table: dict[Group, list[Demand]] = defaultdict(list)
    for row in demands:
        table[row.service, row.diet, row.size, row.format].append(row)
    groups = sorted(table.items())
    came: dict[Name, list[int]] = {name: [] for name in eaters}
    for _ in range(replays):
        day = {group: sum(headcount(draw, row) for row in rows) for group, rows in groups}
        for name, mine in eaters.items():
            came[name].append(sum(day[group] for group in mine))
    return came


def quantile(counts: list[int], permille: int) -> int:
    """Return the count that this share of the replayed days does not exceed."""
    ordered = sorted(counts)
    return ordered[min(len(ordered) - 1, len(ordered) * permille // 1000)]
