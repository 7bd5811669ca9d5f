"""Puts a plan's prices, its notes of overtime and its problem's sum in agreement with its tours."""

from dataclasses import replace

from planning import jsonform
from planning.tours.check import overtime, priced
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.week.plan import note


def sealed(problem: Problem, plan: TourPlan) -> TourPlan:
    """Return the plan as an answer to a problem, its tours as they are."""
    price, cents = priced(problem, plan)
    notes = [row for row in plan.notes if row.code != "tour.overtime"]
    notes += [note(one) for one in overtime(problem, plan)]
    return replace(
        plan,
        problem_sha256=jsonform.digest(problem),
        price=price,
        cost_cents=cents,
        notes=tuple(notes),
    )
