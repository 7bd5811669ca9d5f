"""Refuses an inconsistent problem, naming every offending entry, before any solver is built."""

from collections.abc import Iterator

from planning.jsonform import dump, duplicates, load, schema
from planning.reasons import Reason, reason
from planning.week.plan import FORMAT as PLAN_FORMAT
from planning.week.plan import VERSION as PLAN_VERSION
from planning.week.plan import Plan
from planning.week.prices import wrong as wrong_prices
from planning.week.problem import FORMAT, VERSION, Problem, Shift, Window

LONGEST_HORIZON = 21
LAST_MINUTE = 2880
HEAVIEST_PACK = 10**9
SAFEST_PERMILLE = 999
LOT_KINDS = {"stock", "order", "offer", "donation"}
COMPONENTS = {"starter", "main", "side", "dairy", "dessert", "complete"}


def read_problem(data: bytes) -> tuple[Problem | None, list[Reason]]:
    """Read a problem from JSON; None when anything in it is wrong, and everything that is."""
    problem, wrong = load(Problem, data, name=FORMAT, version=VERSION)
    if problem is None:
        return None, wrong
    wrong = validate(problem)
    return (None if wrong else problem), wrong


def write_problem(problem: Problem) -> str:
    """Write a problem as canonical JSON."""
    return dump(problem, name=FORMAT, version=VERSION)


def read_plan(data: bytes) -> tuple[Plan | None, list[Reason]]:
    """Read a plan from JSON; None when its form is wrong."""
    return load(Plan, data, name=PLAN_FORMAT, version=PLAN_VERSION)


def write_plan(plan: Plan) -> str:
    """Write a plan as canonical JSON."""
    return dump(plan, name=PLAN_FORMAT, version=PLAN_VERSION)


def problem_schema() -> dict[str, object]:
    """Return the JSON Schema of `tablee/week-problem`."""
    return schema(Problem, name=FORMAT, version=VERSION)


def plan_schema() -> dict[str, object]:
    """Return the JSON Schema of `tablee/week-plan`."""
    return schema(Plan, name=PLAN_FORMAT, version=PLAN_VERSION)


def validate(problem: Problem) -> list[Reason]:
    """Return every inconsistency of a problem; an empty list means it can be solved."""
    return sorted(
        {
            *_duplicates(problem),
            *_ranges(problem),
            *_references(problem),
            *_recipes(problem),
            *_lots(problem),
            *wrong_prices(problem.prices),
        }
    )


def _duplicates(problem: Problem) -> Iterator[Reason]:
    yield from duplicates("exclusions", problem.exclusions)
    for where in ("ingredients", "recipes", "diets", "services", "lots", "stations", "sizes"):
        yield from duplicates(where, [row.code for row in getattr(problem, where)])
    for row in problem.recipes:
        pairs = [f"{line.ingredient} {line.via}".strip() for line in row.lines]
        yield from duplicates(f"recipes[{row.code}].lines", pairs)
    for index, rule in enumerate(problem.frequencies):
        yield from duplicates(f"frequencies[{index}].services", rule.services)


def _ranges(problem: Problem) -> Iterator[Reason]:
    yield from _within("days", problem.days, 1, LONGEST_HORIZON)
    last = max(0, problem.days - 1)
    for service in problem.services:
        where = f"services[{service.code}]"
        yield from _within(f"{where}.day", service.day, 0, last)
        yield from _within(f"{where}.ready_minute", service.ready_minute, 0, LAST_MINUTE)
    windows: list[tuple[str, Window | Shift]] = [
        *((f"shifts[{index}]", row) for index, row in enumerate(problem.shifts)),
        *(
            (f"stations[{station.code}].windows[{index}]", row)
            for station in problem.stations
            for index, row in enumerate(station.windows)
        ),
    ]
    for where, window in windows:
        yield from _within(f"{where}.day", window.day, 0, last)
        if window.end <= window.start:
            yield reason("input.window", where=where, start=window.start, end=window.end)
    for index, demand in enumerate(problem.demands):
        if demand.low > demand.portions or 0 < demand.high < demand.portions:
            where = f"demands[{index}].portions"
            most = demand.high or demand.portions
            yield reason(
                "input.range", where=where, found=demand.portions, least=demand.low, most=most
            )
    for lot in problem.lots:
        if lot.low_grams > lot.high_grams:
            where = f"lots[{lot.code}].low_grams"
            most = lot.high_grams
            yield reason("input.range", where=where, found=lot.low_grams, least=0, most=most)
    safety = problem.rules.safety_permille
    yield from _within("rules.safety_permille", safety, 0, SAFEST_PERMILLE)
    yield from _within("rules.together_permille", problem.rules.together_permille, 0, 1000)
    yield from _packs(problem)


def _packs(problem: Problem) -> Iterator[Reason]:
    for where, grams in (
        *((f"ingredients[{row.code}].pack_grams", row.pack_grams) for row in problem.ingredients),
        *((f"lots[{row.code}].pack_grams", row.pack_grams) for row in problem.lots),
    ):
        yield from _within(where, grams, 1, HEAVIEST_PACK)
    for size in problem.sizes:
        yield from _within(f"sizes[{size.code}].permille", size.permille, 1, 10_000)
    for recipe in problem.recipes:
        yield from _within(f"recipes[{recipe.code}].liking", recipe.liking, 0, 100)


def _within(where: str, found: int, least: int, most: int) -> Iterator[Reason]:
    if not least <= found <= most:
        yield reason("input.range", where=where, found=found, least=least, most=most)


Wanted = tuple[str, str, str, set[str]]  # where, kind, value, known values


def _references(problem: Problem) -> Iterator[Reason]:
    for where, kind, value, known in (*_food_references(problem), *_meal_references(problem)):
        if value not in known:
            yield reason("input.unknown_code", where=where, kind=kind, value=value)


def _food_references(problem: Problem) -> Iterator[Wanted]:
    exclusions = set(problem.exclusions)
    foods = {row.code for row in problem.ingredients}
    eaten = {component for row in problem.services for component in row.components}
    dishes = {row.code for row in problem.recipes}
    for food in problem.ingredients:
        for code in (*food.contains, *food.unknown):
            yield f"ingredients[{food.code}]", "exclusion", code, exclusions
    for recipe in problem.recipes:
        for line in recipe.lines:
            yield f"recipes[{recipe.code}]", "ingredient", line.ingredient, foods
        yield f"recipes[{recipe.code}].component", "component", recipe.component, eaten | COMPONENTS
        if recipe.variant_of:
            yield f"recipes[{recipe.code}]", "recipe", recipe.variant_of, dishes
    for lot in problem.lots:
        yield f"lots[{lot.code}]", "ingredient", lot.ingredient, foods
        yield f"lots[{lot.code}].kind", "kind", lot.kind, LOT_KINDS


def _meal_references(problem: Problem) -> Iterator[Wanted]:
    exclusions = set(problem.exclusions)
    dishes = {row.code for row in problem.recipes}
    services = {row.code for row in problem.services}
    diets = {row.code for row in problem.diets}
    sizes = {row.code for row in problem.sizes}
    for diet in problem.diets:
        for code in diet.excludes:
            yield f"diets[{diet.code}]", "exclusion", code, exclusions
    for index, row in enumerate(problem.demands):
        where = f"demands[{index}]"
        yield where, "service", row.service, services
        yield where, "diet", row.diet, diets
        yield where, "size", row.size, sizes
    for index, made in enumerate(problem.made):
        where = f"made[{index}]"
        yield where, "service", made.service, services
        yield where, "recipe", made.recipe, dishes
        yield where, "diet", made.diet, diets
        yield where, "size", made.size, sizes
    for index, rule in enumerate(problem.frequencies):
        for code in rule.services:
            yield f"frequencies[{index}].services", "service", code, services
    for name, locks in (("locks", problem.locks), ("published", problem.published)):
        for index, lock in enumerate(locks):
            yield f"{name}[{index}]", "service", lock.service, services
            yield f"{name}[{index}]", "recipe", lock.recipe, dishes


def _recipes(problem: Problem) -> Iterator[Reason]:
    for recipe in problem.recipes:
        if not any(line.milligrams for line in recipe.lines):
            yield reason("input.empty_recipe", recipe=recipe.code)


def _lots(problem: Problem) -> Iterator[Reason]:
    for lot in problem.lots:
        if lot.last_day is None:
            continue
        if lot.last_day < 0:
            yield reason("input.lot_expired", lot=lot.code, last_day=lot.last_day)
        elif lot.last_day < lot.first_day:
            yield reason(
                "input.lot_dates", lot=lot.code, first_day=lot.first_day, last_day=lot.last_day
            )
