"""A small demand and two offers, for the kitchen's own catalogue, machines and stock."""

from datetime import UTC, date, datetime, timedelta

from kitchen.core.actor import system
from kitchen.core.vocabulary import Meal, SizeClass
from kitchen.week.snapshot import Asked, Coming, Settled, freeze

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
BOSS = system("tests")
DIETS = (("standard", 24), ("vegetarian", 6), ("no_gluten", 2))


def asked():
    return [
        Asked(MONDAY + timedelta(days=day), Meal.LUNCH, "D-1", diet, SizeClass.STANDARD, count)
        for day in range(5)
        for diet, count in DIETS
    ]


def coming():
    return [
        Coming(
            code="O-0001",
            kind="offer",
            ingredient_code="poireau",
            grams=40_000,
            first_date=MONDAY - timedelta(days=3),
            use_by=None,
            price_cents_per_kg=140,
            least_grams=5_000,
            pack_grams=5_000,
            local=True,
            committed=False,
            value_cents_per_kg=140,
        ),
        Coming(
            code="O-0002",
            kind="offer",
            ingredient_code="poireau",
            grams=10_000,
            first_date=MONDAY + timedelta(days=30),
            use_by=None,
            price_cents_per_kg=140,
            least_grams=0,
            pack_grams=1_000,
            local=True,
            committed=False,
            value_cents_per_kg=140,
        ),
    ]


def frozen(db, locks=(), done=None):
    return freeze(
        db,
        monday=MONDAY,
        today=NOW.date(),
        asked=asked(),
        coming=coming(),
        done=done or Settled(locks=tuple(locks)),
    )
