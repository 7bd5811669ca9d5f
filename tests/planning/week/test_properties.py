"""Whatever the problem, the plan holds, everyone is fed or listed, and the bound is below it."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.params import SCENARIOS, SolveParams
from planning.week.check import check
from planning.week.prices import GOALS, ORIGINAL, least_for_a_portion
from planning.week.problem import Demand, Frequency, Lock, Made, Price, Problem
from planning.week.solve import baseline, solve
from planning.week.validate import read_plan, validate, write_plan, write_problem
from tests.bench.generate_week import week_problem

ROOT = Path(__file__).parents[3]


@st.composite
def care(draw, made: Problem) -> dict[str, object]:
    """Raw work, skills, people who pay and food that must not be sold: each on or off."""
    changed: dict[str, object] = {}
    if draw(st.booleans()):
        changed["recipes"] = tuple(
            replace(
                row,
                steps=tuple(
                    replace(step, raw=step.kind == "prep" and index % 3 == 0, skill="hot" * cook)
                    for step in row.steps
                    for cook in [step.kind in ("prep", "stove") and index % 2 == 0]
                ),
            )
            for index, row in enumerate(made.recipes)
        )
        changed["shifts"] = tuple(
            shift for row in made.shifts for shift in (row, replace(row, heads=1, skills=("hot",)))
        )
    if draw(st.booleans()):
        changed["lots"] = tuple(
            replace(row, no_resale=index % 2 == 0) for index, row in enumerate(made.lots)
        )
        changed["demands"] = tuple(
            replace(row, sold=row.diet == "no_milk" or row.service == "d1") for row in made.demands
        )
    return changed


@st.composite
def problems(draw) -> Problem:
    seed = draw(st.integers(1, 10_000))
    made = week_problem(
        seed,
        meals=draw(st.sampled_from([30, 200, 700])),
        services=draw(st.integers(1, 3)),
        recipes=draw(st.sampled_from([8, 16, 40])),
        lots=draw(st.integers(0, 30)),
        foods=30,
    )
    codes = [row.code for row in made.recipes]
    services = [row.code for row in made.services]
    picked = st.builds(
        Lock, service=st.sampled_from(services), recipe=st.sampled_from(codes), keep=st.booleans()
    )
    locks = {(row.service, row.recipe): row for row in draw(st.lists(picked, max_size=3))}
    published = {(row.service, row.recipe): row for row in draw(st.lists(picked, max_size=4))}
    cooked = draw(st.sampled_from(codes))
    cleaning = draw(st.sampled_from([0, 0, 15]))
    rules = replace(
        made.rules,
        cleaning_minutes=cleaning,
        dishes_per_component=draw(st.integers(1, 4)),
        repeat_days=draw(st.integers(0, 4)),
        budget_cents=draw(st.sampled_from([0, 5_000])),
        cold_room_grams=draw(st.sampled_from([0, 60_000])),
        vegetarian_services=draw(st.integers(0, 2)),
    )
    heads = draw(st.sampled_from([1, 6]))
    made = replace(made, **draw(care(made)))
    return replace(
        made,
        locks=tuple(locks.values()),
        published=tuple(published.values()),
        made=tuple(
            Made(service=services[0], recipe=cooked, diet="standard", portions=7)
            for _ in range(draw(st.integers(0, 1)))
        ),
        rules=rules,
        frequencies=tuple(
            Frequency(
                tag="vegetarian",
                services=tuple(sorted(draw(st.sets(st.sampled_from(services))))),
                least=1,
                most=2,
                times=draw(st.integers(1, 3)),
            )
            for _ in range(draw(st.integers(1, 2)))
        ),
        shifts=tuple(replace(row, heads=heads) for row in made.shifts),
        prices=draw(prices()),
    )


@st.composite
def prices(draw):
    """Prices of some goals, from nothing to many times the original, feeding everyone first."""
    goals = draw(st.sets(st.sampled_from([goal for goal in GOALS if goal != "unfed_portion"])))
    own = {
        goal: getattr(ORIGINAL, goal) * draw(st.sampled_from((0, 1, 3, 40))) // 2
        for goal in GOALS
        if goal in goals
    }
    own["cash_cent"] = max(1, own.get("cash_cent", ORIGINAL.cash_cent))
    own["variant"] = min(own.get("variant", ORIGINAL.variant), own.get("dish", ORIGINAL.dish))
    own["unfed_portion"] = least_for_a_portion(replace(ORIGINAL, **own))
    return tuple(Price(goal=goal, hundredths_of_cent=own[goal]) for goal in GOALS if goal in own)


SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@SLOW
@given(problems(), st.sampled_from(sorted(SCENARIOS)))
def test_every_plan_of_every_problem_holds(problem, scenario):
    assert validate(problem) == []
    plan = solve(problem, SolveParams(budget=0.1, scenario=scenario))
    assert [str(one) for one in check(problem, plan)] == []
    assert plan.bound <= plan.objective


@SLOW
@given(problems())
def test_the_baseline_of_every_problem_holds(problem):
    assert [str(one) for one in check(problem, baseline(problem))] == []


def test_a_plan_read_back_is_the_plan_written():
    problem = week_problem(3, meals=200, services=2, recipes=24, lots=20, foods=30)
    plan = solve(problem, SolveParams(budget=0.2))
    assert read_plan(write_plan(plan).encode()) == (plan, [])


def test_the_search_beats_the_baseline_by_a_fifth():
    problem = week_problem(4, meals=600, services=3, recipes=48, lots=60, foods=60)
    plan = solve(problem, SolveParams(budget=1.0))
    assert plan.objective < baseline(problem).objective * 8 // 10
    assert plan.goals.unfed_portions == 0


def test_a_door_gets_only_the_format_it_can_receive():
    made = week_problem(5, meals=300, services=2, recipes=40, lots=30, foods=40)
    recipes = tuple(
        replace(row, formats=("hot",) if index % 3 else ("chilled", "hot"))
        for index, row in enumerate(made.recipes)
    )
    more = Demand(service="d1", diet="standard", format="chilled", portions=12)
    problem = replace(made, recipes=recipes, demands=(*made.demands, more))
    plan = solve(problem, SolveParams(budget=0.3))
    chilled = {row.code for row in recipes if "chilled" in row.formats}
    lines = [row for row in plan.menu if row.format == "chilled"]
    assert check(problem, plan) == []
    assert lines
    assert {row.recipe for row in lines} <= chilled


SOLVE = """
import sys
sys.path.insert(0, {root!r})
from planning.params import SolveParams
from planning.week.solve import solve
from planning.week.validate import read_problem, write_plan
problem, _ = read_problem(open({path!r}, "rb").read())
sys.stdout.write(write_plan(solve(problem, SolveParams(seed=7, budget=0.3))))
"""


@pytest.mark.parametrize("seed", [11])
def test_the_same_problem_gives_the_same_bytes_whatever_the_hash_seed(seed, tmp_path):
    path = tmp_path / "problem.json"
    problem = week_problem(seed, meals=300, services=3, recipes=36, lots=40, foods=40)
    path.write_text(write_problem(problem), encoding="utf-8")
    code = SOLVE.format(root=str(ROOT), path=str(path))
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1", "4242")
    }
    assert len(answers) == 1
    assert len(answers.pop()) > 1000


def test_reading_problems_and_checking_plans_never_loads_the_solver():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "import planning.week.validate, planning.week.check, planning.week.plan;"
        "assert 'ortools' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(ROOT)], check=True)
