"""A plan changed under way: little is touched, nothing cooked is, and every change is told."""

from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.week import change
from planning.week.check import check
from planning.week.edit import edited
from planning.week.problem import Demand, Lot
from planning.week.solve import solve
from planning.week.validate import validate
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


def test_days_that_a_change_leaves_alone_keep_their_minutes(planned):
    problem, plan = planned
    changed = change.with_absence(problem, 2, 2)
    again = change.replan(changed, plan, PARAMS)
    tasks = {row.code: row.tasks for row in plan.batches}
    apart = {(row.code, row.tasks) for row in again.batches if row.day != 2}
    same = {entry for entry in apart if tasks.get(entry[0]) == entry[1]}
    days = {row.day for row in again.batches if (row.code, row.tasks) in apart - same}
    # a day whose batches are the same ones is worked to the same minutes
    for day in days:
        before = {row.code: row.portions for row in plan.batches if row.day == day}
        assert before != {row.code: row.portions for row in again.batches if row.day == day}
    assert same


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


def sent(problem, plan):
    """The problem once every order of a plan has left: its food comes, paid, whatever is cooked."""
    return replace(
        problem,
        lots=(
            *problem.lots,
            *(
                Lot(
                    code=f"C-1/{row.ingredient}",
                    ingredient=row.ingredient,
                    grams=row.grams,
                    kind="order",
                    first_day=row.day,
                )
                for row in plan.purchases
            ),
        ),
    )


def test_what_was_sent_is_no_change_until_less_or_more_of_it_is_needed(planned):
    problem, plan = planned
    now = sent(problem, plan)
    kept = replan_same(now, plan)
    told = [one for one in change.diff(plan, kept, (problem, now)) if "order" in one.code]
    assert told == []
    fewer = replace(
        now, demands=tuple(replace(row, portions=row.portions // 3) for row in now.demands)
    )
    less = replan_same(fewer, plan)
    codes = {one.code for one in change.diff(plan, less, (problem, fewer))}
    assert "diff.order_less" in codes
    assert "diff.order_more" not in codes
    more = replace(
        now, demands=tuple(replace(row, portions=row.portions * 2) for row in now.demands)
    )
    again = replan_same(more, plan)
    assert "diff.order_more" in {one.code for one in change.diff(plan, again, (problem, more))}


def accepted(problem, plan):
    """The problem once the offers a plan takes are accepted, and nothing that it buys is sent."""
    taken = {row.lot: row.grams for row in plan.takes}
    return replace(
        problem,
        lots=tuple(
            replace(row, kind="order", grams=taken[row.code]) if row.code in taken else row
            for row in problem.lots
        ),
    )


def test_an_accepted_offer_does_not_make_more_of_what_is_still_to_be_bought(planned):
    problem, plan = planned
    now = accepted(problem, plan)
    food = {row.code: row.ingredient for row in problem.lots}
    assert {food[row.lot] for row in plan.takes} & {row.ingredient for row in plan.purchases}
    again = change.replan(now, plan, PARAMS)
    bought = {row.ingredient: row.grams for row in plan.purchases}
    told = [one for one in change.diff(plan, again, (problem, now)) if "order" in one.code]
    assert [one for one in told if one.code == "diff.order_more"] == []
    assert {str(one.fact("ingredient")) for one in told if one.code == "diff.order"} == {
        row
        for row in bought.keys() | {one.ingredient for one in again.purchases}
        if bought.get(row, 0) != {one.ingredient: one.grams for one in again.purchases}.get(row, 0)
    }


def replan_same(problem, plan):
    """The same dishes, made again for another problem."""
    made = edited(problem, plan, ())
    assert made.plan is not None
    return made.plan


def test_what_is_cooked_meanwhile_is_no_difference(planned):
    problem, plan = planned
    done = [row.code for row in plan.batches if row.day == 0]
    rest = change.cooked(problem, plan, done, from_day=1)
    again = change.replan(rest, plan, PARAMS)
    cooked = {(row.service, row.recipe) for row in plan.batches if row.code in done}
    removed = {
        (one.fact("service"), one.fact("recipe"))
        for one in change.diff(plan, again, (problem, rest))
        if one.code == "diff.dish_removed"
    }
    assert not removed & cooked


def test_a_meal_called_off_leaves_nothing_published(planned):
    problem, plan = planned
    gone = problem.services[-1].code
    left = replace(
        problem,
        services=problem.services[:-1],
        demands=tuple(row for row in problem.demands if row.service != gone),
        published=(),
    )
    known = change.in_force(left, plan)
    assert validate(known) == []
    assert gone not in {row.service for row in known.published}
    again = change.replan(left, plan, PARAMS)
    assert check(known, again) == []
