"""Turns a day's orders, doors and vans into a planning problem."""

from datetime import date

from sqlmodel import Session

from distribution.demand import queries as demand
from distribution.partners.queries import doors
from distribution.tours import queries
from planning.tours.problem import Opening, Place, Problem, Vehicle
from planning.tours.problem import Stop as PlannedStop

KITCHEN = Place(code="kitchen", lat_microdeg=50_949_600, lon_microdeg=1_858_900)
MEALS_PER_BOX = 12
LONGEST_MINUTES = 150  # chilled at +3 °C in an insulated box, with margin (H-44)


def boxes_for(meals: int) -> int:
    """Insulated boxes for so many meals."""
    return -(-meals // MEALS_PER_BOX)


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
                meals=meals[door.point.code],
                boxes=boxes_for(meals[door.point.code]),
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
                boxes=van.boxes,
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
