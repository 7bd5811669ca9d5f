"""What may change under a plan, and what a new plan changes.

Each change makes a new problem; `in_force` puts a price on every stop that changes van; `diff`
tells two plans apart, line by line.
"""

from dataclasses import replace

from planning.reasons import Reason, reason
from planning.tours.arrays import allowed
from planning.tours.plan import TourPlan
from planning.tours.problem import Opening, Place, Problem, Stop

CHANGED_CENTS = 2000  # 20 euros: a driver's list changes for a reason only


def in_force(problem: Problem, plan: TourPlan) -> Problem:
    """Return the problem with each stop's van of a plan as the one it had before.

    A stop that may no longer be on that van, or be served when it was, had none: it has changed.
    """
    vans = {van.code: van for van in problem.vehicles}
    had = {visit.stop: (tour.vehicle, visit.begin) for tour in plan.tours for visit in tour.visits}

    def before(stop: Stop) -> str:
        code, begin = had.get(stop.code, ("", 0))
        still = any(row.start <= begin <= row.end for row in stop.openings)
        return code if code in vans and still and allowed(stop, vans[code]) else ""

    return replace(
        problem,
        stops=tuple(replace(stop, before=before(stop)) for stop in problem.stops),
        changed_cents=problem.changed_cents or CHANGED_CENTS,
    )


def with_stop(problem: Problem, stop: Stop, *places: Place) -> Problem:
    """Add a stop, or change what is known of it, with the places it needs."""
    known = {row.code for row in places}
    return replace(
        problem,
        places=(*(row for row in problem.places if row.code not in known), *places),
        stops=(*(row for row in problem.stops if row.code != stop.code), stop),
    )


def without_stop(problem: Problem, code: str) -> Problem:
    """Take off a stop that was refused; what a van carries for it stays aboard unnamed."""
    vans = [
        replace(
            van,
            underway=replace(
                van.underway, aboard=tuple(one for one in van.underway.aboard if one != code)
            ),
        )
        if van.underway
        else van
        for van in problem.vehicles
    ]
    stops = tuple(row for row in problem.stops if row.code != code)
    return replace(problem, stops=stops, vehicles=tuple(vans))


def with_openings(problem: Problem, code: str, openings: tuple[Opening, ...]) -> Problem:
    """Move the windows of a stop."""
    stops = [replace(row, openings=openings) if row.code == code else row for row in problem.stops]
    return replace(problem, stops=tuple(stops))


def without_van(problem: Problem, code: str) -> Problem:
    """Lose a van; a stop chosen for it alone may go to any other.

    What it carried is loaded again at the kitchen.
    """
    stops = [
        replace(
            stop,
            locked="" if stop.locked == code else stop.locked,
            prefers="" if stop.prefers == code else stop.prefers,
            vehicles=tuple(van for van in stop.vehicles if van != code),
        )
        for stop in problem.stops
    ]
    vans = tuple(row for row in problem.vehicles if row.code != code)
    return replace(problem, stops=tuple(stops), vehicles=vans)


def diff(before: TourPlan, after: TourPlan, done: frozenset[str] = frozenset()) -> list[Reason]:
    """Return how the second plan differs from the first; stops already done are left out."""
    old, new = _visits(before), _visits(after)
    known = {row.stop for row in after.unserved} | set(new)
    changes = []
    for stop in sorted(set(old) | set(new)):
        if stop in done:
            continue
        if stop not in new:
            changes.append(
                reason("tour.diff_left" if stop in known else "tour.diff_gone", stop=stop)
            )
            continue
        vehicle, minute = new[stop]
        if stop not in old:
            changes.append(reason("tour.diff_served", minute=minute, stop=stop, vehicle=vehicle))
            continue
        had, was = old[stop]
        if had != vehicle:
            changes.append(reason("tour.diff_van", after=vehicle, before=had, stop=stop))
        if was != minute:
            changes.append(reason("tour.diff_time", after=minute, before=was, stop=stop))
    return [*sorted(changes), *_departures(before, after), *_costs(before, after)]


def _visits(plan: TourPlan) -> dict[str, tuple[str, int]]:
    return {visit.stop: (tour.vehicle, visit.begin) for tour in plan.tours for visit in tour.visits}


def _departures(before: TourPlan, after: TourPlan) -> list[Reason]:
    old, new = (
        {(tour.vehicle, tour.trip): tour.depart for tour in plan.tours} for plan in (before, after)
    )
    return [
        reason("tour.diff_depart", after=new[key], before=old[key], trip=key[1], vehicle=key[0])
        for key in sorted(set(old) & set(new))
        if old[key] != new[key]
    ]


def _costs(before: TourPlan, after: TourPlan) -> list[Reason]:
    if before.cost_cents == after.cost_cents:
        return []
    return [reason("tour.diff_cost", after=after.cost_cents, before=before.cost_cents)]
