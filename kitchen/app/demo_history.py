"""The demo's past: twelve weeks of counts at every door, invented from a seed and said to be so.

What moves them is what moves a canteen: a weekday habit, more people at the end of the month, a
day of storm, the autumn holidays, one door that grows, nights that get colder. No forecast knows
any of it beforehand.
"""

import random
from datetime import date, datetime, timedelta

from sqlmodel import Session

from distribution.demand import queries, service
from distribution.demand.demo import DINNERS, FILL, SHARES
from distribution.demand.service import Tally
from distribution.partners.models import DropPoint
from distribution.partners.queries import Door, doors
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.vocabulary import Meal

WEEKS = 12
DAYS = 5
WEEKDAYS = (1.06, 1.0, 0.88, 1.04, 1.02)
HOLIDAYS = (date(2026, 10, 17), date(2026, 11, 1))  # autumn school holidays, 0.92
CLOSED = frozenset({date(2026, 11, 11)})
MONTH_END = 24  # from this day on money is short
REGULARS = 0.7  # of those who come, they come every day
GROWING = "Résidence des Dentelliers (exemple)"
GROWTH = (0.7, 1.25)  # of the usual, first week to last
EVENINGS = (0.94, 0.94, 1.0, 1.02, 1.1)  # a shelter fills towards the week's end
COLDER = (0.8, 1.02)  # dinners against the usual, as nights get colder
STORM = {Meal.LUNCH: 0.78, Meal.DINNER: 1.15}  # people stay in; a shelter fills
DINNER_SHARES = tuple(
    (diet, portions / sum(DINNERS.values())) for (diet, _), portions in DINNERS.items()
)

Came = dict[str, int]


def build(
    db: Session, actor: Actor, *, monday: date, seed: int, timezone: str, at: datetime
) -> int:
    """Count every service of the twelve weeks before the demo week; return the services.

    Dinners are counted at the doors that asked for some.
    """
    first = monday - timedelta(weeks=WEEKS)
    rows = 0
    for door in doors(db):
        asked = _asked(db, door, first, monday)
        dinners = any(meal is Meal.DINNER for _, meal in asked)
        for meal in (Meal.LUNCH, Meal.DINNER) if dinners else (Meal.LUNCH,):
            past = history(door.point, first=first, seed=seed, meal=meal)
            for day, came in past.items():
                if day >= site_date(at, timezone):
                    continue
                # before the first kept order, a door asked for what had come the week before
                wanted = asked.get((day, meal)) or past.get(day - timedelta(weeks=1), came)
                service.count(
                    db,
                    actor,
                    door.point,
                    day=day,
                    meal=meal,
                    tallies=tallies(wanted, came),
                    timezone=timezone,
                    at=at,
                )
                rows += 1
    return rows


def history(
    point: DropPoint, *, first: date, seed: int, meal: Meal = Meal.LUNCH
) -> dict[date, Came]:
    """Draw who came to a door for a meal by day and diet, the same for the same seed and door."""
    evening = meal is Meal.DINNER
    rng = random.Random(  # noqa: S311 - a reproducible draw
        f"{seed} {point.name}" + " dinner" * evening
    )
    usual = sum(DINNERS.values()) if evening else point.most_meals * FILL
    shares = DINNER_SHARES if evening else SHARES
    weekdays = EVENINGS if evening else WEEKDAYS
    low, high = COLDER if evening else GROWTH if point.name == GROWING else (1.0, 1.0)
    past = {}
    for week in range(WEEKS):
        level = low + (high - low) * week / (WEEKS - 1)
        for weekday in range(DAYS):
            day = first + timedelta(weeks=week, days=weekday)
            if day in CLOSED:
                continue
            mean = usual * level * weekdays[weekday] * _outside(day, seed, meal)
            past[day] = {diet: _people(mean * share, rng) for diet, share in shares}
    return past


def _outside(day: date, seed: int, meal: Meal) -> float:
    """Return what the same day does to every door: weather, holidays, the end of the month."""
    weather = random.Random(f"{seed} {day}")  # noqa: S311 - a reproducible draw
    factor = weather.gauss(1, 0.04)
    if weather.random() < 0.05:
        factor *= STORM[meal]
    if HOLIDAYS[0] <= day <= HOLIDAYS[1]:
        factor *= 0.92
    return factor * (1.1 if day.day >= MONTH_END else 1.0)


def _people(mean: float, rng: random.Random) -> int:
    steady = int(mean * REGULARS)
    passing = mean - steady
    tries = round(passing * 4) + 1
    return steady + sum(rng.random() < passing / tries for _ in range(tries))


def _asked(db: Session, door: Door, first: date, monday: date) -> dict[tuple[date, Meal], Came]:
    """Return the meals a door asked for by day, meal and diet, where its order is kept."""
    week = queries.door_week(db, door, first, monday - timedelta(days=1))
    table: dict[tuple[date, Meal], Came] = {}
    for where, lines in week.items():
        table[where] = {}
        for line in lines:
            table[where][line.diet] = table[where].get(line.diet, 0) + line.portions
    return table


def tallies(asked: Came, came: Came) -> dict[str, Tally]:
    """Return the count of a service at which everything asked was delivered."""
    found = {}
    for diet in sorted(asked.keys() | came.keys()):
        wanted, eaters = asked.get(diet, 0), came.get(diet, 0)
        if wanted or eaters:
            found[diet] = Tally(
                asked=wanted,
                delivered=wanted,
                left_over=max(0, wanted - eaters),
                turned_away=max(0, eaters - wanted),
            )
    return found
