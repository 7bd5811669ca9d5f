"""A plan with one thing changed is never accepted: each change, at every place it can be made."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.week.check import check, sha256
from planning.week.plan import Plan
from planning.week.problem import Problem
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


@pytest.mark.parametrize(
    "mutate",
    [moved_picks, lost_portions, added_allergens, shifted_dates, moved_tasks, changed_money],
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
