"""A plan with one thing changed is never accepted: each change, at every place it can be made."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.week.check import check, sha256
from planning.week.plan import Plan
from planning.week.problem import Lock, Problem
from planning.week.solve import solve
from tests.bench.generate_week import week_problem

Mutant = tuple[Problem, Plan]


@pytest.fixture(scope="module")
def planned() -> Mutant:
    problem = week_problem(8, meals=400, services=3, recipes=40, lots=40, foods=40)
    plan = solve(problem, SolveParams(budget=0.5))
    assert check(problem, plan) == []
    return problem, plan


def with_row(plan: Plan, table: str, index: int, **changes) -> Plan:
    rows = list(getattr(plan, table))
    rows[index] = replace(rows[index], **changes)
    return replace(plan, **{table: tuple(rows)})


def signed(problem: Problem, plan: Plan) -> Mutant:
    """The mutated problem with a plan that claims to be made for it."""
    return problem, replace(plan, problem_sha256=sha256(problem))


def moved_picks(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    for index, pick in enumerate(plan.picks):
        other = next(row for row in plan.batches if row.code != pick.batch)
        yield problem, with_row(plan, "picks", index, batch=other.code)
        yield problem, with_row(plan, "picks", index, grams=pick.grams - 1)
        yield problem, with_row(plan, "picks", index, grams=pick.grams + 1)
        lot = next((row.code for row in problem.lots if row.ingredient != pick.ingredient), None)
        if lot:
            yield problem, with_row(plan, "picks", index, lot=lot)
        yield problem, replace(plan, picks=plan.picks[:index] + plan.picks[index + 1 :])


def lost_portions(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    for index, line in enumerate(plan.menu):
        yield problem, with_row(plan, "menu", index, portions=line.portions - 1)
        yield problem, replace(plan, menu=plan.menu[:index] + plan.menu[index + 1 :])
        yield problem, replace(plan, menu=(*plan.menu, line))
    for index, batch in enumerate(plan.batches):
        yield problem, with_row(plan, "batches", index, portions=batch.portions - 1)
        yield problem, with_row(plan, "batches", index, grams=batch.grams + 1)


def added_allergens(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """An allergen found in a food, known or unknown, that a diet at the table excludes."""
    excluded = {row.code: row.excludes for row in problem.diets}
    recipes = {row.code: row for row in problem.recipes}
    exposed = {
        (part.ingredient, code)
        for line in plan.menu
        for part in recipes[line.recipe].lines
        for code in excluded[line.diet]
    }
    for food, code in sorted(exposed):
        for table in ("contains", "unknown"):
            foods = tuple(
                replace(row, **{table: (*getattr(row, table), code)}) if row.code == food else row
                for row in problem.ingredients
            )
            yield signed(replace(problem, ingredients=foods), plan)


def shifted_dates(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    for index, batch in enumerate(plan.batches):
        yield problem, with_row(plan, "batches", index, day=batch.day + 1)
        yield problem, with_row(plan, "batches", index, day=batch.day - 1)
        yield problem, with_row(plan, "batches", index, use_by_day=batch.use_by_day + 1)
    cooked = {row.code: row.day for row in plan.batches}
    for code in sorted({pick.lot for pick in plan.picks if pick.lot}):
        first = min(cooked[pick.batch] for pick in plan.picks if pick.lot == code)
        last = max(cooked[pick.batch] for pick in plan.picks if pick.lot == code)
        for changes in ({"last_day": last - 1}, {"first_day": first + 1}):
            lots = tuple(
                replace(row, **changes) if row.code == code else row for row in problem.lots
            )
            yield signed(replace(problem, lots=lots), plan)


def moved_tasks(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    for index, batch in enumerate(plan.batches):
        for at, task in enumerate(batch.tasks):
            before, after = batch.tasks[:at], batch.tasks[at + 1 :]
            shorter = replace(task, end=task.end - 1)
            early = replace(task, start=0, end=task.end - task.start)
            yield problem, with_row(plan, "batches", index, tasks=(*before, shorter, *after))
            yield problem, with_row(plan, "batches", index, tasks=(*before, early, *after))
            yield problem, with_row(plan, "batches", index, tasks=(*before, *after))


def changed_money(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    for index, row in enumerate(plan.purchases):
        yield problem, with_row(plan, "purchases", index, grams=row.grams + 1)
        yield problem, with_row(plan, "purchases", index, cents=row.cents - 1)
        yield problem, replace(plan, purchases=plan.purchases[:index] + plan.purchases[index + 1 :])
    for index, take in enumerate(plan.takes):
        yield problem, with_row(plan, "takes", index, grams=take.grams // 2)
        yield problem, with_row(plan, "takes", index, cents=take.cents + 1)
        yield problem, replace(plan, takes=plan.takes[:index] + plan.takes[index + 1 :])
    for name in plan.goals.__dataclass_fields__:
        goals = replace(plan.goals, **{name: getattr(plan.goals, name) + 1})
        yield problem, replace(plan, goals=goals)
    yield problem, replace(plan, objective=plan.objective - 1)
    yield problem, replace(plan, bound=plan.objective + 1)


def swapped_dishes(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """A dish, a diet, a size or a day written over in the menu, or a dish of another part."""
    diets, sizes = (tuple(row.code for row in rows) for rows in (problem.diets, problem.sizes))
    services = tuple(row.code for row in problem.services)
    for index, line in enumerate(plan.menu):
        for name, values in (
            ("recipe", tuple(row.code for row in problem.recipes)),
            ("diet", diets),
            ("size", sizes),
            ("service", services),
        ):
            other = next((one for one in values if one != getattr(line, name)), None)
            if other:
                yield problem, with_row(plan, "menu", index, **{name: other})


def moved_work(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """Work put on a machine of another kind, with fewer hands, or a step done twice as one."""
    kind_of = {row.code: row.kind for row in problem.stations}
    for index, batch in enumerate(plan.batches):
        for at, task in enumerate(batch.tasks):
            rest = batch.tasks[:at], batch.tasks[at + 1 :]
            other = next(code for code, kind in kind_of.items() if kind != task.kind)
            changes = [{"station": other}, {"station": other, "kind": kind_of[other]}]
            if task.hands:
                changes.append({"hands": task.hands - 1})
            for change in changes:
                made = replace(task, **change)
                yield problem, with_row(plan, "batches", index, tasks=(*rest[0], made, *rest[1]))


def tightened_rules(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """The same plan under a rule that it does not meet: a closed day, a full cold room, a ban."""
    for day in sorted({batch.day for batch in plan.batches}):
        shifts = tuple(row for row in problem.shifts if row.day != day)
        if shifts:
            yield signed(replace(problem, shifts=shifts), plan)
    night = max(batch.grams for batch in plan.batches) - 1
    yield signed(replace(problem, rules=replace(problem.rules, cold_room_grams=night)), plan)
    for where in sorted({(line.service, line.recipe) for line in plan.menu}):
        ban = Lock(service=where[0], recipe=where[1], keep=False)
        yield signed(replace(problem, locks=(ban,)), plan)
        days = tuple(
            replace(row, days=()) if row.code == where[1] else row for row in problem.recipes
        )
        yield signed(replace(problem, recipes=days), plan)
    for station in sorted({task.station for batch in plan.batches for task in batch.tasks}):
        shut = tuple(
            replace(row, windows=()) if row.code == station else row for row in problem.stations
        )
        yield signed(replace(problem, stations=shut), plan)


@pytest.mark.parametrize(
    "mutate",
    [
        moved_picks,
        lost_portions,
        added_allergens,
        shifted_dates,
        moved_tasks,
        changed_money,
        swapped_dishes,
        moved_work,
        tightened_rules,
    ],
)
def test_a_mutated_plan_is_always_caught(planned, mutate):
    problem, plan = planned
    mutants = list(mutate(problem, plan))
    assert len(mutants) > 5
    missed = [index for index, mutant in enumerate(mutants) if check(*mutant) == []]
    assert missed == []


def test_a_plan_of_another_problem_is_refused(planned):
    problem, plan = planned
    other = replace(problem, start_date="2026-11-27")
    assert [one.code for one in check(other, plan)] == ["plan.problem_differs"]
