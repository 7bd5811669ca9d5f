"""Small problems written by hand: two days, five foods, six dishes, one cook."""

from dataclasses import replace
from typing import Any

from planning.week.problem import (
    Demand,
    Diet,
    Ingredient,
    Line,
    Lot,
    Problem,
    Recipe,
    Rules,
    Service,
    Shift,
    Station,
    Step,
    Window,
)

PREP = Step(kind="prep", fixed_minutes=10, load_minutes=30, load_portions=100)
COOK = Step(kind="kettle", fixed_minutes=10, load_minutes=40, load_portions=100, hands=0)
CHILL = Step(kind="chiller", load_minutes=120, hands=0)


def dish(code: str, component: str, *foods: str, **more: Any) -> Recipe:
    """A dish cooked ahead, 100 g of each food."""
    return Recipe(
        code=code,
        component=component,
        lines=tuple(Line(ingredient=food, milligrams=100_000) for food in foods),
        steps=(PREP, COOK, CHILL),
        portion_grams=100 * len(foods),
        **more,
    )


def two_days(**changes: Any) -> Problem:
    """A problem that anyone can solve in their head; `changes` replace whole tables."""
    problem = Problem(
        start_date="2026-11-20",
        days=3,
        exclusions=("gluten", "meat", "milk", "nuts"),
        ingredients=(
            Ingredient(code="beef", contains=("meat",), price_cents_per_kg=900, pack_grams=1000),
            Ingredient(code="carrot", price_cents_per_kg=120, pack_grams=1000),
            Ingredient(code="leek", price_cents_per_kg=200, pack_grams=1000),
            Ingredient(code="lentil", price_cents_per_kg=250, pack_grams=1000),
            Ingredient(code="pesto", unknown=("nuts",), contains=("milk",), price_cents_per_kg=800),
            Ingredient(code="wheat", contains=("gluten",), price_cents_per_kg=90, pack_grams=5000),
        ),
        recipes=(
            dish("carrot-soup", "starter", "carrot", liking=70),
            dish("leek-soup", "starter", "leek", liking=60),
            dish("beef-stew", "main", "beef", "carrot", liking=80),
            dish("dahl", "main", "lentil", "carrot", liking=60, tags=("vegetarian",)),
            dish("pesto-leeks", "main", "pesto", "leek", liking=75, tags=("vegetarian",)),
            dish("wheat-bake", "main", "wheat", "leek", liking=50, tags=("vegetarian",)),
        ),
        diets=(
            Diet(code="all"),
            Diet(code="no_nuts", excludes=("nuts",)),
            Diet(code="vegetarian", excludes=("meat",)),
        ),
        services=(
            Service(code="d1", day=1, components=("starter", "main")),
            Service(code="d2", day=2, components=("starter", "main")),
        ),
        demands=(
            Demand(service="d1", diet="all", portions=60),
            Demand(service="d1", diet="no_nuts", portions=5),
            Demand(service="d1", diet="vegetarian", portions=20),
            Demand(service="d2", diet="all", portions=50),
            Demand(service="d2", diet="vegetarian", portions=20),
        ),
        lots=(
            Lot(code="L1", ingredient="carrot", grams=4000, last_day=1),
            Lot(
                code="L2",
                ingredient="leek",
                grams=9000,
                kind="offer",
                cents_per_kg=150,
                least_grams=2000,
                pack_grams=1000,
                local=True,
            ),
        ),
        stations=tuple(
            Station(
                code=f"{kind}-1",
                kind=kind,
                windows=tuple(Window(day=day, start=420, end=900) for day in range(3)),
                capacity_grams=grams,
            )
            for kind, grams in (("prep", 0), ("kettle", 0), ("chiller", 40_000))
        ),
        shifts=tuple(Shift(day=day, start=420, end=900, heads=2) for day in range(3)),
        rules=Rules(repeat_days=2),
    )
    return replace(problem, **changes)
