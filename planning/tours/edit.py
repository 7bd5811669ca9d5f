"""A person moves a stop: the tours that makes, and what it breaks, at once, with no search."""

from dataclasses import dataclass, replace

from planning.reasons import Reason, reason
from planning.tours.check import check
from planning.tours.plan import Tour, TourPlan, Unserved
from planning.tours.problem import Problem, Vehicle
from planning.tours.seal import sealed
from planning.tours.times import timed
from planning.week.plan import note

CENT = 1000


@dataclass(frozen=True, slots=True)
class Edit:
    """The day after an edit, what it breaks, and what it costs more than before."""

    problem: Problem
    plan: TourPlan
    breaks: tuple[Reason, ...]
    cents: int


def moved(
    problem: Problem, plan: TourPlan, stop: str, vehicle: str, position: int, trip: int = 1
) -> Edit:
    """Put a stop in a van's tour, before the visit now at a position from 0, and lock it there.

    A trip that the van does not drive yet is added. The rest keeps its order; times follow.
    """
    routes = _routes(plan)
    _take_out(routes, stop)
    own = routes.setdefault((vehicle, trip), [])
    own.insert(max(0, min(position, len(own))), stop)
    return _made(locked(problem, stop, vehicle), plan, routes, left=None)


def dropped(problem: Problem, plan: TourPlan, stop: str) -> Edit:
    """Take a stop off: it is listed as left by hand."""
    routes = _routes(plan)
    _take_out(routes, stop)
    return _made(problem, plan, routes, left=stop)


def locked(problem: Problem, stop: str, vehicle: str) -> Problem:
    """Choose a stop's van by hand; without a van, lift the choice."""
    stops = [replace(row, locked=vehicle) if row.code == stop else row for row in problem.stops]
    return replace(problem, stops=tuple(stops))


Routes = dict[tuple[str, int], list[str]]


def _routes(plan: TourPlan) -> Routes:
    return {(tour.vehicle, tour.trip): [visit.stop for visit in tour.visits] for tour in plan.tours}


def _take_out(routes: Routes, stop: str) -> None:
    for visits in routes.values():
        if stop in visits:
            visits.remove(stop)


def _made(problem: Problem, plan: TourPlan, routes: Routes, *, left: str | None) -> Edit:
    tours: list[Tour] = []
    for van in problem.vehicles:
        own = [tour for tour in plan.tours if tour.vehicle == van.code]
        tours += _retimed(problem, van, own, routes)
    served = {visit.stop for tour in tours for visit in tour.visits}
    unserved = [row for row in plan.unserved if row.stop not in {*served, left}]
    if left:
        unserved.append(Unserved(stop=left, why=note(reason("tour.by_hand", stop=left))))
    made = sealed(problem, replace(plan, tours=tuple(tours), unserved=tuple(unserved)))
    breaks = check(problem, made)
    if left and any(row.code == left and row.required for row in problem.stops):
        breaks.append(reason("tour.by_hand", stop=left))
    return Edit(problem, made, tuple(breaks), (made.price - plan.price) // CENT)


def _retimed(problem: Problem, van: Vehicle, own: list[Tour], routes: Routes) -> list[Tour]:
    """Time a van's tours again when the edit touches them; the others keep their hours."""
    trips = [visits for key, visits in sorted(routes.items()) if key[0] == van.code]
    if trips == [[visit.stop for visit in tour.visits] for tour in own]:
        return own
    kept = [visits for visits in trips if visits]
    if van.underway and not trips[0]:
        kept.insert(0, [])  # it is on the road, and comes back
    return timed(problem, van, kept)
