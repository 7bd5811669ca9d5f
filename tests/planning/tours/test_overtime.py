"""Vans on the road that cannot be home in time: the plan says so, and asks nothing more of them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.params import SolveParams
from planning.tours.check import check
from planning.tours.edit import moved
from planning.tours.problem import OVERTIME_CENTS, Break, Underway
from planning.tours.solve import solve
from planning.tours.underway import at
from planning.tours.validate import validate
from tests.bench.generate_day import food_day
from tests.planning.tours.examples import boxes, day, found, plan_of, served, solved, stop, van

SHORT = SolveParams(budget=0.05)


def out(*aboard, minute=570, **more):
    """A van that leaves the door a, 5 minutes from the kitchen."""
    return van(
        underway=Underway(place="a", minute=minute, loaded_minute=540, aboard=aboard), **more
    )


def overtime(plan):
    return {
        row.reason().fact("vehicle"): row.reason().fact("minutes")
        for row in plan.notes
        if row.code == "tour.overtime"
    }


def back(plan):
    return plan.tours[-1].back


@pytest.mark.parametrize(
    ("more", "minutes"),
    [({"end": 575}, 0), ({"end": 574}, 1), ({"end": 541}, 34), ({"most_minutes": 2}, 3)],
)
def test_a_van_that_is_late_comes_straight_home_and_the_plan_says_how_late(more, minutes):
    problem = day(stop("b", openings=()), vehicles=(out(**more),))
    assert validate(problem) == []
    plan = solved(problem)
    assert back(plan) == 575
    assert overtime(plan) == ({"van": minutes} if minutes else {})
    assert found(problem, replace(plan, notes=())) == ({"tour.past_shift"} if minutes else set())
    listed = plan.price - 1000 * (plan.cost_cents + minutes * OVERTIME_CENTS)
    assert listed == 100_000 * 1000  # the closed door


def test_a_late_line_that_is_not_so_is_caught():
    plan = solved(day(stop("b", openings=()), vehicles=(out(end=570),)))
    on_time = day(stop("b", openings=()), vehicles=(out(),))
    assert found(on_time, replace(solved(on_time), notes=plan.notes)) == {"goal.differs"}


def test_what_is_aboard_is_handed_over_late_rather_than_brought_back():
    problem = day(stop("b"), vehicles=(out("b", end=590),))
    plan = solved(problem)
    assert served(plan) == {"b"}
    assert overtime(plan) == {"van": 5}  # b is left at 585, and the kitchen is 10 minutes away


def test_new_work_never_adds_to_what_is_late():
    collected = stop("c", delivers=(), collects=boxes(1), service_minutes=0)
    problem = day(stop("b"), collected, vehicles=(out("b", end=590),))
    plan = solved(problem)
    assert served(plan) == {"b"}
    assert [row.stop for row in plan.unserved] == ["c"]
    assert "tour.help_shift" in {row.code for row in plan.unserved[0].helps}
    edited = moved(problem, plan, "c", "van", 1)
    assert "tour.past_shift" in {one.code for one in edited.breaks}
    assert overtime(edited.plan) == {}


def test_a_van_at_the_kitchen_is_never_late():
    problem = day(vehicles=(van(end=614),))
    assert found(problem, plan_of(problem, ("van", [["a", "b", "c"]]))) == {"tour.past_shift"}
    assert overtime(solved(problem)) == {}


@pytest.mark.parametrize(
    ("rest", "start", "home", "late"),
    [
        (Break(start=560, end=571, minutes=20), 570, 595, 15),
        (Break(start=572, end=573, minutes=20), 572, 597, 17),
        (Break(start=560, end=575, minutes=20), 575, 575, 0),
        (Break(start=600, end=610, minutes=20), 600, 575, 0),
    ],
)
def test_a_break_that_cannot_wait_until_home_is_taken_before(rest, start, home, late):
    problem = day(stop("b", openings=()), vehicles=(out(end=580, breaks=(rest,)),))
    plan = solved(problem)
    (tour,) = plan.tours
    assert [(row.start, row.end - row.start) for row in tour.rests] == [(start, 20)]
    assert back(plan) == home
    assert overtime(plan) == ({"van": late} if late else {})
    none = replace(plan, tours=(replace(tour, rests=()),))
    assert "tour.breaks" in found(problem, none)
    assert plan_of(problem, ("van", [[]])).tours == plan.tours  # as an edit by hand times it


def test_breaks_of_a_van_on_the_road_are_taken_in_the_order_that_does():
    first, other = Break(start=540, end=600, minutes=20), Break(start=560, end=574, minutes=20)
    problem = day(stop("b", openings=()), vehicles=(out(breaks=(first, other)),))
    assert validate(problem) == []
    (tour,) = solved(problem).tours
    assert [row.start for row in tour.rests] == [570, 595]


def test_breaks_that_can_no_longer_all_be_taken_are_refused_by_name():
    rows = (Break(start=540, end=580, minutes=20), Break(start=560, end=575, minutes=20))
    problem = day(stop("b"), vehicles=(out("b", breaks=rows),))
    assert [str(one) for one in validate(problem)] == [
        "input.past minute=580 where=vehicles[van].breaks[0]"
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 12), st.integers(430, 1000), st.integers(0, 240), st.booleans())
def test_a_day_that_runs_late_goes_on_and_hides_nothing(seed, minute, delay, short):
    problem = food_day(seed, stops=20, vans=3)
    rest = at(problem, solve(problem, SHORT), minute).problem
    vans = [late(row, delay, short=short) for row in rest.vehicles]
    problem = replace(rest, vehicles=tuple(vans))
    assert validate(problem) == []
    plan = solve(problem, SHORT)
    assert check(problem, plan) == []
    over = overtime(plan)
    for row in problem.vehicles:
        own = [tour for tour in plan.tours if tour.vehicle == row.code]
        assert (row.code in over) == any(tour.back > row.end for tour in own)
        if row.code in over:
            aboard = set(row.underway.aboard)
            assert {visit.stop for tour in own for visit in tour.visits} <= aboard


def late(row, delay, *, short):
    """Hold a van up, and perhaps shorten its shift; a break it missed is no longer asked."""
    if row.underway is None:
        return row
    now = replace(row.underway, minute=row.underway.minute + delay)
    left, clock = [], now.minute
    for rest in sorted(row.breaks, key=lambda one: one.end):
        if max(clock, rest.start) <= rest.end:
            left.append(rest)
            clock = max(clock, rest.start) + rest.minutes
    end = max(row.start + 1, row.end - 60) if short else row.end
    return replace(row, underway=now, breaks=tuple(left), end=end)
