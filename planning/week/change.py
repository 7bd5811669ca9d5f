"""What may change under a plan, and a new plan that touches as little as possible.

Each change makes a new problem; `replan` starts from the plan in force, prices every dish that
differs from it, and leaves what is cooked alone. `diff` tells two plans apart, line by line.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.week.against import menu_of
from planning.week.derive import Derived
from planning.week.plan import Plan
from planning.week.problem import Demand, Lock, Lot, Made, Problem


def in_force(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with a plan's dishes as the published ones, services gone left out."""
    made = {(row.service, row.recipe) for row in problem.made}
    services = {row.code for row in problem.services}
    served = {(row.service, row.recipe) for row in plan.menu if row.service in services}
    dishes = sorted(served - made)
    published = tuple(Lock(service=service, recipe=recipe) for service, recipe in dishes)
    return replace(problem, published=published)


def replan(
    problem: Problem,
    plan: Plan,
    params: SolveParams,
    on_progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan a changed problem again, near the plan in force."""
    from planning.week.solve import NEAR, solve  # noqa: PLC0415 - cold import: OR-Tools

    wanted = in_force(problem, plan)
    start = Derived(wanted).kept_of(menu_of(plan))
    return solve(wanted, params, on_progress, should_stop, start=start, warm=NEAR, known=plan)


def lock(problem: Problem, service: str, recipe: str, *, keep: bool) -> Problem:
    """Keep a dish at a service, or ban it."""
    others = [row for row in problem.locks if (row.service, row.recipe) != (service, recipe)]
    added = Lock(service=service, recipe=recipe, keep=keep)
    return replace(problem, locks=(*others, added))


def with_lot(problem: Problem, lot: Lot) -> Problem:
    """Add food that came in, or change what is known of a lot."""
    others = [row for row in problem.lots if row.code != lot.code]
    return replace(problem, lots=(*others, lot))


def without_lot(problem: Problem, code: str) -> Problem:
    """Lose a lot, or have an offer withdrawn."""
    return replace(problem, lots=tuple(row for row in problem.lots if row.code != code))


def with_demand(problem: Problem, demand: Demand) -> Problem:
    """Set a headcount: replaces the one of the same service, diet, size, door and format."""
    key = (demand.service, demand.diet, demand.size, demand.door, demand.format)
    others = [
        row
        for row in problem.demands
        if (row.service, row.diet, row.size, row.door, row.format) != key
    ]
    return replace(problem, demands=(*others, demand))


def without_station(problem: Problem, code: str, days: Iterable[int]) -> Problem:
    """Close a machine on some days."""
    closed = set(days)
    return replace(
        problem,
        stations=tuple(
            replace(row, windows=tuple(w for w in row.windows if w.day not in closed))
            if row.code == code
            else row
            for row in problem.stations
        ),
    )


def with_absence(problem: Problem, day: int, heads: int) -> Problem:
    """Take people off a day's shifts, from the largest one."""
    shifts = list(problem.shifts)
    order = sorted(
        (index for index, row in enumerate(shifts) if row.day == day),
        key=lambda index: -shifts[index].heads,
    )
    for index in order:
        away = min(heads, shifts[index].heads)
        heads -= away
        shifts[index] = replace(shifts[index], heads=shifts[index].heads - away)
    return replace(problem, shifts=tuple(row for row in shifts if row.heads))


def moved_service(problem: Problem, service: str, day: int) -> Problem:
    """Serve a meal on another day."""
    return replace(
        problem,
        services=tuple(
            replace(row, day=day) if row.code == service else row for row in problem.services
        ),
    )


def cooked(problem: Problem, plan: Plan, batches: Iterable[str], from_day: int) -> Problem:
    """Return what is left to plan once some batches are cooked and days before `from_day` gone.

    Cooked portions become `made`; their food leaves the lots; offers taken and goods bought are
    in hand, paid, and must not be ordered again.
    """
    done = {row.code: row for row in plan.batches if row.code in set(batches)}
    where = {(row.service, row.recipe) for row in done.values()}
    made = tuple(
        Made(
            service=line.service,
            recipe=line.recipe,
            diet=line.diet,
            size=line.size,
            format=line.format,
            portions=line.portions + line.reserve,
        )
        for line in plan.menu
        if (line.service, line.recipe) in where
    )
    return replace(
        problem,
        made=(*problem.made, *made),
        lots=_left(problem, plan, set(done)),
        shifts=tuple(row for row in problem.shifts if row.day >= from_day),
        stations=tuple(
            replace(row, windows=tuple(w for w in row.windows if w.day >= from_day))
            for row in problem.stations
        ),
    )


def _left(problem: Problem, plan: Plan, done: set[str]) -> tuple[Lot, ...]:
    used: dict[tuple[str, str], int] = defaultdict(int)
    for pick in plan.picks:
        if pick.batch in done:
            used[pick.lot, pick.ingredient] += pick.grams
    taken = {row.lot: row.grams for row in plan.takes}
    lots = []
    for lot in problem.lots:
        ordered = lot.code in taken
        grams = taken.get(lot.code, lot.grams) - used[lot.code, lot.ingredient]
        if not grams:
            continue
        left = replace(lot, grams=grams)
        if ordered:
            left = replace(left, kind="order", cents_per_kg=0, least_grams=0, pack_grams=1)
        lots.append(left)
    price = {row.code: row.price_cents_per_kg or 0 for row in problem.ingredients}
    for row in plan.purchases:
        grams = row.grams - used["", row.ingredient]
        if grams:
            lots.append(
                Lot(
                    code=f"bought:{row.ingredient}",
                    ingredient=row.ingredient,
                    grams=grams,
                    kind="order",
                    first_day=row.day,
                    value_cents_per_kg=price[row.ingredient],
                )
            )
    return tuple(lots)


def diff(old: Plan, new: Plan, problems: tuple[Problem, Problem] | None = None) -> list[Reason]:
    """Return what differs between two plans: dishes, portions, days, orders, who is short.

    With the problems of both, what was cooked meanwhile is no difference, and what was ordered
    meanwhile is compared with what the new plan makes of it.
    """
    made: dict[tuple[str, str], int] = defaultdict(int)
    for row in problems[1].made if problems else ():
        made[row.service, row.recipe] += row.portions
    orders = _sent(old, new, *problems) if problems else _orders(old, new)
    return [*_dishes(old, new, made), *orders, *_short(old, new)]


def _dishes(old: Plan, new: Plan, made: dict[tuple[str, str], int]) -> list[Reason]:
    before = {(row.service, row.recipe): row for row in old.batches}
    after = {(row.service, row.recipe): row for row in new.batches}
    found = []
    for key in sorted(before.keys() | after.keys()):
        facts: dict[str, str | int] = {"service": key[0], "recipe": key[1]}
        if key not in after:
            if key not in made:
                found.append(reason("diff.dish_removed", portions=before[key].portions, **facts))
        elif key not in before:
            found.append(reason("diff.dish_added", portions=after[key].portions, **facts))
        else:
            one, two = before[key], after[key]
            count = two.portions + made.get(key, 0)
            if one.portions != count:
                found.append(reason("diff.portions", before=one.portions, after=count, **facts))
            if one.day != two.day:
                found.append(reason("diff.day", before=one.day, after=two.day, **facts))
    return found


def _sent(old: Plan, new: Plan, was: Problem, now: Problem) -> list[Reason]:
    """Compare orders food by food, when some were sent or received since the old plan."""
    before = {row.code: row.kind for row in was.lots}
    offered = {row.code for row in now.lots if row.kind == "offer"}
    came: dict[str, set[str]] = defaultdict(set)
    bought_in = set()  # foods of which more came than the offers that were accepted
    for lot in now.lots:
        if before.get(lot.code, "offer") == "offer" and lot.kind in ("order", "stock"):
            came[lot.ingredient].add(lot.code)
            if lot.code not in before:
                bought_in.add(lot.ingredient)
    food = {row.code: row.ingredient for row in was.lots}
    gone = {row.lot for row in old.takes if row.lot not in offered and food[row.lot] in came}
    counted: dict[str, int] = defaultdict(int)
    made = {(row.service, row.recipe) for row in now.made}
    cooked = {row.code for row in old.batches if (row.service, row.recipe) in made}
    for pick in old.picks:
        from_gone = pick.lot in gone if pick.lot else pick.ingredient in bought_in
        if pick.batch not in cooked and from_gone:
            counted[pick.ingredient] += pick.grams
    for pick in new.picks:
        counted[pick.ingredient] -= pick.grams if pick.lot in came[pick.ingredient] else 0
    found = [
        one
        for one in _orders(old, new)
        if (
            str(one.fact("lot")) not in gone
            if one.code == "diff.offer"
            else str(one.fact("ingredient")) not in bought_in
        )
    ]
    bought = {row.ingredient: row.grams for row in new.purchases}
    for ingredient in sorted(code for code, lots in came.items() if lots):
        if ingredient in bought_in and bought.get(ingredient):
            found.append(reason("diff.order_more", ingredient=ingredient, grams=bought[ingredient]))
        elif counted[ingredient] >= LEAST_GRAMS:
            found.append(
                reason("diff.order_less", ingredient=ingredient, grams=counted[ingredient])
            )
    return found


LEAST_GRAMS = 500  # under this, a smaller need of what was ordered is no change to tell


def _orders(old: Plan, new: Plan) -> list[Reason]:
    found = []
    offers = {row.lot: row.grams for row in old.takes}, {row.lot: row.grams for row in new.takes}
    goods = (
        {row.ingredient: row.grams for row in old.purchases},
        {row.ingredient: row.grams for row in new.purchases},
    )
    for code, name, (before, after) in (
        ("diff.offer", "lot", offers),
        ("diff.order", "ingredient", goods),
    ):
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key, 0), after.get(key, 0)
            if was != now:
                facts: dict[str, str | int] = {name: key, "before": was, "after": now}
                found.append(reason(code, **facts))
    return found


def _short(old: Plan, new: Plan) -> list[Reason]:
    def sums(plan: Plan) -> dict[tuple[str, str, str], int]:
        table: dict[tuple[str, str, str], int] = defaultdict(int)
        for row in plan.shortages:
            table[row.service, row.component, row.diet] += row.portions
        return table

    before, after = sums(old), sums(new)
    return [
        reason(
            "diff.short",
            service=key[0],
            component=key[1],
            diet=key[2],
            before=before.get(key, 0),
            after=after.get(key, 0),
        )
        for key in sorted(before.keys() | after.keys())
        if before.get(key, 0) != after.get(key, 0)
    ]
