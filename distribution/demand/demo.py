"""The demo's orders: a week of 1,100 to 1,400 lunches and some dinners, four weeks before it."""

import random
from datetime import date, datetime, timedelta

from sqlmodel import Session

from distribution.demand import service
from distribution.partners.models import DropPoint
from kitchen.core.actor import Actor
from kitchen.core.vocabulary import Meal, SizeClass

# share of meals by diet; every diet appears at every service
SHARES = (
    ("standard", 0.56),
    ("no_pork", 0.21),
    ("vegetarian", 0.13),
    ("no_milk", 0.03),
    ("no_gluten", 0.02),
    ("no_nuts", 0.02),
    ("no_eggs", 0.015),
    ("no_pork_no_milk", 0.015),
)
WEEKS_BEFORE = 4
FILL = 0.32  # of what a door can take
NIGHT_SHELTER = 1  # the door whose people also have dinner there
DINNERS: service.Lines = {
    ("standard", SizeClass.STANDARD): 20,
    ("no_pork", SizeClass.STANDARD): 7,
    ("vegetarian", SizeClass.STANDARD): 3,
}
# doors that have not answered for Thursday and Friday; nor has the night shelter, for dinners
SILENT, SILENT_FROM = (3, 7, 12), 3


def build(
    db: Session,
    actor: Actor,
    points: list[DropPoint],
    *,
    monday: date,
    rng: random.Random,
    timezone: str,
    at: datetime,
) -> int:
    """Order meals for the demo week and the weeks before; return the meals of the week."""
    total = 0
    for week in range(-WEEKS_BEFORE, 1):
        for offset in range(5):
            day = monday + timedelta(weeks=week, days=offset)
            for place, point in enumerate(points):
                lines = _lines(point, rng)
                if week == 0 and offset >= SILENT_FROM and place in SILENT:
                    continue
                total += sum(lines.values()) if week == 0 else 0
                service.order(db, actor, point, day=day, lines=lines, timezone=timezone, at=at)
            if week == 0 and offset >= SILENT_FROM:
                continue
            total += sum(DINNERS.values()) if week == 0 else 0
            service.order(
                db,
                actor,
                points[NIGHT_SHELTER],
                day=day,
                meal=Meal.DINNER,
                lines=DINNERS,
                timezone=timezone,
                at=at,
            )
    return total


def _lines(point: DropPoint, rng: random.Random) -> service.Lines:
    meals = round(point.most_meals * FILL * rng.uniform(0.88, 1.12))
    lines: service.Lines = {}
    left = meals
    for diet, share in reversed(SHARES[1:]):
        count = int(meals * share + rng.random())
        if count:
            lines[diet, SizeClass.STANDARD] = min(count, left)
            left -= lines[diet, SizeClass.STANDARD]
    children = round(left * 0.25) if point.formats == ["chilled", "cold"] else 0
    if children:
        lines["standard", SizeClass.CHILD] = children
    lines["standard", SizeClass.STANDARD] = left - children
    return lines
