"""A new plan moves at most three stops to another van where that is enough."""

from dataclasses import replace
from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.params import SolveParams
from planning.tours.arrays import build
from planning.tours.change import in_force, with_openings, with_stop, without_stop, without_van
from planning.tours.check import check
from planning.tours.problem import Opening, Place
from planning.tours.replan import MOST_MOVED, moved, replan
from planning.tours.solve import solve
from planning.tours.tries import Tries
from planning.tours.validate import validate
from tests.bench.generate_day import food_day
from tests.planning.tours.examples import boxes, day, opening, plan_of, served, stop, van

BUDGET = SolveParams(budget=0.1)
SIZES = ((20, 3), (40, 5))
MANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lru_cache(maxsize=64)
def planned(seed, stops, vans):
    problem = food_day(seed, stops=stops, vans=vans)
    return problem, solve(problem, BUDGET)


@st.composite
def in_use(draw):
    """A generated day with its plan; moving a stop costs next to nothing: the rule alone acts."""
    stops, vans = draw(st.sampled_from(SIZES))
    problem, plan = planned(draw(st.integers(1, 12)), stops, vans)
    return replace(problem, changed_cents=1), plan


@st.composite
def windows(draw):
    start = draw(st.integers(480, 780))
    return (Opening(start=start, end=start + draw(st.sampled_from((10, 60, 240)))),)


def has_place(problem, plan, code):
    """Tell whether a required stop goes into the plan in force, the others as they are."""
    index = next(i for i, row in enumerate(problem.stops) if row.code == code)
    rest = Tries.of(problem, plan.tours).without(index)
    return problem.stops[index].required and rest.cheapest(build(problem), index) is not None


def again(problem, plan):
    made = replan(problem, plan, BUDGET)
    assert validate(problem) == []
    assert check(problem, made) == []
    return made


def told(made):
    return [row.reason() for row in made.notes if row.code == "tour.moved"]


def holds(problem, plan, made, code):
    """Check the rule for a day where one stop is new or changed."""
    found = moved(in_force(problem, plan), made)
    if has_place(problem, plan, code):
        assert code in served(made)
        assert found <= MOST_MOVED
    assert [one.fact("stops") for one in told(made)] == ([found] if found > MOST_MOVED else [])


@MANY
@given(in_use(), st.integers(0, 19), windows())
def test_one_more_stop(case, near, opens):
    problem, plan = case
    spot = problem.places[near]
    place = Place(code="more", lat_microdeg=spot.lat_microdeg + 900, lon_microdeg=spot.lon_microdeg)
    more = stop("more", delivers=boxes(2), openings=opens)
    changed = with_stop(problem, more, place)
    holds(changed, plan, again(changed, plan), "more")


@MANY
@given(in_use(), st.integers(0, 19), windows())
def test_a_window_moved(case, number, opens):
    problem, plan = case
    code = problem.stops[number].code
    changed = with_openings(problem, code, opens)
    holds(changed, plan, again(changed, plan), code)


@MANY
@given(in_use(), st.integers(0, 19))
def test_a_stop_refused(case, number):
    problem, plan = case
    changed = without_stop(problem, problem.stops[number].code)
    made = again(changed, plan)
    assert moved(in_force(changed, plan), made) <= MOST_MOVED
    assert told(made) == []


@MANY
@given(in_use(), st.integers(0, 4))
def test_a_van_lost_moves_its_own_stops_and_three_others(case, number):
    problem, plan = case
    lost = plan.tours[number % len(plan.tours)].vehicle
    changed = without_van(problem, lost)
    made = again(changed, plan)
    kept = {v.stop: t.vehicle for t in plan.tours if t.vehicle != lost for v in t.visits}
    found = sum(kept.get(v.stop, t.vehicle) != t.vehicle for t in made.tours for v in t.visits)
    assert [one.fact("stops") for one in told(made)] == ([found] if found > MOST_MOVED else [])


def test_more_than_three_move_only_for_a_stop_that_has_no_place_otherwise():
    """The new stop fills the only van that may take it, whose four stops go to the other."""
    problem = day(
        *(stop(f"s{n}", place="a") for n in range(4)),
        vehicles=(van(skills=("lift",)), van("two", fixed_cents=50_000)),
    )
    plan = plan_of(problem, ("van", [[f"s{n}" for n in range(4)]]))
    more = stop("more", place="b", delivers=boxes(8), needs=("lift",))
    changed = with_stop(problem, more)
    made = again(changed, plan)
    assert "more" in served(made)
    assert [str(one) for one in told(made)] == ["tour.moved most=3 stop=more stops=4"]
    three = without_stop(changed, "s3")
    assert told(again(three, plan)) == []


def test_a_stop_that_could_not_stay_where_it_was_does_not_count():
    problem = day(vehicles=(van(), van("two")))
    plan = plan_of(problem, ("van", [["a", "b", "c"]]))
    had = {row.code: row.before for row in in_force(problem, plan).stops}
    assert had == {"a": "van", "b": "van", "c": "van"}
    for changed in (
        with_openings(problem, "a", opening(700, 720)),
        replace(problem, stops=(stop("a", locked="two"), *problem.stops[1:])),
        replace(problem, stops=(stop("a", needs=("lift",)), *problem.stops[1:])),
    ):
        assert in_force(changed, plan).stops[0].before == ""
    gone = in_force(without_van(problem, "van"), plan)
    assert {row.before for row in gone.stops} == {""}
