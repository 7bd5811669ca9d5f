"""A week with dinners: planned, published, decided on and cooked without mixing the two meals."""

from datetime import date, timedelta

import pytest
from small_week import BOSS, MONDAY, NOW, asked, coming
from sqlmodel import Session, select

from kitchen.catalogue import queries as catalogue
from kitchen.core.vocabulary import Meal, SizeClass
from kitchen.production import queries as production
from kitchen.production.models import Batch, BatchOutput, BatchState
from kitchen.week import board, queries, service, views
from kitchen.week.snapshot import Asked, Settled, freeze
from planning.params import SolveParams
from planning.week.against import Swap
from planning.week.check import check
from planning.week.validate import write_plan

TUESDAY = MONDAY + timedelta(days=1)
FRIDAY = MONDAY + timedelta(days=4)
DINNERS = [
    Asked(TUESDAY, Meal.DINNER, "D-2", diet, SizeClass.STANDARD, count)
    for diet, count in (("standard", 18), ("vegetarian", 5))
]


def frozen(db, done=None, extra=DINNERS):
    return freeze(
        db,
        monday=MONDAY,
        today=NOW.date(),
        asked=[*asked(), *extra],
        coming=coming(),
        done=done or Settled(),
    )


@pytest.fixture(scope="module")
def dined(kitchen_engine):
    """A plan of the week with dinners, solved once for the module."""
    from planning.week.solve import solve  # noqa: PLC0415 - cold import: OR-Tools

    with Session(kitchen_engine) as db:
        problem = frozen(db).problem
    plan = solve(problem, SolveParams(budget=0.3))
    assert check(problem, plan) == []
    return write_plan(plan)


@pytest.fixture
def published(db, week, dined):
    run = service.ask_plan(db, BOSS, week, at=NOW)
    service.begin(db, run, frozen(db), at=NOW)
    service.take_result(db, BOSS, run, dined, at=NOW)
    service.publish(db, BOSS, week, run, at=NOW)
    return run


def test_batches_carry_the_meal_they_are_for(db, published):
    _, plan = service.read_run(published)
    rows = db.exec(select(Batch)).all()
    made = {
        meal: sum(row.portions for row in rows if row.meal is meal and row.service_date == TUESDAY)
        for meal in Meal
    }
    planned = {
        code: sum(one.portions for one in plan.batches if one.service == code)
        for code in ("d4", "d4-dinner")
    }
    assert made == {Meal.LUNCH: planned["d4"], Meal.DINNER: planned["d4-dinner"]}
    assert made[Meal.DINNER]
    evening = {row.id for row in rows if row.meal is Meal.DINNER}
    eaters = {out.diet for out in db.exec(select(BatchOutput)) if out.batch_id in evening}
    assert eaters == {"standard", "vegetarian"}


def test_the_board_has_a_row_of_dinners_with_nothing_on_the_other_days(db, published):
    problem, plan = service.read_run(published)
    dishes = catalogue.dishes(db)
    names = views.names(db, problem, dishes)
    shown = board.build(published, problem, plan, dishes, names)
    lunch, dinner = shown.meals
    assert [len(shown.days), len(lunch.heads), len(dinner.heads)] == [5, 5, 5]
    assert [head and head.meals for head in dinner.heads] == [None, 23, None, None, None]
    assert {head.meals for head in lunch.heads} == {32}
    for _, cells in dinner.rows:
        assert [cell is None for cell in cells] == [True, False, True, True, True]
    assert names.service("d4") != names.service("d4-dinner")
    assert names.service("d5") == names.day(5)


def test_what_is_cooked_for_dinner_is_made_for_dinner_only(db, week, published):
    batch = next(row for row in db.exec(select(Batch)) if row.meal is Meal.DINNER)
    batch.state = BatchState.FINISHED
    db.add(batch)
    db.flush()
    assert service.begun(db, week) == {(TUESDAY, Meal.DINNER, batch.recipe_code): batch.code}
    done = Settled(in_force=service.read_run(published))
    problem = frozen(db, done).problem
    assert {(row.service, row.recipe) for row in problem.made} == {("d4-dinner", batch.recipe_code)}
    assert sum(row.portions for row in problem.made) == batch.portions
    # the evening's meals are called off: what is cooked keeps its service, the rest is forgotten
    alone = frozen(db, done, extra=[]).problem
    assert "d4-dinner" in {row.code for row in alone.services}
    assert {row.service for row in alone.demands} == {f"d{day}" for day in range(3, 8)}
    batch.state = BatchState.SCHEDULED
    db.flush()
    without = frozen(db, done, extra=[]).problem
    assert {row.service for row in without.published} <= {f"d{day}" for day in range(3, 8)}


def test_a_decision_on_a_dinner_leaves_the_lunch_alone(db, week, published):
    problem, plan = service.read_run(published)
    for meal in Meal:
        service.lock_dish(
            db, BOSS, week, TUESDAY, meal, recipe_code="semoule", keep=meal is Meal.DINNER, at=NOW
        )
    kept = {row.meal: row.keep for row in queries.locks(db, week.id)}
    assert kept == {Meal.LUNCH: False, Meal.DINNER: True}
    service.lock_dish(db, BOSS, week, TUESDAY, recipe_code="semoule", keep=None, at=NOW)
    assert [row.meal for row in queries.locks(db, week.id)] == [Meal.DINNER]
    old = next(
        line.recipe
        for line in plan.menu
        if (line.service, line.component) == ("d4-dinner", "dessert")
    )
    new = next(
        row.code
        for row in problem.recipes
        if row.component == "dessert" and row.code in ("pomme", "poire") and row.code != old
    )
    run = service.swap_dishes(
        db, BOSS, week, published, [Swap("d4-dinner", old, new)], problem=problem, at=NOW
    )
    assert run.swaps == [["d4-dinner", old, new]]
    assert (TUESDAY, Meal.DINNER, new, True) in {
        (row.service_date, row.meal, row.recipe_code, row.keep)
        for row in queries.locks(db, week.id)
    }


def test_a_plan_kept_from_before_dinners_still_reads_and_publishes(db, week, run):
    """Runs stored before dinners name services by their day alone."""
    problem, _ = service.read_run(run)
    assert {row.code for row in problem.services} == {f"d{day}" for day in range(3, 8)}
    service.publish(db, BOSS, week, run, at=NOW)
    rows = production.batches(db, (MONDAY, FRIDAY), by="service_date")
    assert {row.batch.meal for row in rows} == {Meal.LUNCH}
    again = frozen(db, Settled(in_force=service.read_run(run))).problem
    assert {row.service for row in again.published} <= {f"d{day}" for day in range(3, 8)}
    assert date.fromisoformat(again.start_date) == MONDAY - timedelta(days=3)
