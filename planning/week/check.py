"""The verifier: a second reading of the rules, in plain loops, without the solver.

`check` returns every hard rule that a plan breaks and every figure that does not add up. It
shares no code with the solver; it is used before a plan is saved, at every edit, and by tests.
"""

from collections import defaultdict
from itertools import pairwise

from planning import jsonform
from planning.reasons import Reason, reason
from planning.week import check_goals, check_hygiene, check_kitchen, check_supply
from planning.week.plan import Plan
from planning.week.problem import Problem


def sha256(problem: Problem) -> str:
    """Return the digest of a problem, by which a plan names the one it answers."""
    return jsonform.digest(problem)


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
            *check_hygiene.check(problem, plan),
            *check_supply.check(problem, plan),
            *check_goals.check(problem, plan),
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
    component_of = {row.code: row.component for row in problem.recipes}
    complete = {code for code, component in component_of.items() if component == "complete"}
    balance: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for asked in problem.demands:
        for component in components[asked.service]:
            where = (asked.service, component, asked.diet, asked.size, asked.format)
            balance[where] += asked.portions
    for made in problem.made:
        parts = ("main", "side") if made.recipe in complete else (component_of[made.recipe],)
        for part in parts:
            # what was cooked for people who no longer come feeds nobody
            where = (made.service, part, made.diet, made.size, made.format)
            balance[where] -= min(made.portions, balance[where])
    for line in plan.menu:
        balance[line.service, line.component, line.diet, line.size, line.format] -= line.portions
        if line.recipe in complete and "side" in components[line.service]:
            balance[line.service, "side", line.diet, line.size, line.format] -= line.portions
    for short in plan.shortages:
        where = (short.service, short.component, short.diet, short.size, short.format)
        balance[where] -= short.portions
    return [
        reason(
            "demand.unmet" if left > 0 else "demand.twice",
            service=service,
            component=component,
            diet=diet,
            size=size,
            portions=abs(left),
        )
        for (service, component, diet, size, _), left in sorted(balance.items())
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
        if line.format and recipe.formats and line.format not in recipe.formats:
            wrong.add(reason("menu.format", format=line.format, **facts))
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
    again = {code for code, part in component.items() if part in ("dairy", "dessert")}
    served: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for line in plan.menu:
        served[line.recipe].add((day_of[line.service], line.service))
    before = {row.code: row.served_day for row in problem.recipes}
    cooked: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for made in problem.made:
        cooked[made.recipe].add((day_of[made.service], made.service))
    wrong = []
    for recipe in sorted(set(served) - again):
        days = sorted(served[recipe] | cooked[recipe])
        last = before[recipe]
        if last is not None:
            days = [(last, ""), *days]
        for (earlier, one), (later, other) in pairwise(days):
            is_new = {(earlier, one), (later, other)} & served[recipe]
            locked = all((at, recipe) in kept for at in (one, other) if at)
            if later - earlier < max(1, problem.rules.repeat_days) and is_new and not locked:
                wrong.append(
                    reason("menu.repeat", recipe=recipe, service=other, days=later - earlier)
                )
    return wrong


def _locks(problem: Problem, plan: Plan) -> list[Reason]:
    served = {(line.service, line.recipe) for line in plan.menu}
    # what is cooked keeps a dish that was to be kept, and is past banning
    made = {(row.service, row.recipe) for row in problem.made}
    # a lock that cannot be kept is said on the plan: the person who set it decides
    told = {
        (note.reason().fact("service"), note.reason().fact("recipe"))
        for note in plan.notes
        if note.code == "lock.not_kept"
    }
    wrong = []
    for lock in problem.locks:
        there = (lock.service, lock.recipe) in (served | made if lock.keep else served)
        if there != lock.keep and not (lock.keep and (lock.service, lock.recipe) in told):
            code = "menu.unlocked" if lock.keep else "menu.banned"
            wrong.append(reason(code, service=lock.service, recipe=lock.recipe))
    return wrong
