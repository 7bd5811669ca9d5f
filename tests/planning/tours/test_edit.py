"""A stop moved by hand: new hours at once, and what they break."""

from dataclasses import replace

import pytest

from planning.tours.check import check
from planning.tours.edit import dropped, locked, moved
from planning.tours.solve import solve
from tests.bench.generate_day import food_day
from tests.planning.tours.examples import QUICK, boxes, day, opening, plan_of, stop, van

TWO = (van(), van("two"))
AB = (stop("a"), stop("b"))


def codes(edit):
    return {one.code for one in edit.breaks}


def test_a_move_that_breaks_nothing_gives_a_plan_that_holds():
    problem = day(vehicles=TWO)
    before = plan_of(problem, ("van", [["a", "b", "c"]]))
    edit = moved(problem, before, "c", "two", 0)
    assert edit.breaks == ()
    assert check(edit.problem, edit.plan) == []
    assert {t.vehicle: [v.stop for v in t.visits] for t in edit.plan.tours} == {
        "van": ["a", "b"],
        "two": ["c"],
    }
    # the second van: 5 euros, 18 km and 55 minutes; the first drives 6 km and 20 minutes less
    assert edit.cents == 500 + 810 + 55 * 30 - 270 - 20 * 30
    assert [row.locked for row in edit.problem.stops] == ["", "", "two"]


@pytest.mark.parametrize(
    ("problem", "target", "broken"),
    [
        (day(vehicles=(van(), van("two", holds=boxes(1)))), "two", "tour.overloaded"),
        (day(vehicles=(van(), van("two", end=570))), "two", "tour.past_shift"),
        (day(*AB, stop("c", vehicles=("van",)), vehicles=TWO), "two", "tour.wrong_vehicle"),
        (day(*AB, stop("c", needs=("keys",)), vehicles=(van(skills=("keys",)), van("two"))),
         "two", "tour.skill"),
    ],
)  # fmt: skip
def test_what_a_move_breaks_is_said(problem, target, broken):
    before = plan_of(problem, ("van", [["a", "b", "c"]]))
    assert codes(moved(problem, before, "c", target, 0)) == {broken}


def test_a_missed_door_is_said_with_its_minute():
    problem = day(stop("a", openings=opening(540, 565)), stop("b"), stop("c"))
    before = plan_of(problem, ("van", [["a", "b", "c"]]))
    edit = moved(problem, before, "a", "van", 2)
    (wrong,) = edit.breaks
    assert (wrong.code, wrong.fact("stop"), wrong.fact("minute")) == (
        "tour.outside_window", "a", 600,
    )  # fmt: skip


def test_a_second_trip_is_added_by_hand_where_the_van_may_drive_one():
    problem = day(vehicles=(van(trips=2),))
    before = plan_of(problem, ("van", [["a", "b", "c"]]))
    assert moved(problem, before, "c", "van", 0, trip=2).breaks == ()
    once = day()
    assert codes(moved(once, plan_of(once, ("van", [["a", "b", "c"]])), "c", "van", 0, trip=2)) == {
        "tour.trips"
    }


def test_a_required_stop_taken_off_is_listed_and_said():
    problem = day()
    before = plan_of(problem, ("van", [["a", "b", "c"]]))
    edit = dropped(problem, before, "b")
    assert codes(edit) == {"tour.by_hand"}
    assert [(row.stop, row.why.code) for row in edit.plan.unserved] == [("b", "tour.by_hand")]
    assert check(edit.problem, edit.plan) == []
    optional = day(stop("a"), stop("b", required=False), stop("c"))
    assert dropped(optional, plan_of(optional, ("van", [["a", "b", "c"]])), "b").breaks == ()


def test_a_stop_left_is_put_in_by_hand():
    problem = day(stop("a"), stop("b"))
    edit = dropped(problem, plan_of(problem, ("van", [["a", "b"]])), "b")
    back = moved(edit.problem, edit.plan, "b", "van", 1)
    assert back.breaks == ()
    assert back.plan.unserved == ()


def test_a_lock_is_set_and_lifted():
    assert locked(day(), "a", "van").stops[0].locked == "van"
    assert locked(locked(day(), "a", "van"), "a", "") == day()


@pytest.mark.parametrize("seed", range(5))
def test_vans_that_an_edit_does_not_touch_keep_their_hours(seed):
    problem = food_day(seed, stops=20, vans=3)
    plan = solve(problem, QUICK)
    first = plan.tours[0]
    edit = moved(problem, plan, first.visits[-1].stop, first.vehicle, 0)
    others = [tour for tour in plan.tours if tour.vehicle != first.vehicle]
    assert [tour for tour in edit.plan.tours if tour.vehicle != first.vehicle] == others
    assert not {"goal.differs", "tour.times", "tour.visits", "tour.loads"} & codes(edit)


@pytest.mark.parametrize("seed", range(5))
def test_a_stop_moved_to_where_it_is_breaks_nothing(seed):
    problem = food_day(seed, stops=20, vans=3)
    plan = solve(problem, QUICK)
    tour = next(row for row in plan.tours if row.visits)
    edit = moved(problem, plan, tour.visits[0].stop, tour.vehicle, 0, tour.trip)
    assert (edit.breaks, edit.plan.tours, edit.cents) == ((), plan.tours, 0)
    assert replace(edit.problem, stops=problem.stops) == problem
