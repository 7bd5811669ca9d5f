"""The search against what can be known for sure: every order of a few stops, and its own bounds."""

from collections import Counter
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numba import njit

from planning.compiled import OPTIONS
from planning.params import SolveParams
from planning.tours import compiled
from planning.tours.arrays import FORBIDDEN, UNSERVED, build
from planning.tours.check import check
from planning.tours.drive import drive
from planning.tours.problem import Break, Underway
from planning.tours.recreate import AFTER_REST, BEFORE_REST, JOINS, _in_time, _trip_in_time
from planning.tours.search import search
from planning.tours.solve import solve
from planning.tours.state import DOES, NOW, STOPS, empty
from planning.tours.warm import SMALLEST
from tests.bench.bench_tours import plain_day
from tests.bench.generate_day import built_day, food_day
from tests.planning.tours.examples import day

SHORT = SolveParams(budget=0.05)


def price(arrays, number, items):
    row = np.array([*items, 0], dtype=np.int64)
    times, trips = np.zeros(len(row) + 1, dtype=np.int64), np.zeros((9, 7), dtype=np.int64)
    return drive(arrays, number, row, len(items), times, trips)


def every_day_of(arrays, number):
    """Yield the price of every order of every choice of stops of one van, breaks in every place."""
    n = len(arrays.stop)
    rests = list(range(n + 1, n + 1 + len(arrays.rest)))
    for count in range(1, n + 1):
        for order in permutations(range(n), count):
            left = int(arrays.stop[[i for i in range(n) if i not in order], 8].sum())
            for at in range(count + 1) if rests else (0,):
                found = price(arrays, number, [*order[:at], *rests, *order[at:]])
                if found >= 0:
                    yield found + left


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10_000), st.booleans())
def test_no_order_of_a_few_stops_is_cheaper(seed, rests):
    problem = food_day(seed, stops=5, vans=1)
    one = replace(
        problem.vehicles[0],
        trips=1,
        breaks=(Break(start=600, end=700, minutes=20),) if rests else (),
    )
    problem = replace(problem, vehicles=(one,))
    plan = solve(problem, SHORT)
    arrays = build(problem)
    alone = int(arrays.stop[:, 8].sum())
    assert plan.price == min([alone, *every_day_of(arrays, 0)])


@pytest.mark.parametrize("stops", [40, 170])
def test_plain_days_hold_too_few_stops_or_many(stops):
    problem = plain_day(stops)
    assert build(problem).simple
    plan = solve(problem, SHORT)
    assert check(problem, plan) == []
    assert plan.unserved == ()


def test_a_better_plan_is_told_and_none_that_is_worse():
    told = []
    problem = food_day(4, stops=30, vans=4)
    plan = solve(problem, SHORT, on_progress=lambda left, price: told.append((price, left)))
    assert [one for one, _ in told] == sorted({one for one, _ in told}, reverse=True)
    assert told[-1] == (plan.price, len(plan.unserved))


def test_listening_changes_nothing():
    problem = food_day(4, stops=30, vans=4)
    heard = solve(problem, SHORT, on_progress=lambda _left, _price: None, should_stop=lambda: "")
    assert heard == solve(problem, SHORT)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10_000))
def test_a_plan_in_force_is_kept_or_bettered(seed):
    problem, built = built_day(seed, stops=25, vans=3)
    plan = solve(problem, SolveParams(budget=0.0), previous=built)
    assert check(problem, plan) == []
    assert plan.price <= built.price


def test_a_stop_that_no_longer_fits_leaves_the_others_where_they_were():
    problem, built = built_day(5, stops=25, vans=3)
    gone = built.tours[0].visits[0].stop
    closed = [replace(one, openings=()) if one.code == gone else one for one in problem.stops]
    problem = replace(problem, stops=tuple(closed), changed_cents=100_000)
    before = {visit.stop: tour.vehicle for tour in built.tours for visit in tour.visits}
    stops = [replace(one, before=before.get(one.code, "")) for one in problem.stops]
    problem = replace(problem, stops=tuple(stops))
    plan = solve(problem, SHORT, previous=built)
    assert check(problem, plan) == []
    after = {visit.stop: tour.vehicle for tour in plan.tours for visit in tour.visits}
    assert gone in {row.stop for row in plan.unserved}
    assert all(after[code] == before[code] for code in after if code in before)


def test_a_van_underway_with_nothing_left_comes_home():
    away = day()
    out = Underway(place=away.stops[0].place, minute=600, loaded_minute=560, aboard=())
    problem = replace(away, stops=(), vehicles=(replace(away.vehicles[0], underway=out),))
    plan = solve(problem, SHORT)
    assert check(problem, plan) == []
    assert [tour.visits for tour in plan.tours] == [()]


def test_what_a_van_carries_is_for_no_other():
    problem = food_day(3, stops=20, vans=3)
    carried = next(one for one in problem.stops if one.delivers and not one.locked)
    allowed = build(problem).pair[1, problem.stops.index(carried)] != FORBIDDEN
    holder = int(np.flatnonzero(allowed)[0])
    out = Underway(place="kitchen", minute=500, loaded_minute=490, aboard=(carried.code,))
    vans = list(problem.vehicles)
    vans[holder] = replace(vans[holder], underway=out, breaks=())
    row = build(replace(problem, vehicles=tuple(vans))).pair[1, problem.stops.index(carried)]
    assert list(np.flatnonzero(row != FORBIDDEN)) == [holder]


def test_a_van_remembered_to_have_no_place_for_a_stop_has_none():
    """Fewer vans than the days were made for: stops are left, and ask again and again."""
    known = 0
    for seed in range(1, 9):
        problem = food_day(seed, stops=20, vans=3)
        free = [replace(one, locked="", vehicles=(), prefers="") for one in problem.stops]
        arrays = build(replace(problem, stops=tuple(free), vehicles=problem.vehicles[:2]))
        state = empty(arrays, seed)
        search(arrays, state, 200_000, 400_000, 1e5, 1e4)
        for stop, van in np.argwhere(state.never == state.van[NOW, :, DOES]):
            row = state.items[NOW, van, : state.size[NOW, van]].tolist()
            most = price(arrays, van, row) + arrays.stop[stop, UNSERVED]
            tried = [price(arrays, van, [*row[:k], stop, *row[k:]]) for k in range(len(row) + 1)]
            assert [one for one in tried if 0 <= one < most] == []
            known += 1
    assert known


def places_in(row, stop, n):
    """Yield each gap of a van, how a stop may stand there, and the van's items then."""
    for k in range(len(row) + 1):
        yield k, JOINS, [*row[:k], stop, *row[k:]]
        if k == 0 or row[k - 1] == n:
            yield k, BEFORE_REST, [*row[:k], stop, n, *row[k:]]
    yield len(row), AFTER_REST, [*row, n, stop]


@njit(**OPTIONS)
def in_time(day, state, stop, van, k, kind):
    """Let Python ask what only compiled functions may."""
    if kind == JOINS:
        return _in_time(day, state, stop, van, k)
    return _trip_in_time(day, state, stop, van, k, kind)


def test_no_place_that_can_be_driven_is_refused_by_time():
    """With time for one trip more than the days were made for."""
    drivable = Counter()
    for seed in range(1, 7):
        problem = food_day(seed, stops=20, vans=3)
        vans = [replace(one, trips=3, end=one.end + 120) for one in problem.vehicles]
        arrays = build(replace(problem, vehicles=tuple(vans)))
        state = empty(arrays, seed)
        search(arrays, state, 200_000, 400_000, 1e5, 1e4)
        for stop, van in product(range(20), np.flatnonzero(state.van[NOW, :, STOPS])):
            row = state.items[NOW, van, : state.size[NOW, van]].tolist()
            for k, kind, items in places_in(row, stop, 20):
                if stop not in row and price(arrays, van, items) >= 0:
                    drivable[kind] += 1
                    assert in_time(arrays, state, stop, van, k, kind)
    assert set(drivable) == {JOINS, BEFORE_REST, AFTER_REST}


def test_food_is_loaded_when_it_is_ready_on_a_plain_day_too():
    problem = plain_day(20)
    late = replace(problem, ready_minute=300, loading_minutes=200)
    assert build(late).simple
    plan = solve(late, SHORT)
    assert check(late, plan) == []
    assert plan.tours
    assert all(tour.depart >= 500 for tour in plan.tours)


def test_nothing_to_do_and_nobody_to_do_it():
    for problem in (replace(SMALLEST, stops=()), replace(SMALLEST, vehicles=())):
        plan = solve(problem, SHORT)
        assert check(problem, plan) == []
        assert len(plan.unserved) == len(problem.stops)


def test_machine_code_is_kept_for_the_whole_engine(monkeypatch):
    kept = drive._cache
    assert kept.sources == compiled.COMPILER.sources
    before = kept._index_key((), drive.targetctx.codegen())
    monkeypatch.setattr(kept, "sources", "another")
    assert kept._index_key((), drive.targetctx.codegen()) != before
