"""Says why a stop is left."""

from planning.reasons import Reason, reason
from planning.tours.arrays import FORBIDDEN, Day
from planning.tours.plan import Unserved
from planning.tours.problem import Problem, Stop
from planning.week.plan import note


def unserved(problem: Problem, day: Day, left: list[int]) -> tuple[Unserved, ...]:
    """List the stops left, in the order of the problem."""
    return tuple(
        Unserved(stop=problem.stops[stop].code, why=note(_why(problem.stops[stop], day, stop)))
        for stop in left
    )


def _why(stop: Stop, day: Day, index: int) -> Reason:
    if not stop.openings:
        return reason("tour.closed", stop=stop.code)
    if (day.extra[index] == FORBIDDEN).all():
        return reason("tour.no_van", stop=stop.code)
    return reason("tour.no_place", stop=stop.code)
