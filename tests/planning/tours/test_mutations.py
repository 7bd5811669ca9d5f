"""Plans that hold every rule, then changed in one place: the verifier must notice each time."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.tours.check import check
from planning.tours.problem import Amount
from planning.tours.validate import validate
from tests.bench.generate_day import built_day

SIZES = ((20, 3), (30, 4), (45, 6))


@st.composite
def built(draw):
    """A generated day with the plan it was built around."""
    stops, vans = draw(st.sampled_from(SIZES))
    return built_day(draw(st.integers(1, 10_000)), stops=stops, vans=vans)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(built())
def test_a_generated_day_is_consistent_and_its_plan_holds_every_rule(made):
    problem, plan = made
    assert validate(problem) == []
    assert check(problem, plan) == []
    assert all(not stop.required for stop in problem.stops if stop.code in left(plan))


def left(plan):
    return {row.stop for row in plan.unserved}


def with_tour(plan, index, tour):
    return replace(plan, tours=(*plan.tours[:index], tour, *plan.tours[index + 1 :]))


def a_tour(plan, rng, least):
    return rng.choice([i for i, row in enumerate(plan.tours) if len(row.visits) >= least])


def two_stops_swapped(plan, rng):
    at = a_tour(plan, rng, 2)
    visits = list(plan.tours[at].visits)
    k = rng.randrange(len(visits) - 1)
    visits[k], visits[k + 1] = visits[k + 1], visits[k]
    return with_tour(plan, at, replace(plan.tours[at], visits=tuple(visits)))


def codes_swapped(plan, rng):
    """Two stops trade places, hours and all."""
    at = a_tour(plan, rng, 2)
    visits = list(plan.tours[at].visits)
    k = rng.randrange(len(visits) - 1)
    one, two = visits[k], visits[k + 1]
    visits[k], visits[k + 1] = replace(one, stop=two.stop), replace(two, stop=one.stop)
    return with_tour(plan, at, replace(plan.tours[at], visits=tuple(visits)))


def a_break_removed(plan, rng):
    at = next(i for i, row in enumerate(plan.tours) if row.rests)
    return with_tour(plan, at, replace(plan.tours[at], rests=()))


def a_break_shortened(plan, rng):
    at = next(i for i, row in enumerate(plan.tours) if row.rests)
    rest = plan.tours[at].rests[0]
    return with_tour(plan, at, replace(plan.tours[at], rests=(replace(rest, end=rest.end - 1),)))


def a_load_moved(plan, rng):
    """A box is loaded in another tour than the one that hands it over."""
    one, other = rng.sample(range(len(plan.tours)), 2)
    for at, more in ((one, -1), (other, 1)):
        loads = {row.kind: row.count for row in plan.tours[at].loads}
        loads["boxes"] = loads.get("boxes", 0) + more
        amounts = tuple(Amount(kind=kind, count=count) for kind, count in loads.items())
        plan = with_tour(plan, at, replace(plan.tours[at], loads=amounts))
    return plan


def a_stop_moved(plan, rng):
    """A stop changes van, and nothing else is said."""
    one, other = rng.sample(range(len(plan.tours)), 2)
    visit, *rest = plan.tours[one].visits
    plan = with_tour(plan, one, replace(plan.tours[one], visits=tuple(rest)))
    return with_tour(
        plan, other, replace(plan.tours[other], visits=(visit, *plan.tours[other].visits))
    )


def vans_traded(plan, rng):
    one, other = rng.sample([i for i, row in enumerate(plan.tours) if row.trip == 1], 2)
    first, second = plan.tours[one], plan.tours[other]
    plan = with_tour(plan, one, replace(first, visits=second.visits))
    return with_tour(plan, other, replace(second, visits=first.visits))


def moved_visit(name, minutes):
    def mutate(plan, rng):
        at = a_tour(plan, rng, 1)
        visits = list(plan.tours[at].visits)
        k = rng.randrange(len(visits))
        visits[k] = replace(visits[k], **{name: getattr(visits[k], name) + minutes})
        return with_tour(plan, at, replace(plan.tours[at], visits=tuple(visits)))

    return mutate


def moved_figure(name, more):
    def mutate(plan, rng):
        at = rng.randrange(len(plan.tours))
        tour = plan.tours[at]
        return with_tour(plan, at, replace(tour, **{name: getattr(tour, name) + more}))

    return mutate


def a_stop_dropped(plan, rng):
    at = a_tour(plan, rng, 1)
    visits = list(plan.tours[at].visits)
    del visits[rng.randrange(len(visits))]
    return with_tour(plan, at, replace(plan.tours[at], visits=tuple(visits)))


def a_stop_twice(plan, rng):
    at = a_tour(plan, rng, 1)
    visits = plan.tours[at].visits
    return with_tour(plan, at, replace(plan.tours[at], visits=(*visits, visits[0])))


def a_tour_forgotten(plan, rng):
    return replace(plan, tours=plan.tours[:-1])


def trips_renumbered(plan, rng):
    return with_tour(plan, 0, replace(plan.tours[0], trip=2))


MUTATIONS = {
    "two stops swapped": two_stops_swapped,
    "codes swapped": codes_swapped,
    "break removed": a_break_removed,
    "break shortened": a_break_shortened,
    "load moved": a_load_moved,
    "stop moved": a_stop_moved,
    "vans traded": vans_traded,
    "arrival earlier": moved_visit("arrive", -1),
    "arrival later": moved_visit("arrive", 1),
    "begin earlier": moved_visit("begin", -1),
    "begin later": moved_visit("begin", 1),
    "leave earlier": moved_visit("leave", -1),
    "departure earlier": moved_figure("depart", -1),
    "departure later": moved_figure("depart", 1),
    "return earlier": moved_figure("back", -1),
    "metres": moved_figure("metres", -1),
    "paid minutes": moved_figure("paid_minutes", -1),
    "stop dropped": a_stop_dropped,
    "stop twice": a_stop_twice,
    "tour forgotten": a_tour_forgotten,
    "trips renumbered": trips_renumbered,
    "price": lambda plan, rng: replace(plan, price=plan.price - 1),
    "cost": lambda plan, rng: replace(plan, cost_cents=plan.cost_cents - 1),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_changed_plan_is_always_caught(name):
    tried = 0
    for seed in range(1, 13):
        problem, plan = built_day(seed, stops=30, vans=4)
        if "break" in name and not any(tour.rests for tour in plan.tours):
            continue
        changed = MUTATIONS[name](plan, random.Random(seed))  # noqa: S311 - reproducible
        assert changed != plan
        assert check(problem, changed) != [], (name, seed)
        tried += 1
    assert tried >= 5
