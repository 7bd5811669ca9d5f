"""Puts a plan's prices, its notes of overtime and its problem's sum in agreement with its tours."""

import hashlib
from dataclasses import replace

from planning.tours.check import overtime, priced
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.validate import write_problem
from planning.week.plan import note


def sealed(problem: Problem, plan: TourPlan) -> TourPlan:
    """Return the plan as an answer to a problem, its tours as they are."""
    price, cents = priced(problem, plan)
    sha = hashlib.sha256(write_problem(problem).encode()).hexdigest()
    notes = [row for row in plan.notes if row.code != "tour.overtime"]
    notes += [note(one) for one in overtime(problem, plan)]
    return replace(plan, problem_sha256=sha, price=price, cost_cents=cents, notes=tuple(notes))
