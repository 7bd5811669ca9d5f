"""A plan changed under way: little is touched, nothing cooked is, and every change is told."""

import pytest

from planning.params import SolveParams
from planning.week import change
from planning.week.check import check
from planning.week.problem import Demand, Lot
from planning.week.solve import solve
from tests.bench.generate_week import week_problem

PARAMS = SolveParams(budget=0.5)


@pytest.fixture(scope="module")
def planned():
    problem = week_problem(21, meals=600, services=4, recipes=60, lots=60, foods=50)
    return problem, solve(problem, PARAMS)


def dishes(plan) -> set[tuple[str, str]]:
    return {(row.service, row.recipe) for row in plan.menu}


def test_nothing_changed_changes_nothing(planned):
    problem, plan = planned
    again = change.replan(problem, plan, PARAMS)
    assert dishes(again) == dishes(plan)
    assert [one for one in change.diff(plan, again) if one.code.startswith("diff.dish")] == []


def test_a_banned_dish_goes_and_most_of_the_week_stays(planned):
    problem, plan = planned
    gone = min(dishes(plan))
    changed = change.lock(problem, *gone, keep=False)
    again = change.replan(changed, plan, PARAMS)
    assert check(change.in_force(changed, plan), again) == []
    assert gone not in dishes(again)
    assert len(dishes(again) ^ dishes(plan)) <= 4
    told = {one.code for one in change.diff(plan, again)}
    assert "diff.dish_removed" in told


@pytest.mark.parametrize("kind", ["lot", "station", "absence", "headcount", "carrots"])
def test_an_upset_is_planned_around(planned, kind):
    problem, plan = planned
    lot = max(plan.picks, key=lambda row: (bool(row.lot), row.grams)).lot
    changed = {
        "lot": lambda: change.without_lot(problem, lot),
        "station": lambda: change.without_station(problem, "oven-1", [1, 2]),
        "absence": lambda: change.with_absence(problem, 2, 2),
        "headcount": lambda: change.with_demand(
            problem, Demand(service="d2", diet="vegetarian", portions=60)
        ),
        "carrots": lambda: change.with_lot(
            problem,
            Lot(code="gift", ingredient="food-001", grams=80_000, kind="donation", last_day=3),
        ),
    }[kind]()
    again = change.replan(changed, plan, PARAMS)
    assert check(change.in_force(changed, plan), again) == []
    assert again.goals.unfed_portions == 0
    # two in three dishes at least stay where they were
    assert len(dishes(again) & dishes(plan)) * 3 >= len(dishes(plan)) * 2


def test_what_is_cooked_is_neither_cooked_again_nor_ordered_again(planned):
    problem, plan = planned
    done = [row.code for row in plan.batches if row.day == 0]
    rest = change.cooked(problem, plan, done, from_day=1)
    again = change.replan(rest, plan, PARAMS)
    assert check(change.in_force(rest, plan), again) == []
    assert again.goals.unfed_portions == plan.goals.unfed_portions
    cooked = {(row.service, row.recipe) for row in plan.batches if row.code in done}
    assert cooked
    assert not cooked & dishes(again)
    assert min(row.day for row in again.batches) >= 1
    assert again.goals.cash_cents <= plan.goals.cash_cents // 10


def test_the_difference_tells_portions_orders_and_shortages(planned):
    problem, plan = planned
    more = Demand(service="d1", diet="standard", portions=400)
    again = change.replan(change.with_demand(problem, more), plan, PARAMS)
    told = {one.code for one in change.diff(plan, again)}
    assert {"diff.portions", "diff.order"} <= told
    assert change.diff(plan, plan) == []
