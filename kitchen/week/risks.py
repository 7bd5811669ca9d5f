"""What of a plan may run short: dishes when more people come, offers that bring less."""

from dataclasses import dataclass

from kitchen.week.models import PlanRun
from kitchen.week.words import Names

RISKY_PERMILLE = 50


@dataclass(frozen=True, slots=True)
class DishRisk:
    """A dish that may run short; chances in thousandths, from seeded replays of the ranges."""

    words: str
    portions: int
    reserve: int
    short_permille: int
    safe: int
    lacking: str = ""  # the food that lacks, where it is food


@dataclass(frozen=True, slots=True)
class FoodRisk:
    """An offer that may bring less than is counted on."""

    words: str
    grams: int
    short_permille: int
    lacking_grams: int
    can_buy: bool


def dishes(run: PlanRun, names: Names) -> list[DishRisk]:
    """Return the dishes that may run short, and those with a reserve, the riskiest first."""
    found = [
        DishRisk(
            f"{names.dishes.get(row['recipe'], row['recipe'])}, {names.service(row['service'])}",
            int(row["portions"]),
            int(row.get("reserve", 0)),
            int(row["short_permille"]),
            int(row["safe_portions"]),
            names.lots.get(row.get("short_of", ""), row.get("short_of", "")),
        )
        for row in (run.answers or {}).get("risks", [])
        if int(row["short_permille"]) >= RISKY_PERMILLE or row.get("reserve")
    ]
    return sorted(found, key=lambda row: (-row.short_permille, row.words))


def offers(run: PlanRun, names: Names) -> list[FoodRisk]:
    """Return the offers that may bring too little, the riskiest first."""
    found = [
        FoodRisk(
            names.lots.get(row["lot"], row["lot"]),
            int(row["grams"]),
            int(row["short_permille"]),
            int(row["expected_short"]),
            bool(row["can_buy"]),
        )
        for row in (run.answers or {}).get("lot_risks", [])
        if int(row["short_permille"]) >= RISKY_PERMILLE
    ]
    return sorted(found, key=lambda row: (-row.short_permille, row.words))
