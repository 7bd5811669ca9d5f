"""The week board's data: meals by days and components, loads, totals, what needs a person."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kitchen.catalogue.queries import Dish
from kitchen.core.i18n import gettext, kilos
from kitchen.core.vocabulary import COMPONENT_LABELS, DIET_BY_CODE, Component, Meal
from kitchen.week.models import PlanRun
from kitchen.week.snapshot import COMPONENTS
from kitchen.week.why import Said
from kitchen.week.words import Names, named, of_reason, sentence
from planning.week.plan import Plan
from planning.week.problem import Problem

SLOT = {"complete": "main"}  # a complete dish stands where the main does
CHIP_GRAMS = 5000
LEAST_LOST_GRAMS = 1000  # under a kilo, a lot that will be lost is not worth a line


@dataclass(frozen=True, slots=True)
class Served:
    """A dish in a cell: for everyone it suits, or for some diets."""

    code: str
    name: str
    portions: int
    diets: tuple[tuple[str, int], ...]  # who eats it, and how many
    chips: tuple[tuple[str, str], ...] = ()
    cooked: bool = False  # nobody's to change any more


@dataclass(frozen=True, slots=True)
class Cell:
    """One component of one meal."""

    service: str
    component: str
    dishes: tuple[Served, ...]
    covered: bool = False  # part of a complete dish, or nobody eats then


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one meal of one day."""

    service: str
    day: date
    meals: int
    cents: int
    cooked: bool = False  # every dish of it


@dataclass(frozen=True, slots=True)
class MealRows:
    """One meal across the days, part by part; None on a day without it."""

    meal: Meal
    heads: tuple[Head | None, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and the loads of the kitchen day on which most of it is cooked."""

    day: date
    loads: tuple[tuple[str, int], ...]
    cook_day: date
    cooked: bool = False  # every dish of it


@dataclass(frozen=True, slots=True)
class Todo:
    """What needs a person: what, what to try, and the lot it is about, if one."""

    what: str
    advice: str
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows of one plan."""

    days: tuple[Day, ...]
    meals: tuple[MealRows, ...]
    totals: dict[str, int]
    todo: tuple[Todo, ...]
    plan: Plan
    gap_permille: int | None  # None where no bound is proven
    seconds: float = 0.0


def build(
    run: PlanRun,
    problem: Problem,
    plan: Plan,
    dishes: dict[str, Dish],
    names: Names,
    begun: frozenset[tuple[date, Meal, str]] = frozenset(),
) -> Board:
    """Lay a plan out as a board; `begun` are the dishes cooking or cooked, by meal and recipe."""
    start = date.fromisoformat(problem.start_date)
    portions: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in plan.menu:
        portions[line.service, line.component, line.recipe][line.diet] += line.portions
    asked = {
        service.code: sum(row.portions for row in problem.demands if row.service == service.code)
        for service in problem.services
    }
    green = {code for code, dish in dishes.items() if dish.is_vegetarian}
    chips = _chips(problem, plan, green)
    component_of = {row.code: SLOT.get(row.component, row.component) for row in problem.recipes}
    cooked = {(row.service, row.recipe) for row in problem.made}
    meal_of = {
        row.code: (start + timedelta(days=row.day), Meal(row.meal)) for row in problem.services
    }
    cooked |= {key for key in served_in(plan) if (*meal_of[key[0]], key[1]) in begun}
    for made in problem.made:
        portions[made.service, component_of[made.recipe], made.recipe][made.diet] += made.portions
    short = {(row.service, row.component) for row in plan.shortages}
    cells = {
        (service.code, component): _cell(
            service.code, component, portions, dishes, chips, cooked, short
        )
        for service in problem.services
        for component in COMPONENTS
    }
    costs = _costs(problem, plan)
    to_cook = {key[0] for key in served_in(plan) - cooked}
    done = {key[0] for key in cooked} - to_cook
    heads = {
        (service.day, service.meal): Head(
            service=service.code,
            day=start + timedelta(days=service.day),
            meals=asked[service.code] or _made_meals(problem, service.code),
            cents=costs.get(service.code, 0) // max(1, asked[service.code]),
            cooked=service.code in done,
        )
        for service in problem.services
    }
    took = (run.ended_at - run.started_at).total_seconds() if run.ended_at and run.started_at else 0
    size = max(1, abs(plan.objective))
    return Board(
        days=tuple(_days(problem, plan, heads)),
        meals=tuple(_meal_rows(heads, cells)),
        totals=_totals(plan, sum(asked.values())),
        todo=tuple(_todo(run, plan, names)),
        plan=plan,
        gap_permille=max(0, plan.objective - plan.bound) * 1000 // size if plan.bound else None,
        seconds=took,
    )


Heads = dict[tuple[int, str], Head]  # by day and meal


def _days(problem: Problem, plan: Plan, heads: Heads) -> Iterator[Day]:
    start = date.fromisoformat(problem.start_date)
    for index in sorted({day for day, _ in heads}):
        mine = [head for (day, _), head in heads.items() if day == index]
        cook_day = _cook_day(plan, {head.service for head in mine}, index)
        yield Day(
            day=start + timedelta(days=index),
            loads=_loads(problem, plan, cook_day),
            cook_day=start + timedelta(days=cook_day),
            cooked=all(head.cooked for head in mine),
        )


def _meal_rows(heads: Heads, cells: dict[tuple[str, str], Cell]) -> Iterator[MealRows]:
    """Yield each meal that any day has."""
    days = sorted({day for day, _ in heads})
    for meal in Meal:
        row = tuple(heads.get((day, meal.value)) for day in days)
        if any(row):
            yield MealRows(
                meal,
                row,
                tuple(
                    (
                        COMPONENT_LABELS[Component(component)],
                        tuple(cells[head.service, component] if head else None for head in row),
                    )
                    for component in COMPONENTS
                ),
            )


def served_in(plan: Plan) -> set[tuple[str, str]]:
    """Return the (service, recipe) pairs that a plan cooks."""
    return {(row.service, row.recipe) for row in plan.batches}


def _cell(
    service: str,
    component: str,
    portions: dict[tuple[str, str, str], dict[str, int]],
    dishes: dict[str, Dish],
    chips: dict[tuple[str, str], list[tuple[str, str]]],
    cooked: set[tuple[str, str]],
    short: set[tuple[str, str]],
) -> Cell:
    served = []
    for (one, part, code), by_diet in portions.items():
        if (one, part) != (service, component):
            continue
        name = dishes[code].name if code in dishes else code
        served.append(
            Served(
                code=code,
                name=name,
                portions=sum(by_diet.values()),
                diets=tuple((diet, by_diet[diet]) for diet in DIET_BY_CODE if by_diet.get(diet)),
                chips=tuple(chips.get((service, code), [])),
                cooked=(service, code) in cooked,
            )
        )
    served.sort(key=lambda row: (-row.portions, row.code))
    return Cell(service, component, tuple(served), covered=(service, component) not in short)


def _made_meals(problem: Problem, service: str) -> int:
    """Meals of a service that is not asked for any more: the most made of one component."""
    component_of = {row.code: row.component for row in problem.recipes}
    sums: dict[str, int] = defaultdict(int)
    for made in problem.made:
        if made.service == service:
            sums[component_of[made.recipe]] += made.portions
    return max(sums.values(), default=0)


def _chips(
    problem: Problem, plan: Plan, vegetarian: set[str]
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Say what is worth knowing of a dish: food it saves, else farms it buys from; one chip."""
    lots = {row.code: row for row in problem.lots}
    batch = {row.code: (row.service, row.recipe) for row in plan.batches}
    local: dict[tuple[str, str], int] = defaultdict(int)
    saved: dict[tuple[str, str], int] = defaultdict(int)
    for pick in plan.picks:
        lot = lots.get(pick.lot)
        if lot is None:
            continue
        if lot.local:
            local[batch[pick.batch]] += pick.grams
        if lot.kind in ("stock", "donation") and lot.last_day is not None:
            saved[batch[pick.batch]] += pick.grams
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(saved.keys() | local.keys()):
        most = max(saved[key], local[key])
        if most < CHIP_GRAMS:
            continue
        whole = kilos(round(most, -3))
        if saved[key] == most:
            found[key].append(("wait", gettext("%(weight)s saved", weight=whole)))
        else:
            found[key].append(("good", gettext("%(weight)s from farms", weight=whole)))
    for service, code in _for_all(plan):
        if code in vegetarian:
            found[service, code].append(("good", gettext("vegetarian menu")))
    return found


def _for_all(plan: Plan) -> set[tuple[str, str]]:
    """Mains that everyone eats at a service, versions apart."""
    mains: dict[str, set[str]] = defaultdict(set)
    for line in plan.menu:
        if line.component == Component.MAIN:
            mains[line.service].add(line.recipe)
    return {(service, codes.pop()) for service, codes in mains.items() if len(codes) == 1}


def _costs(problem: Problem, plan: Plan) -> dict[str, int]:
    """Full food value by service, in cents."""
    lots = {row.code: row.value_cents_per_kg for row in problem.lots}
    foods = {row.code: row.price_cents_per_kg or 0 for row in problem.ingredients}
    service = {row.code: row.service for row in plan.batches}
    costs: dict[str, int] = defaultdict(int)
    for pick in plan.picks:
        price = lots[pick.lot] if pick.lot else foods[pick.ingredient]
        costs[service[pick.batch]] += pick.grams * price
    return {code: value // 1000 for code, value in costs.items()}


def _cook_day(plan: Plan, services: set[str], usual: int) -> int:
    """The kitchen day on which most of a day's meals is cooked."""
    days = [row.day for row in plan.batches if row.service in services]
    return max(sorted(set(days)), key=days.count) if days else usual


def _loads(problem: Problem, plan: Plan, day: int) -> tuple[tuple[str, int], ...]:
    tasks = [task for row in plan.batches if row.day == day for task in row.tasks]
    chillers = [row for row in problem.stations if row.kind == "chiller"]
    cooling = max(1, problem.rules.cooling_minutes)
    room = sum(
        row.capacity_grams * max(0, sum(w.end - w.start for w in row.windows if w.day == day))
        for row in chillers
    )
    cooled = sum(task.grams * cooling for task in tasks if task.kind == "chiller")
    hands = sum((row.end - row.start) * row.heads for row in problem.shifts if row.day == day)
    worked = sum(task.hands * (task.end - task.start) for task in tasks)
    return (
        ("chiller", cooled * 1000 // max(1, room)),
        ("staff", worked * 1000 // max(1, hands)),
    )


def _totals(plan: Plan, meals: int) -> dict[str, int]:
    goals = plan.goals
    return {
        "meals": meals,
        "short": goals.unfed_portions,
        "cash": goals.cash_cents // max(1, meals),
        "value": goals.value_cents // max(1, meals),
        "local": goals.local_value_cents * 1000 // max(1, goals.value_cents),
        "saved": goals.rescued_grams,
        "co2e": goals.co2e_grams // max(1, meals),
    }


def _todo(run: PlanRun, plan: Plan, names: Names) -> list[Todo]:
    """List what needs a person: who is short, what was not counted, what the plan warns of."""
    rows = []
    short: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in plan.shortages:
        short[row.service, row.component, row.code] += row.portions
    for (service, component, code), portions in sorted(short.items()):
        what = gettext(
            "%(day)s, %(component)s: %(portions)s portions short",
            day=names.service(service).capitalize(),
            component=named("component", component).lower(),
            portions=portions,
        )
        facts = {"component": component, "diet": "", "portions": portions}
        rows.append(Todo(what, sentence(code, facts, names)[1]))
    for one in run.left_out:
        what, advice = sentence(str(one["code"]), one, names)
        rows.append(Todo(what, advice, lot=str(one.get("lot", ""))))
    for note in plan.notes:
        found = note.reason()
        lot = dict(found.facts).get("lot", "")
        if found.code != "waste.at_risk" or int(found.fact("grams")) >= LEAST_LOST_GRAMS:
            in_hand = str(lot) if str(lot).startswith("L-") else ""
            rows.append(Todo(*of_reason(found, names), lot=in_hand))
    return list(dict.fromkeys(rows))


def others(problem: Problem, plan: Plan, said: Said, names: Names) -> list[tuple[str, str]]:
    """Return the dishes that may be asked for in place of the chosen one: (code, name)."""
    if not said.recipe:
        return []
    here = {line.recipe for line in plan.menu if line.service == said.service}
    found = [
        (row.code, names.dishes.get(row.code, row.code))
        for row in problem.recipes
        if SLOT.get(row.component, row.component) == said.component and row.code not in here
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


def elsewhere(problem: Problem, plan: Plan, said: Said, names: Names) -> list[tuple[str, str, str]]:
    """Return the dishes of other days to exchange the chosen one with: (service, code, words)."""
    if not said.recipe:
        return []
    served: dict[tuple[str, str], int] = defaultdict(int)
    for line in plan.menu:
        if line.component == said.component and line.service != said.service:
            served[line.service, line.recipe] += line.portions
    place = {row.code: index for index, row in enumerate(problem.services)}
    return [
        (service, code, f"{names.service(service).capitalize()} : {names.dishes.get(code, code)}")
        for service, code in sorted(served, key=lambda key: (place[key[0]], -served[key]))
        if code != said.recipe
    ]
