"""What stands against a dish at a service: rules first, then the people who would eat it.

Read off the problem alone, without any solver: checks of a person's edits are made while they wait.
"""

from planning.reasons import Reason, reason
from planning.week.derive import NEVER, REPEATABLE, Derived, Group, Menu
from planning.week.plan import Plan


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
