"""Reads tour problems and plans strictly, and refuses what is inconsistent, entry by entry."""

from collections.abc import Iterator

from planning.jsonform import dump, duplicates, load, schema
from planning.reasons import Reason, reason
from planning.tours.plan import FORMAT as PLAN_FORMAT
from planning.tours.plan import VERSION as PLAN_VERSION
from planning.tours.plan import TourPlan
from planning.tours.problem import FORMAT, VERSION, Problem

LAST_MINUTE = 2880


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
    return sorted({*_codes(problem), *_references(problem), *_times(problem), *_loads(problem)})


def _codes(problem: Problem) -> Iterator[Reason]:
    for where in ("places", "stops", "vehicles"):
        yield from duplicates(where, [row.code for row in getattr(problem, where)])


def _references(problem: Problem) -> Iterator[Reason]:
    places = {row.code for row in problem.places}
    vans = {row.code for row in problem.vehicles}
    named = [("kitchen", "place", problem.kitchen, places)]
    for stop in problem.stops:
        named.append((f"stops[{stop.code}].place", "place", stop.place, places))
        named += [(f"stops[{stop.code}]", "vehicle", van, vans) for van in stop.vehicles]
    for index, leg in enumerate(problem.legs):
        for end in (leg.origin, leg.destination):
            named.append((f"legs[{index}]", "place", end, places))
    for where, kind, value, known in named:
        if value not in known:
            yield reason("input.unknown_code", where=where, kind=kind, value=value)


def _times(problem: Problem) -> Iterator[Reason]:
    windows = [
        *((f"vehicles[{row.code}]", row.start, row.end) for row in problem.vehicles),
        *(
            (f"stops[{stop.code}].openings[{index}]", row.start, row.end)
            for stop in problem.stops
            for index, row in enumerate(stop.openings)
        ),
    ]
    for where, start, end in windows:
        if end <= start or end > LAST_MINUTE:
            yield reason("input.window", where=where, start=start, end=end)
    if problem.roads.metres_per_minute < 1:
        where = "roads.metres_per_minute"
        yield reason("input.range", where=where, found=0, least=1, most=3000)


def _loads(problem: Problem) -> Iterator[Reason]:
    for stop in problem.stops:
        allowed = [
            van.boxes for van in problem.vehicles if not stop.vehicles or van.code in stop.vehicles
        ]
        most = max(allowed, default=0)
        if stop.boxes > most:
            yield reason(
                "input.too_large", where=f"stops[{stop.code}].boxes", found=stop.boxes, most=most
            )
