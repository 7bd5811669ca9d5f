"""A person changes dishes: the plan that makes, at once, with no search.

Rules are read first (`against.breaks`); then batches, minutes, picks and orders are made again.
Days whose batches stay as they are keep their minutes.
"""

from collections import defaultdict
from dataclasses import dataclass

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.week.against import Swap, breaks, menu_of, swapped
from planning.week.derive import Derived, Menu
from planning.week.plan import Plan
from planning.week.problem import Problem

CENT = 100


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit breaks; the plan it makes when it breaks no rule, and what it costs."""

    breaks: tuple[Reason, ...]
    plan: Plan | None = None
    cents: int = 0  # on the plan's scale, more than before


def edited(problem: Problem, plan: Plan, swaps: tuple[Swap, ...]) -> Edit:
    """Serve other dishes in place of some, to the same people.

    The rest of the menu stays; batches, minutes, picks and orders are made again. People whom the
    day leaves no time or food for are listed among what the edit breaks.
    """
    found = breaks(problem, plan, swaps)
    if found:
        return Edit(found)
    return _made(Derived(problem), plan, menu_of(swapped(plan, swaps)))


def _made(facts: Derived, plan: Plan, menu: Menu) -> Edit:
    from planning.week.solve import Search, finish, jobs_of  # noqa: PLC0415 - cold import: OR-Tools

    search = Search(facts, SolveParams(seed=plan.seed, scenario=plan.scenario), bound=plan.bound)
    tasks = {row.code: row.tasks for row in plan.batches}
    before = defaultdict(list)
    for job in jobs_of(facts, menu_of(plan)):
        before[job.day].append(job)
    for day, jobs in before.items():
        search.scheduled[day, tuple(jobs)] = {
            job.code: tasks[job.code] for job in jobs if job.code in tasks
        }
    made = finish(search, menu)
    fed = {(row.service, row.component, row.diet, row.size) for row in plan.shortages}
    short = [
        reason(
            "demand.short",
            component=row.component,
            diet=row.diet,
            portions=row.portions,
            service=row.service,
        )
        for row in made.shortages
        if (row.service, row.component, row.diet, row.size) not in fed
    ]
    return Edit(tuple(sorted(short)), made, (made.objective - plan.objective) // CENT)
