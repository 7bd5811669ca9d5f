"""Portions cooked beyond those asked, dish by dish, from the ranges that demand is given with.

A dish that many groups eat needs little: when more of one come, fewer of another do. A variant
for a few people needs more, in proportion. Both come from the same replayed days.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from planning.week.derive import Derived, Menu
from planning.week.problem import Demand
from planning.week.replay import Group, quantile, replayed

SEED = 2  # the chance of running short is read off other draws than those that chose

Eaters = tuple[str, str, str]  # diet, size, format
Dish = tuple[str, str]  # service, recipe
Reserves = dict[Dish, dict[Eaters, int]]


@dataclass
class _Dish:
    """Who eats a dish: what is asked of it, and how many more may come, group by group."""

    asked: int = 0
    made: int = 0
    more: dict[Eaters, int] = field(default_factory=dict)


def reserves(facts: Derived, menu: Menu) -> Reserves:
    """Return the portions to add to each dish of a menu, shared out among those who eat it.

    Enough for `rules.safety_permille` of the replayed days, and never more than the largest batch.
    """
    safety = facts.problem.rules.safety_permille
    if not safety:
        return {}
    dishes = _dishes(facts, menu)
    counts = replayed(
        facts.problem.demands,
        {
            dish: [(dish[0], *eaters) for eaters in sorted(found.more)]
            for dish, found in sorted(dishes.items())
        },
        seed=SEED,
        together_permille=facts.problem.rules.together_permille,
    )
    chosen: Reserves = {}
    for dish, found in sorted(dishes.items()):
        safe = quantile(counts[dish], safety) - found.made
        most = facts.recipes[dish[1]].most_portions or safe
        extra = min(safe, most) - found.asked
        if extra > 0:
            chosen[dish] = _shared_out(extra, found.more)
    return chosen


def _dishes(facts: Derived, menu: Menu) -> dict[Dish, _Dish]:
    expected: dict[Group, int] = defaultdict(int)
    spread: dict[Group, int] = defaultdict(int)
    for row in facts.problem.demands:
        expected[_group(row)] += row.portions
        spread[_group(row)] += max(0, row.high - row.portions)
    dishes: dict[Dish, _Dish] = defaultdict(_Dish)
    for key, code in menu.items():
        service, _, (diet, form) = key
        found = dishes[service, code]
        for size, count in facts.portions[key].items():
            group = (service, diet, size, form)
            found.asked += count
            found.made += expected[group] - count
            found.more[diet, size, form] = spread[group]
    return dishes


def _group(row: Demand) -> Group:
    return row.service, row.diet, row.size, row.format


def _shared_out(extra: int, more: dict[Eaters, int]) -> dict[Eaters, int]:
    """Share portions out in proportion to how many more may come; largest remainders first."""
    total = sum(more.values())
    exact = {eaters: divmod(extra * count, total) for eaters, count in sorted(more.items())}
    shares = {eaters: whole for eaters, (whole, _) in exact.items()}
    left = extra - sum(shares.values())
    for eaters in sorted(exact, key=lambda one: (-exact[one][1], one))[:left]:
        shares[eaters] += 1
    return {eaters: count for eaters, count in shares.items() if count}


def lessened(chosen: Reserves, dishes: set[Dish]) -> Reserves:
    """Halve the reserves of some dishes; one that is a single portion goes."""
    fewer = {
        dish: {eaters: count // 2 for eaters, count in shares.items() if count > 1}
        if dish in dishes
        else shares
        for dish, shares in chosen.items()
    }
    return {dish: shares for dish, shares in fewer.items() if shares}
