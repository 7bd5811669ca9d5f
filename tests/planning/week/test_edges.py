"""Odd weeks: nobody to feed, nothing to cook, no kitchen, no time; and a search ended early."""

from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.week import finish
from planning.week.check import check
from planning.week.problem import Step
from planning.week.solve import solve
from tests.bench.generate_week import week_problem
from tests.planning.week.examples import dish, two_days

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


def test_a_batch_that_no_day_can_hold_takes_no_other_with_it():
    """One long step fits no machine's hours, though the minutes of two machines add up to it."""
    plain = two_days()
    slow = replace(
        dish("slow-roast", "main", "carrot"),
        steps=(Step(kind="kettle", fixed_minutes=600, hands=0),),
    )
    starters = tuple(row for row in plain.recipes if row.component == "starter")
    second = replace(next(row for row in plain.stations if row.kind == "kettle"), code="kettle-2")
    problem = two_days(recipes=(*starters, slow), stations=(*plain.stations, second))
    plan = solve(problem, PARAMS)
    assert check(problem, plan) == []
    assert {row.component for row in plan.shortages} == {"main"}


def test_nobody_goes_short_for_minutes_that_were_not_looked_for_long(monkeypatch):
    monkeypatch.setattr(finish, "DAY_BUDGET", 0.0)
    problem = week_problem(21, meals=600, services=4, recipes=60, lots=60, foods=50)
    params = SolveParams(budget=0.3)
    assert solve(problem, params).goals.unfed_portions == 0
    monkeypatch.setattr(finish, "INSIST", 0.0)
    assert solve(problem, params).goals.unfed_portions > 0
