"""Reads of vans and tours."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from distribution.partners.models import DropPoint
from distribution.partners.queries import Door, doors
from distribution.tours.models import Stop, TourDay, Unserved, Vehicle
from planning.tours.plan import TourPlan


def vehicles(db: Session) -> list[Vehicle]:
    """Return the vans in use, by code."""
    query = select(Vehicle).where(col(Vehicle.active).is_(True)).order_by(Vehicle.code)
    return list(db.exec(query))


def points_by_code(db: Session) -> dict[str, DropPoint]:
    """Return every door by code."""
    return {row.code: row for row in db.exec(select(DropPoint))}


def tour_day(db: Session, day: date) -> TourDay | None:
    """Return the tours of a day, when they were computed."""
    return db.exec(select(TourDay).where(TourDay.day == day)).one_or_none()


def tour_days(db: Session, first: date, last: date) -> dict[date, TourDay]:
    """Return the computed days between two days."""
    rows = db.exec(select(TourDay).where(TourDay.day >= first, TourDay.day <= last))
    return {row.day: row for row in rows}


def unanswered(db: Session) -> TourDay | None:
    """Return the day planned last whose plan nobody explained yet."""
    query = select(TourDay).where(col(TourDay.answers).is_(None))
    return db.exec(query.order_by(col(TourDay.made_at).desc(), col(TourDay.day))).first()


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop with its door."""

    stop: Stop
    door: Door


@dataclass(frozen=True, slots=True)
class Lane:
    """A van's day."""

    vehicle: Vehicle
    visits: tuple[Visit, ...]

    @property
    def boxes(self) -> int:
        """Boxes on board at departure."""
        return sum(visit.stop.boxes for visit in self.visits)

    @property
    def meals(self) -> int:
        """Meals on board at departure."""
        return sum(visit.stop.meals for visit in self.visits)


@dataclass(frozen=True, slots=True)
class Outing:
    """What a van's tours of a day come to."""

    depart: int
    back: int
    metres: int
    longest: int  # minutes from leaving to any hand-over


def outings(plan: TourPlan) -> dict[str, Outing]:
    """Return each van's day: a second trip ends it later."""
    found: dict[str, Outing] = {}
    for tour in plan.tours:
        before = found.get(tour.vehicle, Outing(tour.depart, tour.back, 0, 0))
        held = [visit.begin - tour.depart for visit in tour.visits]
        found[tour.vehicle] = Outing(
            before.depart, tour.back, before.metres + tour.metres, max([before.longest, *held])
        )
    return found


def lanes(db: Session, row: TourDay) -> list[Lane]:
    """Return each van's stops in order."""
    by_point = {door.point.id: door for door in doors(db)}
    found: dict[UUID, list[Visit]] = defaultdict(list)
    for stop in db.exec(
        select(Stop).where(Stop.tour_day_id == row.id).order_by(col(Stop.sequence))
    ):
        if stop.drop_point_id in by_point:
            found[stop.vehicle_id].append(Visit(stop, by_point[stop.drop_point_id]))
    return [Lane(van, tuple(found[van.id])) for van in vehicles(db)]


def unserved(db: Session, row: TourDay) -> list[tuple[Unserved, Door]]:
    """Return the doors no van reaches, with the reason."""
    by_point = {door.point.id: door for door in doors(db)}
    rows = db.exec(select(Unserved).where(Unserved.tour_day_id == row.id))
    return [(one, by_point[one.drop_point_id]) for one in rows if one.drop_point_id in by_point]


def stop_by_id(db: Session, stop_id: UUID) -> Stop | None:
    """Return one stop."""
    return db.get(Stop, stop_id)
