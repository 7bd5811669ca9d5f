"""What a solve may use and what it should prefer, as one value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Original price of each goal, in hundredths of a cent: one scale that a manager can read.

    Feeding everyone comes first by size: no saving is worth an unfed portion.
    """

    unfed_portion: int = 2_500_000  # 250 euros: more than a whole service off the frequencies
    cash_cent: int = 100
    over_budget_cent: int = 400  # a cent above the week's budget counts five times
    lost_gram: int = 30  # 3 euros a kilo thrown away
    far_cent: int = 30  # a cent's worth of food from elsewhere counts 30 % more
    co2e_gram: int = 1  # 100 euros a tonne
    disliked_portion: int = 10  # per point of liking under 100
    dish: int = 30_000  # a further batch: about 20 minutes of work
    variant: int = 15_000  # taken off when it is a version of the dish beside it
    family_again: int = 60_000  # a family of mains, or the same dessert, met again in the week
    frequency_miss: int = 2_000_000  # each meal away from the frequency table: 200 euros
    vegetarian_miss: int = 2_000_000
    changed_dish: int = 300_000  # 30 euros: what is published moves for a reason only


# What a scenario leans on: the price of each goal it is about, times a fraction.
SCENARIOS: dict[str, dict[str, tuple[int, int]]] = {
    "balanced": {},
    "cheapest": {
        "lost_gram": (1, 6),
        "far_cent": (0, 1),
        "co2e_gram": (0, 1),
        "disliked_portion": (3, 10),
        "frequency_miss": (1, 10),
    },
    "most_local": {"far_cent": (20, 3)},
    "least_waste": {"lost_gram": (20, 3)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveParams:
    """Seed, work budget and scenario.

    `budget` is deterministic work, about a second per unit on a small server (two cores for a
    week, one for tours); the wall clock is only an outer stop.
    """

    seed: int = 1
    budget: float = 10.0
    scenario: str = "balanced"
