"""A new plan of a changed day that touches as little as possible."""

from planning.params import SolveParams
from planning.tours.change import in_force
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.seal import sealed
from planning.tours.solve import Stop, solve

QUICK = SolveParams(budget=1.0)


def replan(
    problem: Problem,
    plan: TourPlan,
    params: SolveParams = QUICK,
    should_stop: Stop | None = None,
) -> TourPlan:
    """Plan a changed problem from the plan in force, or from last week's.

    The search pays for every stop that changes van: `changed_cents`, or 20 euros where the problem
    says nothing. It is a price of the search, and in the plan's own only as the problem asks.
    Done stops are not in the problem (see `underway.at`).
    """
    made = solve(in_force(problem, plan), params, previous=plan, should_stop=should_stop)
    return sealed(problem, made)
