"""Puts a plan's prices, and the sum of the problem it answers, in agreement with its tours."""

from dataclasses import replace

from planning import jsonform
from planning.tours.check import priced
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem


def sealed(problem: Problem, plan: TourPlan) -> TourPlan:
    """Return the plan as an answer to a problem, its tours as they are."""
    price, cents = priced(problem, plan)
    sha = jsonform.digest(problem)
    return replace(plan, problem_sha256=sha, price=price, cost_cents=cents)
