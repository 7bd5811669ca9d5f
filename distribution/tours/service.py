"""Commands on tours: add a van, take a checked plan, confirm a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, delete

from distribution.tours import queries
from distribution.tours.models import Stop, TourDay, Unserved, Vehicle
from distribution.tours.snapshot import BOXES, MEALS, count
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import Conflict
from kitchen.core.i18n import N_
from planning.tours import check as verifier
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.validate import write_plan, write_problem


class BrokenTours(Conflict):
    """The verifier refused a plan: it is never saved."""

    code = "tours.broken"
    message = N_("The computed tours break a rule and were not saved: %(reasons)s.")


class AlreadyConfirmed(Conflict):
    """Confirmed tours are printed and on the road."""

    code = "tours.already_confirmed"
    message = N_("The tours of this day are confirmed.\nReopen the day before changing them.")


@dataclass(frozen=True, slots=True)
class Planned:
    """A day that was planned, if anyone asked for meals, and what the coordinator should know."""

    row: TourDay | None
    notice: str = ""


def add_vehicle(
    db: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    boxes: int,
    refrigerated: bool,
    driver: str,
    start_minute: int,
    end_minute: int,
    at: datetime,
) -> Vehicle:
    """Add a van and its driver's shift."""
    allow(actor, "tour.plan")
    van = Vehicle(
        code=code,
        name=name,
        boxes=boxes,
        refrigerated=refrigerated,
        driver=driver,
        start_minute=start_minute,
        end_minute=end_minute,
    )
    db.add(van)
    db.flush()
    audit(db, actor, "tour.vehicle_added", van.id, at=at, vehicle=code)
    return van


def take_plan(
    db: Session, actor: Actor, *, day: date, problem: Problem, plan: TourPlan, at: datetime
) -> TourDay:
    """Save a day's tours, once the verifier finds nothing; replaces what was there.

    Raises:
        BrokenTours: When a rule is broken.
        AlreadyConfirmed: When the day is confirmed.
    """
    allow(actor, "tour.plan")
    wrong = verifier.check(problem, plan)
    if wrong:
        raise BrokenTours(reasons="; ".join(str(one) for one in wrong))
    row = queries.tour_day(db, day)
    if row is not None and row.confirmed_at is not None:
        raise AlreadyConfirmed
    if row is None:
        row = TourDay(day=day, version=0, problem="", plan="", made_at=at)
    row.version += 1
    row.problem, row.plan, row.made_at = write_problem(problem), write_plan(plan), at
    row.answers = None
    db.add(row)
    db.flush()
    db.exec(delete(Stop).where(col(Stop.tour_day_id) == row.id))
    db.exec(delete(Unserved).where(col(Unserved.tour_day_id) == row.id))
    _write(db, row.id, problem, plan)
    audit(db, actor, "tour.planned", row.id, at=at, day=str(day), tours=len(plan.tours))
    return row


def _write(db: Session, day_id: UUID, problem: Problem, plan: TourPlan) -> None:
    points = queries.points_by_code(db)
    vans = {van.code: van for van in queries.vehicles(db)}
    asked = {stop.code: stop for stop in problem.stops}
    for code, van in vans.items():
        # a van's second trip goes on counting
        visits = [visit for tour in plan.tours if tour.vehicle == code for visit in tour.visits]
        for sequence, visit in enumerate(visits, start=1):
            db.add(
                Stop(
                    tour_day_id=day_id,
                    vehicle_id=van.id,
                    sequence=sequence,
                    drop_point_id=points[visit.stop].id,
                    arrive_minute=visit.arrive,
                    leave_minute=visit.leave,
                    meals=count(asked[visit.stop].delivers, MEALS),
                    boxes=count(asked[visit.stop].delivers, BOXES),
                )
            )
    for row in plan.unserved:
        found = row.why.reason()
        db.add(
            Unserved(
                tour_day_id=day_id,
                drop_point_id=points[row.stop].id,
                meals=count(asked[row.stop].delivers, MEALS),
                code=found.code,
                facts={name: str(value) for name, value in found.facts},
            )
        )
    db.flush()


def confirm(db: Session, actor: Actor, row: TourDay, *, at: datetime) -> TourDay:
    """Confirm a day: its sheets may be printed and handed to drivers."""
    allow(actor, "tour.confirm")
    row.confirmed_at = at
    db.add(row)
    audit(db, actor, "tour.confirmed", row.id, at=at, day=str(row.day))
    return row


def reopen(db: Session, actor: Actor, row: TourDay, *, at: datetime) -> TourDay:
    """Reopen a confirmed day; the printed sheets are void."""
    allow(actor, "tour.confirm")
    row.confirmed_at = None
    db.add(row)
    audit(db, actor, "tour.reopened", row.id, at=at, day=str(row.day))
    return row


def hand_over(
    db: Session, actor: Actor, stop: Stop, *, temperature_tenths: int, outcome: str, at: datetime
) -> Stop:
    """Note a hand-over: its time, the food's temperature, and how it went."""
    allow(actor, "tour.drive")
    stop.done_at = at
    stop.temperature_tenths = temperature_tenths
    stop.outcome = outcome
    db.add(stop)
    audit(db, actor, "tour.handed_over", stop.id, at=at, temperature_tenths=temperature_tenths)
    return stop
