"""What stands against a dish at a service: rules first, then the people who would eat it.

Read off the problem alone, without any solver: checks of a person's edits are made while they wait.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from planning.reasons import Reason, reason
from planning.week.derive import COMPLETE, NEVER, REPEATABLE, Derived, Group, Menu
from planning.week.plan import Plan
from planning.week.problem import Problem


@dataclass(frozen=True, slots=True)
class Swap:
    """At a service, a dish taken off and the one served to the same people instead."""

    service: str
    old: str
    new: str


def menu_of(plan: Plan) -> Menu:
    """Return the dish of each group of a plan."""
    return {
        (line.service, line.component, (line.diet, line.format)): line.recipe for line in plan.menu
    }


def diets_against(facts: Derived, recipe: str, groups: list[Group]) -> list[Reason]:
    """Return why groups of people cannot be given a dish: their diet, or their door."""
    found = []
    for group in groups:
        clash = sorted(facts.holds[recipe] & facts.excluded[group[0]])
        found += [reason("why_not.diet", diet=group[0], exclusion=code) for code in clash]
        if not clash and not facts.suits(recipe, group):
            found.append(reason("why_not.format", format=group[1]))
    return found


def rules_against(facts: Derived, plan: Plan, service: str, recipe: str) -> list[Reason]:
    """Return the rules that stand against a dish at a service, whoever would eat it."""
    row = facts.recipes[recipe]
    at = facts.services[service]
    found = []
    if row.days is not None and at.day not in row.days:
        found.append(reason("why_not.season"))
    if any(
        not lock.keep and (lock.service, lock.recipe) == (service, recipe)
        for lock in facts.problem.locks
    ):
        found.append(reason("why_not.banned"))
    day = facts.cook_day(row, at)
    if day is None:
        found.append(reason("why_not.no_cook_day"))
    found += [
        reason("why_not.supply", ingredient=code)
        for code in sorted(facts.needs[recipe])
        if facts.earliest.get(code, NEVER) > (at.day if day is None else day)
    ]
    if row.component in REPEATABLE:
        return found
    others = {facts.services[line.service].day for line in plan.menu if line.recipe == recipe}
    others |= {
        facts.services[row.service].day for row in facts.problem.made if row.recipe == recipe
    }
    if row.served_day is not None:
        others.add(row.served_day)
    near = [abs(at.day - day) for day in others if day != at.day]
    if near and min(near) < facts.problem.rules.repeat_days:
        found.append(reason("why_not.repeat", days=min(near)))
    return found


def breaks(problem: Problem, plan: Plan, swaps: tuple[Swap, ...]) -> tuple[Reason, ...]:
    """Return the rules that some swaps would break, all taken together."""
    facts = Derived(problem)
    found: set[Reason] = set()
    after = swapped(plan, swaps)
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


def swapped(plan: Plan, swaps: tuple[Swap, ...]) -> Plan:
    """Return the plan with other dishes on its menu, and nothing else made again."""
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
    if not found and any(swap.new not in facts.choices.get(key, ()) for key in moved):
        # a complete dish beside a side that is not asked of the same people
        return [wrong]
    return found
