"""Turns a day's orders, doors and vans into a planning problem."""

from datetime import date

from sqlmodel import Session

from distribution.demand import queries as demand
from distribution.partners.queries import doors
from distribution.tours import queries
from planning.tours.problem import Amount, Opening, Place, Problem, Vehicle
from planning.tours.problem import Stop as PlannedStop

KITCHEN_LAT, KITCHEN_LON = 50_949_600, 1_858_900  # millionths of a degree
KITCHEN = Place(code="kitchen", lat_microdeg=KITCHEN_LAT, lon_microdeg=KITCHEN_LON)
MEALS_PER_BOX = 12
MEALS, BOXES = "meals", "boxes"  # kinds of load
LONGEST_MINUTES = 150  # chilled at +3 °C in an insulated box, with margin (H-44)


def boxes_for(meals: int) -> int:
    """Insulated boxes for so many meals."""
    return -(-meals // MEALS_PER_BOX)


def count(load: tuple[Amount, ...], kind: str) -> int:
    """Return how many of one kind a load holds."""
    return sum(row.count for row in load if row.kind == kind)


def _load(meals: int) -> tuple[Amount, ...]:
    return (Amount(kind=BOXES, count=boxes_for(meals)), Amount(kind=MEALS, count=meals))


def tour_problem(db: Session, day: date, *, ready_minute: int) -> Problem:
    """Read a day's tours as a planning problem, doors in code order."""
    meals = demand.meals_by_door(db, day)
    asked = [door for door in doors(db) if meals.get(door.point.code)]
    return Problem(
        date=day.isoformat(),
        kitchen=KITCHEN.code,
        places=(
            KITCHEN,
            *(
                Place(
                    code=door.point.code,
                    lat_microdeg=door.point.lat_microdeg,
                    lon_microdeg=door.point.lon_microdeg,
                )
                for door in asked
            ),
        ),
        stops=tuple(
            PlannedStop(
                code=door.point.code,
                place=door.point.code,
                delivers=_load(meals[door.point.code]),
                chilled=True,
                openings=tuple(
                    Opening(start=start, end=end) for start, end in door.on(day.weekday())
                ),
                service_minutes=door.point.service_minutes,
            )
            for door in asked
        ),
        vehicles=tuple(
            Vehicle(
                code=van.code,
                holds=(Amount(kind=BOXES, count=van.boxes),),
                start=van.start_minute,
                end=van.end_minute,
                cents_per_km=van.cents_per_km,
                refrigerated=van.refrigerated,
            )
            for van in queries.vehicles(db)
        ),
        ready_minute=ready_minute,
        longest_minutes=LONGEST_MINUTES,
    )
