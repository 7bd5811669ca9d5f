"""A new plan of a changed day that touches as little as possible."""

from planning.params import SolveParams
from planning.tours.change import in_force
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.solve import solve

QUICK = SolveParams(budget=1.0)


def replan(
    problem: Problem, plan: TourPlan, params: SolveParams = QUICK
) -> tuple[Problem, TourPlan]:
    """Plan a changed problem from the plan in force; returns the problem that the plan answers.

    A stop that changes van costs `changed_cents` (20 euros when the problem says nothing), so it
    moves for a reason only; done stops are not in the problem (see `underway.at`).
    """
    wanted = in_force(problem, plan)
    return wanted, solve(wanted, params, previous=plan)
