"""Ranges on demand and on offers: the chance of running short, the reserve of each dish."""

from dataclasses import replace
from statistics import correlation

import pytest

from planning.params import SolveParams
from planning.week.change import cooked, in_force, replan, with_demand
from planning.week.check import check
from planning.week.draw import Draw
from planning.week.problem import Demand, Lot
from planning.week.replay import drawn, harvest, headcount, quantile, replayed
from planning.week.risk import lot_risks, risks
from planning.week.solve import solve
from tests.planning.week.examples import two_days

PARAMS = SolveParams(budget=0.1)


def ranged(safety_permille=0, **changes):
    problem = two_days(**changes)
    return replace(
        problem,
        demands=tuple(
            replace(row, low=row.portions * 8 // 10, high=row.portions * 13 // 10)
            for row in problem.demands
        ),
        rules=replace(problem.rules, safety_permille=safety_permille),
    )


def test_a_draw_stays_in_its_range_and_centres_on_what_is_expected():
    draw = Draw(3)
    row = Demand(service="d1", diet="all", portions=100, low=80, high=130)
    counts = [headcount(drawn(draw), row) for _ in range(4000)]
    assert 80 <= min(counts) < 86
    assert 124 < max(counts) <= 130
    assert abs(sum(counts) / len(counts) - 100) < 1


def test_many_small_lopsided_groups_together_are_not_overrated():
    draw = Draw(7)
    row = Demand(service="d1", diet="all", portions=1, low=0, high=3)
    days = [sum(headcount(drawn(draw), row) for _ in range(18)) for _ in range(500)]
    assert abs(sum(days) / len(days) - 18) < 1
    assert {headcount(drawn(draw), row) for _ in range(300)} == {0, 1, 2, 3}


def both(together_permille, doors=2):
    """Counts of equal doors at one meal, and of all of them, on replayed days."""
    rows = [Demand(service="d1", diet=str(n), portions=100, low=80, high=130) for n in range(doors)]
    eaters = {n: [("d1", str(n), "standard", "")] for n in range(doors)}
    everyone = {-1: [group for groups in eaters.values() for group in groups]}
    return replayed(rows, eaters | everyone, seed=5, together_permille=together_permille)


@pytest.mark.parametrize("asked", [0, 250, 640, 1000])
def test_two_doors_rise_and_fall_together_as_far_as_is_said(asked):
    came = both(asked)
    assert abs(correlation(came[0], came[1]) * 1000 - asked) < 100


def test_doors_that_move_together_need_more_for_the_same_safety():
    safe = [quantile(both(asked, doors=8)[-1], 950) for asked in (0, 300, 1000)]
    assert safe == sorted(safe)
    assert safe[0] < 860
    assert safe[2] > 930


def test_a_range_that_is_none_or_has_one_side_is_drawn_as_it_is():
    draw = Draw(2)
    certain = Demand(service="d1", diet="all", portions=5)
    assert {headcount(drawn(draw), certain) for _ in range(50)} == {5}
    fewer = Demand(service="d1", diet="all", portions=5, low=2, high=5)
    assert {headcount(drawn(draw), fewer) for _ in range(300)} == {2, 3, 4, 5}


def test_a_harvest_stays_in_its_range_and_a_lot_that_is_sure_is_what_it_is():
    draw = Draw(5)
    crop = Lot(code="L", ingredient="leek", grams=30_000, low_grams=30_000, high_grams=50_000)
    counts = [harvest(drawn(draw), crop) for _ in range(2000)]
    assert 30_000 <= min(counts) < 32_000
    assert 48_000 < max(counts) <= 50_000
    assert abs(sum(counts) / len(counts) - 40_000) < 500
    assert {harvest(drawn(draw), replace(crop, low_grams=0, high_grams=0)) for _ in range(9)} == {
        30_000
    }


def test_a_certain_demand_never_runs_short():
    problem = two_days()
    plan = solve(problem, PARAMS)
    assert {row.short_permille for row in risks(problem, plan)} == {0}


def test_cooking_the_expected_count_runs_short_far_more_often_than_with_a_reserve():
    problem = ranged()
    plan = solve(problem, PARAMS)
    plain = {(row.service, row.recipe): row for row in risks(problem, plan)}
    assert all(300 < row.short_permille < 900 for row in plain.values())
    assert all(row.safe_portions > row.portions for row in plain.values())
    assert {line.reserve for line in plan.menu} == {0}
    sure = ranged(950)
    safe = solve(sure, PARAMS)
    assert not check(sure, safe)
    assert all(row.short_permille <= 80 for row in risks(sure, safe))
    assert any(line.reserve for line in safe.menu)


def test_a_dish_that_many_eat_needs_a_smaller_share_in_reserve_than_one_for_a_few():
    """The margin is a dish's own: people of many groups make up for one another."""
    many = tuple(
        Demand(service=service, diet="all", portions=6, low=3, high=10, door=f"D{door}")
        for service in ("d1", "d2")
        for door in range(10)
    )
    few = (Demand(service="d1", diet="vegetarian", portions=6, low=3, high=10),)
    problem = two_days(demands=(*many, *few))
    locked = replace(problem, rules=replace(problem.rules, safety_permille=950))
    plan = solve(locked, PARAMS)
    assert not check(locked, plan)
    mains = [line for line in plan.menu if line.component == "main" and line.service == "d1"]
    for few_line in (line for line in mains if line.diet == "vegetarian"):
        for many_line in (line for line in mains if line.diet == "all"):
            if few_line.recipe != many_line.recipe:
                assert few_line.reserve * 60 > many_line.reserve * 6
    assert sum(line.reserve for line in mains) < sum(row.high - row.portions for row in many[:10])


def test_a_reserve_goes_before_anybody_is_left_without_a_meal():
    shifts = tuple(replace(row, end=row.start + 225) for row in two_days().shifts)
    bare = two_days(shifts=shifts)
    fed = {row.code for row in solve(bare, PARAMS).batches}
    problem = ranged(990, shifts=shifts)
    plan = solve(problem, PARAMS)
    assert not check(problem, plan)
    assert len(plan.shortages) <= len(solve(bare, PARAMS).shortages)
    assert {row.code for row in plan.batches} >= fed


@pytest.mark.parametrize("change", [-1, 10_000])
def test_more_in_reserve_than_may_be_eaten_is_caught(change):
    problem = ranged(950)
    plan = solve(problem, PARAMS)
    lines = (replace(plan.menu[0], reserve=change), *plan.menu[1:])
    found = {row.code for row in check(problem, replace(plan, menu=lines))}
    assert {"menu.reserve", "batch.missing"} <= found


def test_what_an_offer_lacks_is_bought_or_makes_a_dish_run_short():
    problem = two_days()
    offer = Lot(
        code="crop",
        ingredient="leek",
        grams=9000,
        kind="offer",
        cents_per_kg=50,
        local=True,
        low_grams=1000,
        high_grams=9000,
    )
    problem = replace(
        problem,
        lots=(offer,),
        ingredients=tuple(
            replace(row, price_cents_per_kg=None) if row.code == "leek" else row
            for row in problem.ingredients
        ),
    )
    plan = solve(problem, PARAMS)
    counted = sum(pick.grams for pick in plan.picks if pick.lot == "crop")
    assert counted > 5000
    (risk,) = lot_risks(problem, plan)
    assert (risk.lot, risk.grams, risk.can_buy) == ("crop", counted, False)
    assert risk.short_permille > 400
    eaten = {row.recipe: row for row in risks(problem, plan)}
    short = [row for row in eaten.values() if row.short_permille]
    assert short
    assert {row.short_of for row in short} == {"crop"}
    buyable = replace(problem, ingredients=two_days().ingredients)
    (bought,) = lot_risks(buyable, plan)
    assert bought.can_buy
    assert {row.short_permille for row in risks(buyable, plan)} == {0}


def test_food_that_is_surely_there_is_no_risk():
    problem = two_days()
    plan = solve(problem, PARAMS)
    assert plan.picks
    assert lot_risks(problem, plan) == []


def test_the_same_seed_replays_the_same_days():
    problem = ranged()
    plan = solve(problem, PARAMS)
    assert risks(problem, plan, seed=4) == risks(problem, plan, seed=4)
    assert risks(problem, plan, seed=4) != risks(problem, plan, seed=5)


def test_what_was_cooked_in_reserve_feeds_those_who_come_beside():
    problem = ranged(950)
    plan = solve(problem, PARAMS)
    first = min(row.day for row in plan.batches)
    done = [row.code for row in plan.batches if row.day == first]
    line = next(
        row
        for row in plan.menu
        if row.reserve and row.component == "main" and f"{row.service}.{row.recipe}" in done
    )
    asked = next(
        row for row in problem.demands if (row.service, row.diet) == (line.service, line.diet)
    )
    more = replace(asked, portions=asked.portions + line.reserve)
    left = cooked(with_demand(problem, more), plan, done, first + 1)
    again = replan(left, plan, PARAMS)
    assert check(in_force(left, plan), again) == []
    key = (line.service, "main", line.diet)
    assert key not in {(row.service, row.component, row.diet) for row in again.shortages}
    assert key not in {(row.service, row.component, row.diet) for row in again.menu}
