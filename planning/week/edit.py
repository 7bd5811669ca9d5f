"""A person changes dishes: what that breaks, at once, and the plan it makes, with no search.

`breaks` reads rules only; `edited` also makes batches, minutes, picks and orders again. Days whose
batches stay as they are keep their minutes.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.week.derive import COMPLETE, Derived, Menu
from planning.week.against import diets_against, menu_of, rules_against
from planning.week.plan import Plan
from planning.week.problem import Problem

CENT = 100


@dataclass(frozen=True, slots=True)
class Swap:
    """At a service, a dish taken off and the one served to the same people instead."""

    service: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit breaks; the plan it makes when it breaks no rule, and what it costs."""

    breaks: tuple[Reason, ...]
    plan: Plan | None = None
    cents: int = 0  # on the plan's scale, more than before


def breaks(problem: Problem, plan: Plan, swaps: tuple[Swap, ...]) -> tuple[Reason, ...]:
    """Return the rules that some swaps would break, all taken together."""
    facts = Derived(problem)
    found: set[Reason] = set()
    after = _swapped(plan, swaps)
    for swap in swaps:
        found |= set(_breaks(facts, plan, after, swap))
    menu = menu_of(after)
    dishes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, code in menu.items():
        dishes[key[0], key[1]].add(code)
    most = problem.rules.dishes_per_component
    found |= {
        reason("menu.too_many", service=where[0], component=where[1], found=len(served), most=most)
        for where, served in dishes.items()
        if len(served) > most and any(where[0] == swap.service for swap in swaps)
    }
    return tuple(sorted(found))


def _swapped(plan: Plan, swaps: tuple[Swap, ...]) -> Plan:
    """The plan with other dishes on its menu, and nothing else made again."""
    instead = {(swap.service, swap.old): swap.new for swap in swaps}
    return replace(
        plan,
        menu=tuple(
            replace(line, recipe=instead.get((line.service, line.recipe), line.recipe))
            for line in plan.menu
        ),
    )


def _breaks(facts: Derived, plan: Plan, after: Plan, swap: Swap) -> list[Reason]:
    moved = [
        key for key, code in menu_of(plan).items() if (key[0], code) == (swap.service, swap.old)
    ]
    if not moved:
        return [reason("plan.unknown_code", kind="recipe", value=swap.old)]
    if swap.new not in facts.recipes:
        return [reason("plan.unknown_code", kind="recipe", value=swap.new)]
    component = moved[0][1]
    wrong = reason("menu.component", component=component, recipe=swap.new, service=swap.service)
    if facts.recipes[swap.new].component not in (component, COMPLETE):
        return [wrong]
    groups = sorted({key[2] for key in moved})
    found = [
        *rules_against(facts, after, swap.service, swap.new),
        *diets_against(facts, swap.new, groups),
    ]
    if not found and any(swap.new not in facts.choices[key] for key in moved):
        # a complete dish beside a side that is not asked of the same people
        return [wrong]
    return found


def edited(problem: Problem, plan: Plan, swaps: tuple[Swap, ...]) -> Edit:
    """Serve other dishes in place of some, to the same people.

    The rest of the menu stays; batches, minutes, picks and orders are made again. People whom the
    day leaves no time or food for are listed among what the edit breaks.
    """
    found = breaks(problem, plan, swaps)
    if found:
        return Edit(found)
    return _made(Derived(problem), plan, menu_of(_swapped(plan, swaps)))


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
