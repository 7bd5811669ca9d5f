"""Small days written by hand: a kitchen, three doors in a line to the east, one van.

Each door is 5 minutes from the next (legs are given, so the hours can be read off), hand-overs
take 10 minutes, loading 15; the van leaves the kitchen at 9:15 when nothing else is asked.
"""

from typing import Any

from planning.params import SolveParams
from planning.tours.check import check
from planning.tours.plan import TourPlan
from planning.tours.problem import Amount, Leg, Opening, Place, Problem, Stop, Vehicle
from planning.tours.seal import sealed
from planning.tours.solve import solve
from planning.tours.times import timed

QUICK = SolveParams(budget=0.02)
ROW = ("kitchen", "a", "b", "c")


def opening(start: int, end: int) -> tuple[Opening, ...]:
    return (Opening(start=start, end=end),)


def boxes(count: int) -> tuple[Amount, ...]:
    return (Amount(kind="boxes", count=count),)


def stop(code: str, **more: Any) -> Stop:
    """A door that takes two boxes from 9:00 to 12:00."""
    facts: dict[str, Any] = {
        "place": code,
        "openings": opening(540, 720),
        "delivers": boxes(2),
        "service_minutes": 10,
    }
    return Stop(code=code, **(facts | more))


def van(code: str = "van", **more: Any) -> Vehicle:
    """A van for eight boxes from 9:00 to 13:00."""
    facts: dict[str, Any] = {"start": 540, "end": 780, "holds": boxes(8)}
    return Vehicle(code=code, **(facts | more))


def legs(places: tuple[str, ...]) -> tuple[Leg, ...]:
    return tuple(
        Leg(origin=one, destination=other, metres=3000 * abs(i - j), minutes=5 * abs(i - j))
        for i, one in enumerate(places)
        for j, other in enumerate(places)
        if i != j
    )


def day(*stops: Stop, **more: Any) -> Problem:
    """The doors a, b and c, or those given."""
    facts: dict[str, Any] = {
        "date": "2026-11-26",
        "kitchen": "kitchen",
        "places": tuple(Place(code=code) for code in ROW),
        "legs": legs(ROW),
        "stops": stops or (stop("a"), stop("b"), stop("c")),
        "vehicles": (van(),),
    }
    return Problem(**(facts | more))


def plan_of(problem: Problem, *routes: tuple[str, list[list[str]]]) -> TourPlan:
    """Time and price given routes (van, stops of each trip), whether or not they hold the rules."""
    vans = {row.code: row for row in problem.vehicles}
    tours = tuple(tour for code, trips in routes for tour in timed(problem, vans[code], trips))
    plan = TourPlan(
        problem_sha256="",
        seed=1,
        status="feasible",
        price=0,
        cost_cents=0,
        work=0,
        tours=tours,
        unserved=(),
    )
    return sealed(problem, plan)


def found(problem: Problem, plan: TourPlan) -> set[str]:
    """Return the codes the verifier finds."""
    return {one.code for one in check(problem, plan)}


def solved(problem: Problem, **more: Any) -> TourPlan:
    """Plan a small day, and have it verified."""
    plan = solve(problem, QUICK, **more)
    assert check(problem, plan) == []
    return plan


def served(plan: TourPlan) -> set[str]:
    return {visit.stop for tour in plan.tours for visit in tour.visits}


INSTANCE = """TINY1

VEHICLE
NUMBER     CAPACITY
  2          20

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0       0       0        0          0       200          0
    1       3       4       10          0       100         10
    2       7       7       10         20       120         10
    3      -5       1       10          0       100         10
"""
