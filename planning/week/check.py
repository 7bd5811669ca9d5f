"""The verifier: a second reading of the rules, in plain loops, without the solver.

`check` returns every hard rule that a plan breaks and every figure that does not add up. It
shares no code with the solver; it is used before a plan is saved, at every edit, and by tests.
"""

import hashlib
from collections import defaultdict
from itertools import pairwise

from planning.reasons import Reason, reason
from planning.week import check_kitchen, check_supply
from planning.week.plan import Goals, Plan
from planning.week.problem import Problem
from planning.week.validate import write_problem


def sha256(problem: Problem) -> str:
    """Return the digest of a problem's canonical JSON."""
    return hashlib.sha256(write_problem(problem).encode()).hexdigest()


def check(problem: Problem, plan: Plan) -> list[Reason]:
    """Return what is wrong with a plan; an empty list means that every rule holds."""
    if plan.problem_sha256 != sha256(problem):
        return [reason("plan.problem_differs")]
    wrong = _unknown_codes(problem, plan)
    if wrong:
        return sorted(wrong)
    return sorted(
        [
            *_demand(problem, plan),
            *_menu(problem, plan),
            *_locks(problem, plan),
            *check_kitchen.check(problem, plan),
            *check_supply.check(problem, plan),
            *_goals(problem, plan),
        ]
    )


def _unknown_codes(problem: Problem, plan: Plan) -> list[Reason]:
    known = {
        "recipe": {row.code for row in problem.recipes},
        "service": {row.code for row in problem.services},
        "diet": {row.code for row in problem.diets},
        "size": {row.code for row in problem.sizes},
        "lot": {row.code for row in problem.lots} | {""},
        "ingredient": {row.code for row in problem.ingredients},
        "station": {row.code for row in problem.stations},
        "batch": {row.code for row in plan.batches},
    }
    named: set[tuple[str, str]] = set()
    for line in plan.menu:
        named |= {("recipe", line.recipe), ("service", line.service)}
        named |= {("diet", line.diet), ("size", line.size)}
    for batch in plan.batches:
        named |= {("recipe", batch.recipe), ("service", batch.service)}
        named |= {("station", task.station) for task in batch.tasks}
    for pick in plan.picks:
        named |= {("lot", pick.lot), ("ingredient", pick.ingredient), ("batch", pick.batch)}
    named |= {("lot", take.lot) for take in plan.takes}
    named |= {("ingredient", purchase.ingredient) for purchase in plan.purchases}
    for short in plan.shortages:
        named |= {("service", short.service), ("diet", short.diet), ("size", short.size)}
    return [
        reason("plan.unknown_code", kind=kind, value=value)
        for kind, value in sorted(named)
        if value not in known[kind]
    ]


def _demand(problem: Problem, plan: Plan) -> list[Reason]:
    """Everyone is fed each component once, or listed as short."""
    components = {row.code: row.components for row in problem.services}
    complete = {row.code for row in problem.recipes if row.component == "complete"}
    balance: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for asked in problem.demands:
        for component in components[asked.service]:
            balance[asked.service, component, asked.diet, asked.size] += asked.portions
    for line in plan.menu:
        balance[line.service, line.component, line.diet, line.size] -= line.portions
        if line.recipe in complete and "side" in components[line.service]:
            balance[line.service, "side", line.diet, line.size] -= line.portions
    for short in plan.shortages:
        balance[short.service, short.component, short.diet, short.size] -= short.portions
    return [
        reason(
            "demand.unmet" if left > 0 else "demand.twice",
            service=service,
            component=component,
            diet=diet,
            size=size,
            portions=abs(left),
        )
        for (service, component, diet, size), left in sorted(balance.items())
        if left
    ]


def _menu(problem: Problem, plan: Plan) -> list[Reason]:
    wrong: set[Reason] = set()
    recipes = {row.code: row for row in problem.recipes}
    foods = {row.code: row for row in problem.ingredients}
    diets = {row.code: row for row in problem.diets}
    day_of = {row.code: row.day for row in problem.services}
    dishes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in plan.menu:
        recipe = recipes[line.recipe]
        dishes[line.service, line.component].add(line.recipe)
        facts = {"service": line.service, "recipe": line.recipe}
        if recipe.component != line.component and (recipe.component, line.component) != (
            "complete",
            "main",
        ):
            wrong.add(reason("menu.component", component=line.component, **facts))
        if recipe.days is not None and day_of[line.service] not in recipe.days:
            wrong.add(reason("menu.season", **facts))
        for part in recipe.lines:
            food = foods[part.ingredient]
            for code in (*food.contains, *food.unknown):
                if code in diets[line.diet].excludes:
                    clash = reason("allergen.clash", diet=line.diet, exclusion=code, **facts)
                    wrong.add(clash)
    most = problem.rules.dishes_per_component
    for (service, component), served in dishes.items():
        if len(served) > most:
            wrong.add(
                reason(
                    "menu.too_many",
                    service=service,
                    component=component,
                    found=len(served),
                    most=most,
                )
            )
    return [*wrong, *_repeats(problem, plan)]


def _repeats(problem: Problem, plan: Plan) -> list[Reason]:
    day_of = {row.code: row.day for row in problem.services}
    component = {row.code: row.component for row in problem.recipes}
    kept = {(lock.service, lock.recipe) for lock in problem.locks if lock.keep}
    served: dict[str, dict[int, str]] = defaultdict(dict)
    for line in plan.menu:
        if component[line.recipe] not in ("dairy", "dessert"):
            served[line.recipe][day_of[line.service]] = line.service
    wrong = []
    for recipe, days in sorted(served.items()):
        ordered = sorted(days)
        for earlier, later in pairwise(ordered):
            locked = (days[earlier], recipe) in kept and (days[later], recipe) in kept
            if later - earlier < problem.rules.repeat_days and not locked:
                wrong.append(
                    reason("menu.repeat", recipe=recipe, service=days[later], days=later - earlier)
                )
    return wrong


def _locks(problem: Problem, plan: Plan) -> list[Reason]:
    served = {(line.service, line.recipe) for line in plan.menu}
    wrong = []
    for lock in problem.locks:
        there = (lock.service, lock.recipe) in served
        if there != lock.keep:
            code = "menu.unlocked" if lock.keep else "menu.banned"
            wrong.append(reason(code, service=lock.service, recipe=lock.recipe))
    return wrong


def _goals(problem: Problem, plan: Plan) -> list[Reason]:
    found = recompute_goals(problem, plan)
    return [
        reason("goal.differs", goal=name, found=getattr(plan.goals, name), value=value)
        for name, value in ((n, getattr(found, n)) for n in Goals.__dataclass_fields__)
        if getattr(plan.goals, name) != value
    ]


def recompute_goals(problem: Problem, plan: Plan) -> Goals:
    """Add up what a plan achieves, from the plan's own lines."""
    lots = {row.code: row for row in problem.lots}
    foods = {row.code: row for row in problem.ingredients}
    liking = {row.code: row.liking for row in problem.recipes}
    value = local = co2e = rescued = 0
    used: dict[str, int] = defaultdict(int)
    for pick in plan.picks:
        co2e += pick.grams * foods[pick.ingredient].co2e_g_per_kg
        lot = lots.get(pick.lot)
        price = lot.value_cents_per_kg if lot else foods[pick.ingredient].price_cents_per_kg or 0
        value += pick.grams * price
        if lot:
            used[lot.code] += pick.grams
            local += pick.grams * price if lot.local else 0
            rescued += pick.grams if _ends_in_horizon(problem, lot.code) else 0
    held = sum(row.grams for row in problem.lots if _ends_in_horizon(problem, row.code))
    served = {(line.service, line.recipe) for line in plan.menu}
    published = {(lock.service, lock.recipe) for lock in problem.published}
    return Goals(
        unfed_portions=sum(row.portions for row in plan.shortages),
        cash_cents=sum(take.cents for take in plan.takes)
        + sum(purchase.cents for purchase in plan.purchases),
        value_cents=value // 1000,
        local_value_cents=local // 1000,
        lost_grams=held - rescued,
        rescued_grams=rescued,
        co2e_grams=co2e // 1000,
        liking=sum(line.portions * liking[line.recipe] for line in plan.menu),
        dishes=len(plan.batches),
        changed=len(served ^ published) if published else 0,
    )


def _ends_in_horizon(problem: Problem, code: str) -> bool:
    lot = next(row for row in problem.lots if row.code == code)
    in_hand = lot.kind in ("stock", "donation")
    return in_hand and lot.last_day is not None and lot.last_day < problem.days
