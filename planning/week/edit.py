"""A person changes dishes: the plan that makes, at once, with no search.

Rules are read first (`against.breaks`); then batches, minutes, picks and orders are made again.
Days whose batches stay as they are keep their minutes.
"""

from dataclasses import dataclass

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.week.against import Swap, breaks, menu_of, rules_against, swapped
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
    facts = Derived(problem)
    menu = menu_of(swapped(plan, swaps))
    return _made(facts, plan, _with_sides(facts, plan, menu, {one.service for one in swaps}))


def _with_sides(facts: Derived, plan: Plan, menu: Menu, services: set[str]) -> Menu:
    """Take the side away beside a complete dish, and find one where there is none any more.

    A side that others have that day comes first, then the best liked that no rule forbids.
    """
    made = {key: code for key, code in menu.items() if not facts.covered(menu, key)}
    for key in sorted(facts.choices):
        service, component, _ = key
        if service not in services or component != "side" or key in made:
            continue
        if facts.covered(made, key):
            continue
        beside = {code for (at, part, _), code in made.items() if (at, part) == (service, "side")}
        free = [
            code
            for code in facts.choices[key]
            if code in beside or not rules_against(facts, plan, service, code)
        ]
        if free:
            made[key] = min(
                free, key=lambda code: (code not in beside, -_liking(facts, code), code)
            )
    return made


def _liking(facts: Derived, code: str) -> int:
    return facts.recipes[code].liking


def _made(facts: Derived, plan: Plan, menu: Menu) -> Edit:
    from planning.week.finish import finish  # noqa: PLC0415 - cold import: OR-Tools
    from planning.week.lanes import Search  # noqa: PLC0415 - the same

    search = Search(facts, SolveParams(seed=plan.seed, scenario=plan.scenario))
    search.known = {row.code: row.tasks for row in plan.batches}
    made = finish(search, facts.kept_of(menu))
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
