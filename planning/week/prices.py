"""What a unit of each goal weighs in a plan: the kitchen's prices, leaned on by the scenario."""

from collections.abc import Iterator
from dataclasses import replace

from planning.jsonform import duplicates
from planning.params import SCENARIOS, Weights
from planning.reasons import Reason, reason
from planning.week.problem import Price, Problem

ORIGINAL = Weights()
GOALS = tuple(Weights.__dataclass_fields__)
# People read a price by the kilo, by the euro, by the hundred points of liking.
UNITS = {
    "cash_cent": 100,
    "over_budget_cent": 100,
    "lost_gram": 1000,
    "far_cent": 100,
    "co2e_gram": 1000,
    "disliked_portion": 100,
}
LEAST = {"cash_cent": 1}  # money is the scale that everything is read on
MOST_A_UNIT = 100_000_000  # 10,000 euros


def weights(problem: Problem, scenario: str) -> Weights:
    """Return what a unit of each goal weighs, in hundredths of a cent.

    A scenario multiplies the kitchen's prices of the goals it is about, and leaves the others.
    Where it raises a price it starts from the original one if that is higher, so that it leans
    its way even in a kitchen that gave the goal little weight, or none.
    """
    own = priced(problem.prices)
    leaned = {}
    for goal, (times, by) in SCENARIOS[scenario].items():
        price = getattr(own, goal)
        if times > by:
            price = max(price, getattr(ORIGINAL, goal))
        leaned[goal] = price * times // by
    return replace(own, **leaned)


def priced(prices: tuple[Price, ...]) -> Weights:
    """Return the original prices with some replaced."""
    return replace(ORIGINAL, **{row.goal: row.hundredths_of_cent for row in prices})


def wrong(prices: tuple[Price, ...]) -> Iterator[Reason]:
    """Find the prices that cannot be used.

    Feeding everyone comes first: a portion short weighs at least its original price, and as much
    as a unit of any other goal.
    """
    yield from duplicates("prices", [row.goal for row in prices])
    unknown = [row.goal for row in prices if row.goal not in GOALS]
    for goal in unknown:
        yield reason("input.unknown_code", where="prices", kind="goal", value=goal)
    if unknown:
        return
    own = priced(prices)
    for goal in GOALS:
        yield from _within(own, goal, *limits(own, goal))


def limits(own: Weights, goal: str) -> tuple[int, int]:
    """Return the least and the most that a goal may weigh beside the other prices."""
    most = MOST_A_UNIT // UNITS.get(goal, 1)
    if goal == "unfed_portion":
        return least_for_a_portion(own), most
    if goal == "variant":  # taken off the price of a batch
        return 0, min(own.dish, most)
    return LEAST.get(goal, 0), most


def least_for_a_portion(own: Weights) -> int:
    """Return the least that a portion short may weigh beside the other prices."""
    units: list[int] = [
        getattr(own, goal) * UNITS.get(goal, 1) for goal in GOALS if goal != "unfed_portion"
    ]
    return max(ORIGINAL.unfed_portion, *units)


def _within(own: Weights, goal: str, least: int, most: int) -> Iterator[Reason]:
    found = getattr(own, goal)
    if not least <= found <= most:
        where = f"prices[{goal}]"
        yield reason("input.range", where=where, found=found, least=least, most=most)
