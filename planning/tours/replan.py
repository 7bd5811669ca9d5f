"""A new plan of a changed day that touches as little as possible."""

from dataclasses import replace

from planning.params import SolveParams
from planning.reasons import reason
from planning.tours.arrays import FAR, unserved_price
from planning.tours.change import in_force
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.seal import sealed
from planning.tours.solve import Stop, solve
from planning.week.plan import note

QUICK = SolveParams(budget=1.0)
MOST_MOVED = 3  # stops that may change van: a driver's list changes for a reason only


def replan(
    problem: Problem,
    plan: TourPlan,
    params: SolveParams = QUICK,
    should_stop: Stop | None = None,
) -> TourPlan:
    """Plan a changed problem from the plan in force, or from last week's.

    At most `MOST_MOVED` stops change van, beside those that may not stay on theirs. Where a
    required stop finds no place so, the second half of the work looks further: then each stop
    that changes van costs `changed_cents`, or 20 euros where the problem says nothing, and the
    plan notes for which stop they do. It is a price of the search, and in the plan's own only as
    the problem asks. Done stops are not in the problem (see `underway.at`).
    """
    wanted, half = in_force(problem, plan), replace(params, budget=params.budget / 2)
    near = solve(wanted, half, previous=plan, should_stop=should_stop, most_moved=MOST_MOVED)
    if near.stopped != "work":
        return sealed(problem, near)
    missed = _missed(wanted, near)
    most = FAR if missed else MOST_MOVED
    made = solve(wanted, half, previous=near, should_stop=should_stop, most_moved=most)
    made = replace(made, work=near.work + made.work)
    if missed and sum(_missed(wanted, made).values()) >= sum(missed.values()):
        made = replace(near, work=made.work)
    return sealed(problem, _noted(wanted, made, missed))


def moved(wanted: Problem, plan: TourPlan) -> int:
    """Count the stops of a plan on another van than they had before."""
    before = {stop.code: stop.before for stop in wanted.stops}
    return sum(
        before[visit.stop] not in ("", tour.vehicle)
        for tour in plan.tours
        for visit in tour.visits
    )  # fmt: skip


def _missed(problem: Problem, plan: TourPlan) -> dict[str, int]:
    """Price the required stops that a plan leaves."""
    left = {row.stop for row in plan.unserved}
    return {
        stop.code: unserved_price(problem, stop)
        for stop in problem.stops
        if stop.required and stop.code in left
    }


def _noted(wanted: Problem, plan: TourPlan, missed: dict[str, int]) -> TourPlan:
    """Say for which stop more than a few others change van."""
    stops, left = moved(wanted, plan), _missed(wanted, plan)
    found = next((code for code in missed if code not in left), "")
    if stops <= MOST_MOVED or not found:
        return plan
    said = note(reason("tour.moved", most=MOST_MOVED, stop=found, stops=stops))
    return replace(plan, notes=(*plan.notes, said))
