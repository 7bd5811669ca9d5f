"""When someone cannot be fed as asked: the smallest set of rules that clash, and what would help.

For a group without any possible dish, each dish of the component is turned down by some rules;
the smallest set of rules that turns all of them down is the clash. For a group that had choices,
rules are lifted one at a time and the week planned again, shortly: what feeds them is named.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.week.against import menu_of
from planning.week.derive import COMPLETE, Derived, Key
from planning.week.plan import Plan
from planning.week.problem import Problem, Recipe, Shift

LARGEST = 4  # rules in a clash that is searched exactly
NEAR_DISHES = 3
SHORT_BUDGET = 0.3  # units of work for each rule lifted


@dataclass(frozen=True, slots=True)
class Clash:
    """Who is short, the rules that clash, and what would help."""

    service: str
    component: str
    diet: str
    format: str
    portions: int
    rules: tuple[Reason, ...]
    help: tuple[Reason, ...]


def clashes(problem: Problem, plan: Plan, params: SolveParams) -> list[Clash]:
    """Return a clash for each group that a plan leaves short."""
    facts = Derived(problem)
    short: dict[Key, int] = defaultdict(int)
    late: set[Key] = set()
    for row in plan.shortages:
        key = (row.service, row.component, (row.diet, row.format))
        short[key] += row.portions
        late |= {key} if row.code == "demand.no_time" else set()
    stuck = {key for key in short if not facts.choices.get(key)}
    lifted = _lift(problem, plan, params) if set(short) - stuck else []
    found = []
    for key, portions in sorted(short.items()):
        if key in stuck:
            rules = smallest_set([against(facts, row, key) for row in _dishes(facts, key)])
            helps = (_added(key), *_near(facts, key))
        else:
            rules = _clashing(key, lifted)
            helps = tuple(_helps(key, lifted))
            if key in late and not any(rule.code == "clash.time" for rule in rules):
                day = _kitchen_day(facts, key[0])
                rules = tuple(dict.fromkeys((reason("clash.time", day=day), *rules)))
                helps = (reason("help.more_time", day=day), *helps)
            elif not rules:
                helps = (_added(key), *helps)
        service, component, group = key
        found.append(Clash(service, component, *group, portions, rules, helps))
    return found


def _added(key: Key) -> Reason:
    return reason("help.add_dish", service=key[0], component=key[1], diet=key[2][0])


def _kitchen_day(facts: Derived, service: str) -> int:
    """The day on which most dishes of a service are cooked: the kitchen day before it."""
    served = facts.services[service].day
    return max((day for day in facts.open_days if day < served), default=served)


def _dishes(facts: Derived, key: Key) -> list[Recipe]:
    parts = (key[1], COMPLETE) if key[1] in ("main", "side") else (key[1],)
    return [row for row in facts.problem.recipes if row.component in parts]


def against(facts: Derived, recipe: Recipe, key: Key) -> frozenset[Reason]:
    """Return the rules that turn a dish down for a group."""
    service, (diet, form) = facts.services[key[0]], key[2]
    found = {
        reason("clash.exclusion", diet=diet, exclusion=code)
        for code in facts.holds[recipe.code] & facts.excluded[diet]
    }
    if form and recipe.formats and form not in recipe.formats:
        found.add(reason("clash.format", format=form))
    if recipe.days is not None and service.day not in recipe.days:
        found.add(reason("clash.season"))
    if any(
        not lock.keep and (lock.service, lock.recipe) == (service.code, recipe.code)
        for lock in facts.problem.locks
    ):
        found.add(reason("clash.ban"))
    if facts.is_eaten_lately(recipe, service):
        found.add(reason("clash.repeat", days=facts.problem.rules.repeat_days))
    day = facts.cook_day(recipe, service)
    if day is None:
        found.add(reason("clash.cook_day"))
    for food in facts.needs[recipe.code]:
        if facts.earliest.get(food, 10**6) > (service.day if day is None else day):
            found.add(reason("clash.supply", ingredient=food))
    return frozenset(found)


def smallest_set(turned_down: list[frozenset[Reason]]) -> tuple[Reason, ...]:
    """Return a smallest set of rules that turns every dish down.

    Exact up to four rules; beyond, the rule that turns most of the rest down is added in turn.
    """
    wanted = [rules for rules in turned_down if rules]
    rules = sorted({rule for found in wanted for rule in found})
    for size in range(1, LARGEST + 1):
        for chosen in combinations(rules, size):
            if all(found & set(chosen) for found in wanted):
                return chosen
    taken: list[Reason] = []
    while wanted:
        best = max(rules, key=lambda rule: sum(rule in found for found in wanted))
        taken.append(best)
        wanted = [found for found in wanted if best not in found]
    return tuple(sorted(taken))


def _near(facts: Derived, key: Key) -> tuple[Reason, ...]:
    """Dishes that a single food keeps from suiting: the cheapest to make a version of."""
    foods = {row.code: row for row in facts.problem.ingredients}
    found = []
    for row in _dishes(facts, key):
        bad = sorted(
            (line.ingredient, code)
            for line in row.lines
            for code in (*foods[line.ingredient].contains, *foods[line.ingredient].unknown)
            if code in facts.excluded[key[2][0]]
        )
        if len({food for food, _ in bad}) == 1:
            food, code = bad[0]
            near = reason("help.near_dish", recipe=row.code, ingredient=food, exclusion=code)
            found.append((-row.liking, row.code, near))
    return tuple(entry[2] for entry in sorted(found)[:NEAR_DISHES])


Lifted = tuple[Reason, dict[Key, int], int]  # the rule, portions fed by group, and in all


def _lift(problem: Problem, plan: Plan, params: SolveParams) -> list[Lifted]:
    """Lift rules one at a time, and plan shortly from where the plan stands."""
    from planning.week.solve import solve  # noqa: PLC0415 - cold import: OR-Tools

    before: dict[Key, int] = defaultdict(int)
    for row in plan.shortages:
        before[row.service, row.component, (row.diet, row.format)] += row.portions
    short = replace(params, budget=SHORT_BUDGET)
    found = []
    for rule, lift in _liftable(problem, sorted({key[0] for key in before})):
        freer = lift(problem)
        start = Derived(freer).kept_of(menu_of(plan))
        made = solve(freer, short, start=start, known=plan)
        after: dict[Key, int] = defaultdict(int)
        for row in made.shortages:
            after[row.service, row.component, (row.diet, row.format)] += row.portions
        fed = {key: portions - after[key] for key, portions in before.items()}
        more = {key: portions for key, portions in fed.items() if portions > 0}
        total = plan.goals.unfed_portions - made.goals.unfed_portions
        if more and total > 0:
            found.append((rule, more, total))
    return found


def _liftable(
    problem: Problem, services: list[str]
) -> list[tuple[Reason, Callable[[Problem], Problem]]]:
    rules = problem.rules
    days = sorted({row.day for row in problem.services if row.code in services})
    lifts: list[tuple[Reason, Callable[[Problem], Problem]]] = [
        (
            reason("clash.dishes", most=rules.dishes_per_component),
            lambda one: replace(
                one, rules=replace(rules, dishes_per_component=rules.dishes_per_component + 1)
            ),
        ),
        (
            reason("clash.repeat", days=rules.repeat_days),
            lambda one: replace(one, rules=replace(rules, repeat_days=0)),
        ),
        *((reason("clash.time", day=day), lambda one, day=day: _roomier(one, day)) for day in days),
    ]
    if any(not lock.keep for lock in problem.locks):
        kept = tuple(lock for lock in problem.locks if lock.keep)
        lifts.append((reason("clash.ban"), lambda one: replace(one, locks=kept)))
    return lifts


def _roomier(problem: Problem, day: int) -> Problem:
    """Double hands, and open machines two hours longer, around a day of service."""
    days = {day - 1, day}
    shifts = tuple(
        replace(row, heads=2 * row.heads, end=row.end + 120) if row.day in days else row
        for row in problem.shifts
    )
    return replace(
        problem,
        shifts=(*shifts, *_team(problem, days)),
        stations=tuple(
            replace(
                row,
                windows=tuple(
                    replace(w, end=w.end + 120) if w.day in days else w for w in row.windows
                ),
            )
            for row in problem.stations
        ),
    )


def _team(problem: Problem, days: set[int]) -> list[Shift]:
    """The usual team, on those of some days when machines are open and nobody is there."""
    opened = {window.day for row in problem.stations for window in row.windows}
    staffed: dict[int, list[Shift]] = defaultdict(list)
    for row in problem.shifts:
        staffed[row.day].append(row)
    usual = max(staffed.values(), key=lambda rows: sum(row.heads for row in rows), default=[])
    return [
        replace(row, day=day) for day in sorted(days & opened - staffed.keys()) for row in usual
    ]


def _clashing(key: Key, lifted: list[Lifted]) -> tuple[Reason, ...]:
    """The rules that keep a group from its portions; of full days, the one that matters most."""
    fed = {rule: rows[key] for rule, rows, _ in lifted if rows.get(key)}
    full = [rule for rule in fed if rule.code == "clash.time"]
    worst = max(full, key=lambda rule: fed[rule], default=None)
    return tuple(rule for rule in fed if rule not in full or rule == worst)


def _helps(key: Key, lifted: list[Lifted]) -> list[Reason]:
    return [
        reason("help.lift_time", day=rule.fact("day"), portions=fed[key])
        if rule.code == "clash.time"
        else reason("help.lift", rule=rule.code, portions=fed[key])
        for rule, fed, _ in sorted(lifted, key=lambda entry: (-entry[1].get(key, 0), entry[0]))
        if fed.get(key)
    ]
