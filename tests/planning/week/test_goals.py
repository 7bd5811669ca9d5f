"""Each goal pulls: made dear, it gets better; each rule of a person or a law is held."""

from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.week.check import check
from planning.week.prices import GOALS, ORIGINAL, weights
from planning.week.problem import Frequency, Line, Lock, Made, Price
from planning.week.solve import solve
from planning.week.validate import validate
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
def test_a_goal_made_dear_gets_better(problem, weight, price, goal, sign):
    fed = ("unfed_portion", 9_000_000)
    found = []
    for own in (0 if weight != "cash_cent" else 1, price):
        asked = priced(problem, fed, (weight, own), *NO_REBATE.get(weight, ()))
        assert validate(asked) == []
        plan = solve(asked, SolveParams(budget=0.7))
        assert check(asked, plan) == []
        found.append(sign * getattr(plan.goals, goal))
    assert found[1] < found[0]


NO_REBATE = {"dish": (("variant", 0),)}


def priced(problem, *pairs):
    prices = tuple(Price(goal=goal, hundredths_of_cent=price) for goal, price in pairs)
    return replace(problem, prices=prices)


def test_a_problem_without_prices_weighs_what_it_always_did():
    plain = two_days()
    assert weights(plain, "balanced") == ORIGINAL
    assert weights(plain, "cheapest") == replace(
        ORIGINAL, lost_gram=5, far_cent=0, co2e_gram=0, disliked_portion=3, frequency_miss=200_000
    )
    assert weights(plain, "most_local") == replace(ORIGINAL, far_cent=200)
    assert weights(plain, "least_waste") == replace(ORIGINAL, lost_gram=200)


def test_a_scenario_leans_on_the_kitchens_price_and_leaves_the_other_goals():
    dear = priced(two_days(), ("lost_gram", 60), ("dish", 90_000))
    own = replace(ORIGINAL, lost_gram=60, dish=90_000)
    assert weights(dear, "balanced") == own
    assert weights(dear, "least_waste") == replace(own, lost_gram=400)
    assert weights(dear, "cheapest").lost_gram == 10
    assert weights(dear, "cheapest").dish == 90_000


def test_a_scenario_still_leans_in_a_kitchen_that_gives_its_goal_no_weight():
    free = priced(two_days(), ("far_cent", 0))
    assert weights(free, "balanced").far_cent == 0
    assert weights(free, "most_local").far_cent == 200


def test_the_verifier_reads_the_prices_of_the_problem():
    problem = two_days()
    plan = solve(problem, SolveParams(budget=0.1))
    dear = priced(problem, ("dish", 40_000))
    again = solve(dear, SolveParams(budget=0.1))
    assert check(dear, again) == []
    cheat = replace(plan, problem_sha256=again.problem_sha256)
    assert "goal.differs" in {one.code for one in check(dear, cheat)}


@pytest.mark.parametrize("goal", GOALS)
def test_every_goal_has_limits_and_a_price_past_them_is_named(goal):
    wrong = [str(one) for one in validate(priced(two_days(), (goal, 10**9)))]
    assert any(f"prices[{goal}]" in line for line in wrong)


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        ([("unfed_portion", 2_499_999)], ["prices[unfed_portion]"]),
        ([("changed_dish", 2_600_000)], ["prices[unfed_portion]"]),
        ([("changed_dish", 2_600_000), ("unfed_portion", 2_600_000)], []),
        ([("frequency_miss", 2_500_001)], ["prices[unfed_portion]"]),
        ([("cash_cent", 0)], ["prices[cash_cent]"]),
        ([("dish", 14_999)], ["prices[variant]"]),
        ([("love", 1)], ["love"]),
        ([("dish", 30_000), ("dish", 30_000)], ["prices"]),
    ],
)
def test_feeding_everyone_comes_first_and_what_stands_against_it_is_named(pairs, named):
    wrong = [str(one) for one in validate(priced(two_days(), *pairs))]
    assert len(wrong) == len(named)
    assert all(name in line for name, line in zip(named, wrong, strict=True))


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


def test_a_dish_banned_once_it_is_cooked_is_not_cooked_again_and_the_week_can_still_be_planned():
    made = (Made(service="d1", recipe="dahl", diet="vegetarian", portions=15),)
    banned = (Lock(service="d1", recipe="dahl", keep=False),)
    problem = two_days(made=made, locks=banned)
    plan = solve(problem, SolveParams(budget=0.1))
    assert check(problem, plan) == []
    assert ("d1", "dahl") not in {(row.service, row.recipe) for row in plan.batches}


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
