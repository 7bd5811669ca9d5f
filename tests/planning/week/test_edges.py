"""Odd weeks: nobody to feed, nothing to cook, no kitchen, no time; and a search ended early."""

import pytest

from planning.params import SolveParams
from planning.week.check import check
from planning.week.solve import solve
from tests.bench.generate_week import week_problem
from tests.planning.week.examples import two_days

PARAMS = SolveParams(budget=0.05)


@pytest.mark.parametrize(
    ("changes", "unfed"),
    [
        ({"demands": ()}, 0),
        ({"demands": (), "services": ()}, 0),
        ({"recipes": ()}, 2 * 155),
        ({"stations": ()}, 2 * 155),
        # without shifts dishes are cooked the same morning, and cooling takes too long for that
        ({"shifts": ()}, 2 * 155),
        ({"lots": ()}, 0),
    ],
)
def test_an_odd_week_gets_an_honest_plan(changes, unfed):
    problem = two_days(**changes)
    plan = solve(problem, PARAMS)
    assert check(problem, plan) == []
    assert plan.goals.unfed_portions == unfed
    assert all(row.code for row in plan.shortages)


def test_a_search_ended_early_still_gives_a_plan_that_holds_and_says_so():
    problem = week_problem(9, meals=300, services=2, recipes=30, lots=30, foods=30)
    looks = iter([False, False, True])
    plan = solve(problem, SolveParams(budget=5), should_stop=lambda: next(looks, True))
    assert plan.stopped_by_clock
    assert check(problem, plan) == []


def test_progress_tells_a_price_that_only_falls_above_its_bound():
    problem = week_problem(9)
    told = []
    solve(problem, SolveParams(budget=1.0), on_progress=lambda *both: told.append(both))
    prices = [price for price, _ in told]
    assert len(told) > 3
    assert prices[1:] == sorted(prices[1:], reverse=True)
    assert all(bound <= price for price, bound in told)
    assert told[-1][1] > 0
