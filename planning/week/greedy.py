"""The plain baseline: what a careful person would write on a board, dish by dish.

It serves as the start of the search, as the yardstick of every bench, and as the plan of last
resort. Service by service it takes, for each component, the dish that feeds the most people with
the food in hand, then fills the gaps of the groups left.
"""

from collections import defaultdict

from planning.week.derive import COMPLETE, REPEATABLE, Derived, Group, Menu


def greedy_menu(facts: Derived) -> Menu:
    """Choose a menu without any solver; diets that no dish suits are left out."""
    menu: Menu = {}
    last_served: dict[str, list[int]] = defaultdict(list)
    left = _supply(facts)
    for lock in facts.problem.locks:
        if lock.keep:
            last_served[lock.recipe].append(facts.services[lock.service].day)
    for service in sorted(facts.problem.services, key=lambda row: (row.day, row.code)):
        for component in service.components:
            groups = [key[2] for key in facts.portions if key[:2] == (service.code, component)]
            _fill(facts, menu, service.code, component, groups, last_served, left)
    return menu


def _supply(facts: Derived) -> dict[str, int]:
    left: dict[str, int] = defaultdict(int)
    for lot in facts.problem.lots:
        left[lot.ingredient] += lot.grams
    return left


def _fill(
    facts: Derived,
    menu: Menu,
    service: str,
    component: str,
    groups: list[Group],
    last_served: dict[str, list[int]],
    left: dict[str, int],
) -> None:
    day = facts.services[service].day
    waiting = [group for group in groups if (service, component, group) not in menu]
    locked = [lock.recipe for lock in facts.problem.locks if lock.keep and lock.service == service]
    for _ in range(facts.problem.rules.dishes_per_component):
        candidates = sorted(
            {
                code
                for group in waiting
                for code in facts.choices[service, component, group]
                if facts.recipes[code].component != COMPLETE
                and (code in locked or not _too_soon(facts, code, day, last_served))
            }
        )
        if not candidates:
            return
        best = max(
            candidates,
            key=lambda code: _worth(facts, code, (service, component), waiting, left, locked),
        )
        fed = [group for group in waiting if facts.suits(best, group)]
        for group in fed:
            menu[service, component, group] = best
        last_served[best].append(day)
        weight = sum(facts.weight((service, component, group)) for group in fed)
        for code in facts.needs[best]:
            left[code] -= facts.grams(best, code, weight)
        waiting = [group for group in waiting if group not in fed]
        if not waiting:
            return


def _too_soon(facts: Derived, code: str, day: int, last_served: dict[str, list[int]]) -> bool:
    if facts.recipes[code].component in REPEATABLE:
        return False
    return any(abs(day - other) < facts.problem.rules.repeat_days for other in last_served[code])


def _worth(
    facts: Derived,
    code: str,
    where: tuple[str, str],
    waiting: list[Group],
    left: dict[str, int],
    locked: list[str],
) -> tuple[bool, int, int, int, str]:
    fed = [group for group in waiting if facts.suits(code, group)]
    people = sum(facts.count((*where, group)) for group in fed)
    weight = sum(facts.weight((*where, group)) for group in fed)
    in_hand = sum(min(left[food], facts.grams(code, food, weight)) for food in facts.needs[code])
    return code in locked, people, in_hand, facts.recipes[code].liking, code
