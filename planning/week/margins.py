"""What an hour more would be worth: the week planned again, shortly, with and without it."""

from dataclasses import replace

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.week.against import menu_of
from planning.week.plan import Plan
from planning.week.problem import Problem

HOUR = 60
BUDGET = 0.25
PLACES_TRIED = 3
CENT = 100
STAFF = "staff"


def one_more_hour(
    problem: Problem, plan: Plan, tight: list[Reason], params: SolveParams
) -> list[Reason]:
    """Return what an hour more of each tight place, or of the team, would save that day.

    The comparison is between two short searches of the same length from the same plan, so that
    what a longer search would have found anyway is not put down to the hour.
    """
    places = {
        (int(one.fact("day")), str(one.fact("kind"))) for one in tight if one.code == "tight.room"
    }
    if not places:
        return []
    short = replace(params, budget=BUDGET)
    usual = _objective(problem, plan, short)
    found = []
    for day, kind in sorted(places)[:PLACES_TRIED]:
        saved = (usual - _objective(_longer(problem, day, kind), plan, short)) // CENT
        found.append(reason("more.hour", day=day, kind=kind, cents=max(0, saved)))
    return sorted(found, key=lambda one: (-int(one.fact("cents")), one))


def _objective(problem: Problem, plan: Plan, params: SolveParams) -> int:
    from planning.week.solve import NEAR, solve  # noqa: PLC0415 - cold import: OR-Tools

    return solve(problem, params, start=menu_of(plan), warm=NEAR).objective


def _longer(problem: Problem, day: int, kind: str) -> Problem:
    """The problem with the last window of a kind, or the last shift, ending an hour later."""
    if kind == STAFF:
        last = max((row.end for row in problem.shifts if row.day == day), default=0)
        return replace(
            problem,
            shifts=tuple(
                replace(row, end=row.end + HOUR) if (row.day, row.end) == (day, last) else row
                for row in problem.shifts
            ),
        )
    return replace(
        problem,
        stations=tuple(
            replace(
                row,
                windows=tuple(
                    replace(w, end=w.end + HOUR) if w.day == day else w for w in row.windows
                ),
            )
            if row.kind == kind
            else row
            for row in problem.stations
        ),
    )
