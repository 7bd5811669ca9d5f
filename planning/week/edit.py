"""A person changes a dish: what that breaks, and the plan it makes, at once, with no search."""

from dataclasses import dataclass

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.week.derive import COMPLETE, Derived, Menu
from planning.week.explain import menu_of, why_not
from planning.week.plan import Plan
from planning.week.problem import Problem

CENT = 100


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit breaks; the plan it makes when it breaks no rule, and what it costs."""

    breaks: tuple[Reason, ...]
    plan: Plan | None = None
    cents: int = 0  # on the plan's scale, more than before


def edited(problem: Problem, plan: Plan, service: str, old: str, new: str) -> Edit:
    """Serve another dish in place of one, to the same people.

    The rest of the menu stays; batches, minutes, picks and orders are made again. People whom the
    day leaves no time or food for are listed among what the edit breaks.
    """
    facts = Derived(problem)
    menu = menu_of(plan)
    moved = [key for key, code in menu.items() if (key[0], code) == (service, old)]
    if not moved:
        return Edit((reason("plan.unknown_code", kind="recipe", value=old),))
    component = moved[0][1]
    if facts.recipes[new].component not in (component, COMPLETE):
        return Edit((reason("menu.component", component=component, recipe=new, service=service),))
    against = why_not(problem, plan, service, component, new)
    eaters = {key[2][0] for key in moved}
    breaks = [
        one
        for one in against
        if one.code not in COSTS and (one.code != DIET or one.fact("diet") in eaters)
    ]
    unfit = [key for key in moved if new not in facts.choices[key]]
    if unfit and not breaks:
        # a complete dish beside a side that is not asked of the same people
        breaks = [reason("menu.component", component=component, recipe=new, service=service)]
    if breaks:
        return Edit(tuple(sorted(set(breaks))))
    return _made(facts, plan, menu | dict.fromkeys(moved, new))


DIET = "why_not.diet"
COSTS = ("why_not.dearer", "why_not.capacity")


def _made(facts: Derived, plan: Plan, menu: Menu) -> Edit:
    from planning.week.solve import Search, finish  # noqa: PLC0415 - cold import: OR-Tools

    search = Search(facts, SolveParams(seed=plan.seed, scenario=plan.scenario), bound=plan.bound)
    made = finish(search, menu)
    before = {(row.service, row.component, row.diet, row.size) for row in plan.shortages}
    short = [
        reason(
            "demand.short",
            component=row.component,
            diet=row.diet,
            portions=row.portions,
            service=row.service,
        )
        for row in made.shortages
        if (row.service, row.component, row.diet, row.size) not in before
    ]
    return Edit(tuple(sorted(short)), made, (made.objective - plan.objective) // CENT)
