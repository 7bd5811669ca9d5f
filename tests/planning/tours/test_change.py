"""What happens to a day in force: stops added, refused and moved, vans lost and on the road."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.params import SolveParams
from planning.tours.change import (
    diff,
    in_force,
    with_openings,
    with_stop,
    without_stop,
    without_van,
)
from planning.tours.check import check
from planning.tours.problem import Opening, Place
from planning.tours.replan import replan
from planning.tours.solve import solve
from planning.tours.underway import at
from planning.tours.validate import validate
from tests.bench.generate_day import food_day
from tests.planning.tours.examples import boxes, day, opening, plan_of, served, solved, stop, van

BUDGET = SolveParams(budget=0.1)
DAY = food_day(3, stops=20, vans=3)


@pytest.fixture(scope="module")
def plan():
    """A plan of the generated day, as published."""
    return solve(DAY, SolveParams(budget=0.3))


def changed_van(before, after, done=frozenset()):
    return [one for one in diff(before, after, done) if one.code == "tour.diff_van"]


def again(problem, before):
    """Plan a changed day near the plan in force, and have it verified."""
    made = replan(problem, before, BUDGET)
    assert validate(problem) == []
    assert check(problem, made) == []
    return made


def test_the_same_day_planned_again_changes_no_van(plan):
    assert changed_van(plan, again(DAY, plan)) == []


def test_one_more_stop_moves_few_others(plan):
    near = DAY.places[5]
    extra = stop(
        "extra",
        place="extra",
        delivers=boxes(1),
        openings=(Opening(start=500, end=840),),
    )
    place = Place(
        code="extra", lat_microdeg=near.lat_microdeg + 900, lon_microdeg=near.lon_microdeg
    )
    made = again(with_stop(DAY, extra, place), plan)
    assert "extra" in served(made)
    assert served(plan) <= served(made)
    assert len(changed_van(plan, made)) <= 3


def test_a_stop_refused_leaves_the_others_in_their_van(plan):
    code = plan.tours[0].visits[0].stop
    made = again(without_stop(DAY, code), plan)
    assert served(made) == served(plan) - {code}
    assert changed_van(plan, made) == []
    assert "tour.diff_gone" in {one.code for one in diff(plan, made)}


def test_a_moved_window_is_kept_where_it_can_be(plan):
    visit = plan.tours[0].visits[0]
    later = (Opening(start=visit.begin + 20, end=visit.begin + 80),)
    made = again(with_openings(DAY, visit.stop, later), plan)
    begins = [v.begin for t in made.tours for v in t.visits if v.stop == visit.stop]
    assert all(later[0].start <= begin <= later[0].end for begin in begins)
    assert begins or visit.stop in {row.stop for row in made.unserved}


def test_a_lost_van_leaves_its_stops_to_the_others_or_lists_them(plan):
    lost = plan.tours[-1].vehicle
    made = again(without_van(DAY, lost), plan)
    assert lost not in {tour.vehicle for tour in made.tours}
    assert served(made) | {row.stop for row in made.unserved} == {row.code for row in DAY.stops}
    kept = {v.stop for t in plan.tours if t.vehicle != lost for v in t.visits}
    assert len([one for one in changed_van(plan, made) if one.fact("stop") in kept]) <= 3


def test_locks_are_respected_and_never_reset(plan):
    visit, other = plan.tours[0].visits[0], plan.tours[-1].vehicle
    stops = tuple(
        replace(row, locked=other, vehicles=(), needs=()) if row.code == visit.stop else row
        for row in DAY.stops
    )
    locked = replace(DAY, stops=stops)
    made = again(locked, plan)
    assert {t.vehicle for t in made.tours for v in t.visits if v.stop == visit.stop} <= {other}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 6), st.integers(430, 900))
def test_a_day_frozen_at_any_minute_goes_on_with_everyone(seed, minute):
    problem = food_day(seed, stops=20, vans=3)
    before = solve(problem, SolveParams(budget=0.05))
    rest = at(problem, before, minute)
    assert validate(rest.problem) == []
    made = again(rest.problem, before)
    # done stops are untouched: they are not in what is planned again
    assert not served(made) & rest.done
    assert served(before) <= served(made) | rest.done
    assert len(changed_van(before, made, rest.done)) <= 3


def test_what_is_done_begun_or_driven_to_is_done():
    problem = day()
    before = plan_of(problem, ("van", [["a", "b", "c"]]))
    for minute, done in ((539, ""), (554, ""), (555, "a"), (569, "a"), (570, "ab"), (600, "abc")):
        assert at(problem, before, minute).done == frozenset(done)


def test_a_van_being_loaded_leaves_with_what_it_loads():
    problem = day()
    rest = at(problem, plan_of(problem, ("van", [["a", "b", "c"]])), 545)
    now = rest.problem.vehicles[0].underway
    assert (now.place, now.minute, now.loaded_minute) == ("kitchen", 555, 540)
    assert now.aboard == ("a", "b", "c")


def test_a_van_back_at_the_kitchen_has_its_other_trip_left():
    problem = day(vehicles=(van(holds=boxes(4), trips=2),))
    before = plan_of(problem, ("van", [["a", "b"], ["c"]]))
    rest = at(problem, before, 594)
    (now,) = rest.problem.vehicles
    assert (now.underway, now.start, now.trips, now.fixed_cents) == (None, 595, 1, 0)
    assert served(again(rest.problem, before)) == {"c"}


def test_what_was_collected_stays_aboard_until_the_kitchen():
    problem = day(stop("a", collects=boxes(3)), stop("b"), stop("c"), vehicles=(van(trips=2),))
    rest = at(problem, plan_of(problem, ("van", [["a", "b", "c"]])), 560)
    assert rest.problem.vehicles[0].underway.collected == boxes(3)


def test_two_plans_are_told_apart_line_by_line():
    problem = day(vehicles=(van(), van("two")))
    before = plan_of(problem, ("van", [["a", "b", "c"]]))
    after = plan_of(problem, ("van", [["a", "c"]]), ("two", [["b"]]))
    assert {str(one) for one in diff(before, after)} == {
        "tour.diff_time after=565 before=575 stop=b",
        "tour.diff_time after=580 before=590 stop=c",
        "tour.diff_van after=two before=van stop=b",
        f"tour.diff_cost after={after.cost_cents} before={before.cost_cents}",
    }
    assert diff(before, before) == []


def test_stops_that_come_and_go_are_said():
    problem = day(stop("a"), stop("b"))
    before = plan_of(problem, ("van", [["a"]]))
    after = solved(day(stop("b"), stop("c", openings=())))
    codes = {(one.code, dict(one.facts).get("stop")) for one in diff(before, after)}
    assert {("tour.diff_gone", "a"), ("tour.diff_served", "b")} <= codes
    left = solved(day(stop("a", openings=()), stop("b")))
    assert ("tour.diff_left", "a") in {
        (o.code, dict(o.facts).get("stop")) for o in diff(before, left)
    }


def test_a_stop_moves_only_when_it_saves_more_than_the_price_of_change():
    """b had the second van; sharing the first one saves a trip of 15 euros and more."""
    problem = day(stop("a"), stop("b"), vehicles=(van(), van("two")))
    before = plan_of(problem, ("van", [["a"]]), ("two", [["b"]]))
    saved = (before.cost_cents - plan_of(problem, ("van", [["a", "b"]])).cost_cents)  # fmt: skip
    for price, moves in ((saved + 1, 0), (saved - 1, 1)):
        made = again(replace(problem, changed_cents=price), before)
        assert len(changed_van(before, made)) == moves
    assert in_force(problem, before).changed_cents == 2000


def test_a_change_makes_a_new_problem_and_leaves_the_old_one():
    problem = day()
    assert without_stop(problem, "a") != problem
    assert with_openings(problem, "a", opening(1, 2)).stops[0].openings == opening(1, 2)
    assert problem == day()
