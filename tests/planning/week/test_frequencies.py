"""A table of frequencies counts the services of one meal: every reader of it counts the same."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.jsonform import digest
from planning.params import SolveParams
from planning.week.check import check, sha256
from planning.week.check_goals import recompute
from planning.week.derive import Derived
from planning.week.plan import Plan
from planning.week.prices import ORIGINAL
from planning.week.problem import Frequency, Problem
from planning.week.relax import SLACK, Relaxation
from planning.week.solve import solve
from planning.week.state import State
from planning.week.validate import read_problem, validate, write_problem
from planning.week.warnings import missed_frequencies, warnings
from tests.bench.generate_week import week_problem
from tests.planning.week.examples import two_days

LUNCHES, DINNERS = ("d1", "d3"), ("d2", "d4")


def with_meals(**changes) -> Problem:
    """Two lunches and two dinners; every fifth dish is raw."""
    made = week_problem(31, meals=500, services=4, recipes=80, lots=40, foods=40)
    return replace(
        made,
        recipes=tuple(
            replace(row, tags=(*row.tags, "RAW")) if index % 5 == 0 else row
            for index, row in enumerate(made.recipes)
        ),
        services=tuple(
            replace(row, meal="dinner") if row.code in DINNERS else row for row in made.services
        ),
        **changes,
    )


@pytest.fixture(scope="module")
def planned() -> tuple[Problem, Plan]:
    tables = (
        Frequency(tag="RAW", services=LUNCHES, least=2, times=10),
        Frequency(tag="RAW", services=DINNERS, most=0, times=10),
    )
    problem = with_meals(frequencies=tables)
    plan = solve(problem, SolveParams(budget=0.5))
    assert check(problem, plan) == []
    return problem, plan


def raw(problem: Problem, plan: Plan) -> dict[str, bool]:
    """Whether each service's advised menu has a raw dish, counted apart from any table."""
    return {
        code: missed_frequencies(
            replace(problem, frequencies=(Frequency(tag="RAW", services=(code,), least=1),)), plan
        )
        == 0
        for code in (*LUNCHES, *DINNERS)
    }


def test_a_plan_keeps_the_table_of_each_meal(planned):
    problem, plan = planned
    assert plan.goals.frequency_missed == 0
    served = raw(problem, plan)
    assert [served[code] for code in LUNCHES] == [True, True]
    assert [served[code] for code in DINNERS] == [False, False]


def miscounts(problem: Problem, plan: Plan) -> Iterator[tuple[Problem, Plan]]:
    """The plan under tables of other services, and with both meals counted as one."""
    lunches, dinners = problem.frequencies
    for tables in (
        (replace(lunches, services=DINNERS), dinners),
        (lunches, replace(dinners, services=LUNCHES)),
        (replace(lunches, services=LUNCHES[:1]), dinners),
        (lunches, replace(dinners, services=())),
        (lunches, replace(dinners, services=(*DINNERS, LUNCHES[0]))),
    ):
        other = replace(problem, frequencies=tables)
        yield other, replace(plan, problem_sha256=sha256(other))


def test_a_frequency_counted_over_the_wrong_meal_is_caught(planned):
    for problem, plan in miscounts(*planned):
        wrong = {str(one.fact("goal")) for one in check(problem, plan)}
        assert wrong == {"frequency_missed", "objective"}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.data())
def test_the_ledger_prices_a_table_as_the_verifier_counts_it_whatever_the_menu(planned, data):
    problem, plan = planned
    codes = [row.code for row in problem.services]
    tables = tuple(
        Frequency(
            tag=data.draw(st.sampled_from(["RAW", "vegetarian"])),
            services=tuple(data.draw(st.sets(st.sampled_from(codes)).map(sorted))),
            least=data.draw(st.integers(0, 3)),
            most=data.draw(st.integers(0, 3)),
            before=data.draw(st.integers(0, 1)),
            times=data.draw(st.integers(1, 3)),
        )
        for _ in range(2)
    )
    asked = replace(problem, frequencies=tables)
    plain, state = (
        State(Derived(one), ORIGINAL) for one in (replace(problem, frequencies=()), asked)
    )
    menu = {
        key: state.index.recipes[data.draw(st.sampled_from(options))].code
        for key, options in zip(state.index.keys, state.index.options, strict=True)
        if options
    }
    for one in (plain, state):
        one.load({})
        one.load(menu)
    lines = tuple(
        replace(
            plan.menu[0],
            service=key[0],
            component=key[1],
            recipe=code,
            portions=state.facts.count(key),
        )
        for key, code in state.menu().items()
    )
    missed = recompute(asked, replace(plan, menu=lines)).frequency_missed
    assert state.total - plain.total == ORIGINAL.frequency_miss * missed
    assert missed_frequencies(asked, replace(plan, menu=lines)) == missed


def test_the_bound_knows_what_a_meal_cannot_have_and_stays_below_the_plan():
    plain = with_meals()
    lunch_days = tuple(row.day for row in plain.services if row.code in LUNCHES)
    recipes = tuple(
        replace(row, days=lunch_days) if "RAW" in row.tags else row for row in plain.recipes
    )
    bounds = {}
    for services in (LUNCHES, DINNERS, ()):
        table = Frequency(tag="RAW", services=services, least=1)
        problem = replace(plain, recipes=recipes, frequencies=(table,))
        bound = Relaxation(State(Derived(problem), ORIGINAL)).bound()
        plan = solve(problem, SolveParams(budget=0.3))
        assert check(problem, plan) == []
        assert bound <= plan.objective
        assert plan.goals.frequency_missed == (services == DINNERS)
        bounds[services] = bound
    assert abs(bounds[LUNCHES] - bounds[()]) <= SLACK
    assert abs(bounds[DINNERS] - bounds[()] - ORIGINAL.frequency_miss) <= SLACK


def test_the_bound_knows_that_a_dish_few_may_eat_is_not_the_one_most_eat():
    everyone = two_days()
    few = replace(
        everyone,
        diets=tuple(
            row if row.code == "no_nuts" else replace(row, excludes=("meat",))
            for row in everyone.diets
        ),
        recipes=tuple(
            replace(row, tags=("BEEF",)) if row.code == "beef-stew" else row
            for row in everyone.recipes
        ),
    )
    bounds = []
    for tables in ((), (Frequency(tag="BEEF", least=1),)):
        problem = replace(few, frequencies=tables)
        bounds.append(Relaxation(State(Derived(problem), ORIGINAL)).bound())
        plan = solve(problem, SolveParams(budget=0.3))
        assert plan.goals.frequency_missed == len(tables)
        assert bounds[-1] <= plan.objective
    # five of 85 eat it, of four dishes at most: less than a quarter of what it takes
    assert bounds[1] - bounds[0] > ORIGINAL.frequency_miss * 3 // 4 - SLACK


@pytest.mark.parametrize("seed", range(1, 7))
def test_no_plan_beats_the_bound_whatever_the_table(seed):
    made = week_problem(seed, meals=200, services=4, recipes=60, lots=30, foods=40)
    tags = ("A", "B", "C")
    problem = replace(
        made,
        recipes=tuple(
            replace(row, tags=(*row.tags, tags[index * seed % 7 % 3]))
            for index, row in enumerate(made.recipes)
        ),
        frequencies=tuple(
            Frequency(tag=tag, least=least, most=4, before=least % 2)
            for least, tag in enumerate(tags, start=seed % 3)
        ),
    )
    plan = solve(problem, SolveParams(budget=1.0, seed=seed))
    assert check(problem, plan) == []
    assert Relaxation(State(Derived(problem), ORIGINAL)).bound() <= plan.objective


def test_a_warning_names_the_meal_of_a_table_and_none_when_it_counts_all(planned):
    problem, plan = planned
    said = {}
    for services in (DINNERS, (*LUNCHES, *DINNERS), ()):
        table = Frequency(tag="nowhere", services=services, least=3)
        found = warnings(replace(problem, frequencies=(table,)), plan)
        said[services] = [one for one in found if one.code.startswith("frequency.")]
    assert {key: [one.code for one in rows] for key, rows in said.items()} == {
        DINNERS: ["frequency.meal_low"],
        (*LUNCHES, *DINNERS): ["frequency.low"],
        (): ["frequency.low"],
    }
    facts = said[DINNERS][0].reason().facts
    assert dict(facts) == {"criterion": "nowhere", "found": 0, "least": 3, "meal": "dinner"}
    most = replace(problem, frequencies=(Frequency(tag="RAW", services=LUNCHES, most=0),))
    assert "frequency.meal_high" in {one.code for one in warnings(most, plan)}


def test_services_nobody_knows_or_named_twice_are_refused_by_name():
    tables = (Frequency(tag="a"), Frequency(tag="b", services=("d1", "d1", "d8", "d9")))
    assert [str(one) for one in validate(two_days(frequencies=tables))] == [
        "input.duplicate value=d1 where=frequencies[1].services",
        "input.unknown_code kind=service value=d8 where=frequencies[1].services",
        "input.unknown_code kind=service value=d9 where=frequencies[1].services",
    ]


def test_a_kept_problem_that_names_no_services_is_still_the_same_problem():
    table = Frequency(tag="vegetarian", least=1, before=2, times=3)
    problem = two_days(frequencies=(table,))
    kept = "e561ada1b228a74b0f95dcee1d30387dee75237cb08cc5dde67488552c1a4780"
    assert digest(problem) == kept
    assert read_problem(write_problem(problem).encode()) == (problem, [])
    assert digest(replace(problem, frequencies=(replace(table, services=("d1",)),))) != kept
