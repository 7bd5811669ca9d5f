"""Ranges on demand: the chance of running short, the margin that is safe."""

from dataclasses import replace

from planning.params import SolveParams
from planning.week.draw import Draw
from planning.week.problem import Demand
from planning.week.risk import risks, triangle, with_margin
from planning.week.solve import solve
from tests.planning.week.examples import two_days

PARAMS = SolveParams(budget=0.1)


def ranged():
    demands = tuple(
        replace(row, low=row.portions * 8 // 10, high=row.portions * 13 // 10)
        for row in two_days().demands
    )
    return two_days(demands=demands)


def test_a_draw_stays_in_its_range_and_centres_on_what_is_expected():
    draw = Draw(3)
    row = Demand(service="d1", diet="all", portions=100, low=80, high=130)
    drawn = [triangle(draw, row) for _ in range(4000)]
    assert 80 <= min(drawn) < 86
    assert 124 < max(drawn) <= 130
    assert abs(sum(drawn) / len(drawn) - 100) < 1


def test_many_small_lopsided_groups_together_are_not_overrated():
    draw = Draw(7)
    row = Demand(service="d1", diet="all", portions=1, low=0, high=3)
    days = [sum(triangle(draw, row) for _ in range(18)) for _ in range(500)]
    assert abs(sum(days) / len(days) - 18) < 1
    assert {triangle(draw, row) for _ in range(300)} == {0, 1, 2, 3}


def test_a_range_that_is_none_or_has_one_side_is_drawn_as_it_is():
    draw = Draw(2)
    certain = Demand(service="d1", diet="all", portions=5)
    assert {triangle(draw, certain) for _ in range(50)} == {5}
    fewer = Demand(service="d1", diet="all", portions=5, low=2, high=5)
    assert {triangle(draw, fewer) for _ in range(300)} == {2, 3, 4, 5}


def test_a_certain_demand_never_runs_short():
    problem = two_days()
    plan = solve(problem, PARAMS)
    assert {row.short_permille for row in risks(problem, plan)} == {0}


def test_cooking_the_expected_count_runs_short_more_often_than_cooking_with_a_margin():
    problem = ranged()
    plan = solve(problem, PARAMS)
    plain = {(row.service, row.recipe): row for row in risks(problem, plan)}
    assert all(300 < row.short_permille < 900 for row in plain.values())
    assert all(row.safe_portions > row.portions for row in plain.values())
    wide = solve(with_margin(problem, 1000), PARAMS)
    assert {row.short_permille for row in risks(problem, wide)} == {0}


def test_the_same_seed_replays_the_same_days():
    problem = ranged()
    plan = solve(problem, PARAMS)
    assert risks(problem, plan, seed=4) == risks(problem, plan, seed=4)
    assert risks(problem, plan, seed=4) != risks(problem, plan, seed=5)
