"""Each goal pulls: made dear, it gets better; each rule of a person or a law is held."""

from dataclasses import replace

import pytest

from planning.params import SCENARIOS, SolveParams, Weights
from planning.week.check import check
from planning.week.problem import Frequency, Line, Made
from planning.week.solve import solve
from tests.bench.generate_week import week_problem
from tests.planning.week.examples import two_days


@pytest.fixture(scope="module")
def problem():
    made = week_problem(31, meals=500, services=4, recipes=60, lots=70, foods=50)
    recipes = tuple(
        replace(row, tags=("vegetarian", "RAW") if index % 4 == 1 else ("RAW",))
        if index % 3 == 0
        else row
        for index, row in enumerate(made.recipes)
    )
    return replace(
        made,
        recipes=recipes,
        frequencies=(Frequency(tag="RAW", most=1),),
        rules=replace(made.rules, budget_cents=20_000),
    )


@pytest.mark.parametrize(
    ("weight", "price", "goal", "sign"),
    [
        ("cash_cent", 400, "cash_cents", 1),
        ("lost_gram", 2_000, "lost_grams", 1),
        ("co2e_gram", 50, "co2e_grams", 1),
        ("far_cent", 2_000, "far_cents", 1),
        ("disliked_portion", 1_000, "liking", -1),
        ("dish", 3_000_000, "dishes", 1),
        ("family_again", 9_000_000, "family_again", 1),
        ("frequency_miss", 9_000_000, "frequency_missed", 1),
        ("over_budget_cent", 1_000, "over_budget_cents", 1),
    ],
)
def test_a_goal_made_dear_gets_better(problem, monkeypatch, weight, price, goal, sign):
    free = replace(Weights(), **{weight: 0 if weight != "cash_cent" else 1})
    monkeypatch.setitem(SCENARIOS, "free", free)
    monkeypatch.setitem(SCENARIOS, "dear", replace(Weights(), **{weight: price}))
    plans = [solve(problem, SolveParams(budget=0.7, scenario=name)) for name in ("free", "dear")]
    assert [check(problem, plan) for plan in plans] == [[], []]
    loose, tight = (sign * getattr(plan.goals, goal) for plan in plans)
    assert tight < loose


def test_portions_already_cooked_are_counted_on_and_not_cooked_again():
    made = (Made(service="d1", recipe="dahl", diet="vegetarian", portions=15),)
    problem = two_days(made=made)
    plan = solve(problem, SolveParams(budget=0.1))
    assert check(problem, plan) == []
    left = [
        row.portions
        for row in plan.menu
        if (row.service, row.component, row.diet) == ("d1", "main", "vegetarian")
    ]
    assert left == [5]


def test_salt_by_the_batch_and_stock_cubes_by_the_hundred_portions_scale_in_steps():
    recipes = tuple(
        replace(
            row,
            lines=(
                *row.lines,
                Line(ingredient="lentil", milligrams=500_000, step_portions=30),
                Line(ingredient="wheat", milligrams=40_000, step_portions=10_000),
            ),
        )
        if row.code == "carrot-soup"
        else row
        for row in two_days().recipes
    )
    problem = two_days(recipes=recipes, diets=two_days().diets)
    plan = solve(problem, SolveParams(budget=0.1))
    assert check(problem, plan) == []
    batch = next(row for row in plan.batches if row.recipe == "carrot-soup")
    lentils = sum(
        row.grams for row in plan.picks if (row.batch, row.ingredient) == (batch.code, "lentil")
    )
    assert lentils == 500 * -(-batch.portions // 30)
    wheat = [
        row.grams for row in plan.picks if (row.batch, row.ingredient) == (batch.code, "wheat")
    ]
    assert sum(wheat) == 40


def test_a_dish_served_last_week_does_not_return_too_soon():
    recipes = tuple(
        replace(row, served_day=0) if row.code == "carrot-soup" else row
        for row in two_days().recipes
    )
    problem = two_days(recipes=recipes)
    plan = solve(problem, SolveParams(budget=0.1))
    assert check(problem, plan) == []
    assert ("d1", "carrot-soup") not in {(row.service, row.recipe) for row in plan.batches}
