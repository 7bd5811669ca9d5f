"""Puts a plan's prices, and the sum of the problem it answers, in agreement with its tours."""

import hashlib
from dataclasses import replace

from planning.tours.check import priced
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.validate import write_problem


def sealed(problem: Problem, plan: TourPlan) -> TourPlan:
    """Return the plan as an answer to a problem, its tours as they are."""
    price, cents = priced(problem, plan)
    sha = hashlib.sha256(write_problem(problem).encode()).hexdigest()
    return replace(plan, problem_sha256=sha, price=price, cost_cents=cents)
