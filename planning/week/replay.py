"""Days replayed with seeded draws: how many people come, how much of an offer does."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from math import isqrt
from typing import TypeVar

from planning.week.draw import Draw
from planning.week.problem import Demand, Lot

REPLAYS = 500
ONE = 1000
FINE = 1_000_000

Group = tuple[str, str, str, str]  # service, diet, size, format
Name = TypeVar("Name", bound=Hashable)
Fate = tuple[int, int]  # both out of FINE


def drawn(draw: Draw) -> Fate:
    """Draw how a count falls: on which side of the expected one, and how far from the end."""
    return draw.below(FINE), isqrt(draw.below(FINE) * FINE)


def triangle(fate: Fate, low: int, expected: int, high: int) -> int:
    """Return a number between low and high, near the expected one most often.

    The shorter side comes more often, so that the mean is what is expected: the ranges of small
    groups are lopsided, and many of them together must not be overrated.
    """
    left, right = expected - low, high - expected
    if not left and not right:
        return expected
    side, place = fate
    below = side * (left + right) < right * FINE if left and right else bool(left)
    if below:
        return low + (place * left + FINE // 2) // FINE
    return high - (place * right + FINE // 2) // FINE


def headcount(fate: Fate, row: Demand) -> int:
    """Return how many people come, of a demand given as a range or not."""
    low, high = (row.low, row.high) if row.high else (row.low or row.portions, row.portions)
    return triangle(fate, low, row.portions, high)


def harvest(fate: Fate, lot: Lot) -> int:
    """Return the grams that come of a lot; the middle of its range is what is expected."""
    if not lot.high_grams:
        return lot.grams
    return triangle(fate, lot.low_grams, (lot.low_grams + lot.high_grams) // 2, lot.high_grams)


def replayed(
    demands: Iterable[Demand],
    eaters: Mapping[Name, list[Group]],
    *,
    seed: int,
    together_permille: int = 0,
    replays: int = REPLAYS,
) -> dict[Name, list[int]]:
    """Return, for each name, the people of its groups who come on each replayed day.

    `together_permille` is how far doors rise and fall together on a day (their correlation): each
    follows the day common to all by its root, so that two of them do by all of it.
    """
    draw, follows = Draw(seed), isqrt(together_permille * ONE)
    table: dict[Group, list[Demand]] = defaultdict(list)
    for row in demands:
        table[row.service, row.diet, row.size, row.format].append(row)
    groups = sorted(table.items())
    came: dict[Name, list[int]] = {name: [] for name in eaters}
    for _ in range(replays):
        common: dict[str, Fate] = defaultdict(lambda: drawn(draw))
        day = {
            group: sum(
                headcount(
                    common[row.service] if draw.below(ONE) < follows else drawn(draw),
                    row,
                )
                for row in rows
            )
            for group, rows in groups
        }
        for name, mine in eaters.items():
            came[name].append(sum(day[group] for group in mine))
    return came


def quantile(counts: list[int], permille: int) -> int:
    """Return the count that this share of the replayed days does not exceed."""
    ordered = sorted(counts)
    return ordered[min(len(ordered) - 1, len(ordered) * permille // 1000)]
