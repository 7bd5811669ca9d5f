"""Reads tour problems and plans strictly, and refuses what is inconsistent, entry by entry."""

from planning.jsonform import dump, load, schema
from planning.reasons import Reason
from planning.tours.consistency import inconsistencies
from planning.tours.plan import FORMAT as PLAN_FORMAT
from planning.tours.plan import VERSION as PLAN_VERSION
from planning.tours.plan import TourPlan
from planning.tours.problem import FORMAT, VERSION, Problem


def read_problem(data: bytes) -> tuple[Problem | None, list[Reason]]:
    """Read a problem from JSON; None when anything in it is wrong, and everything that is."""
    problem, wrong = load(Problem, data, name=FORMAT, version=VERSION)
    if problem is None:
        return None, wrong
    wrong = validate(problem)
    return (None if wrong else problem), wrong


def write_problem(problem: Problem) -> str:
    """Write a problem as canonical JSON."""
    return dump(problem, name=FORMAT, version=VERSION)


def read_plan(data: bytes) -> tuple[TourPlan | None, list[Reason]]:
    """Read a plan from JSON; None when its form is wrong."""
    return load(TourPlan, data, name=PLAN_FORMAT, version=PLAN_VERSION)


def write_plan(plan: TourPlan) -> str:
    """Write a plan as canonical JSON."""
    return dump(plan, name=PLAN_FORMAT, version=PLAN_VERSION)


def problem_schema() -> dict[str, object]:
    """Return the JSON Schema of `tablee/tour-problem`."""
    return schema(Problem, name=FORMAT, version=VERSION)


def plan_schema() -> dict[str, object]:
    """Return the JSON Schema of `tablee/tour-plan`."""
    return schema(TourPlan, name=PLAN_FORMAT, version=PLAN_VERSION)


def validate(problem: Problem) -> list[Reason]:
    """Return every inconsistency of a problem; an empty list means it can be solved."""
    return sorted(set(inconsistencies(problem)))
