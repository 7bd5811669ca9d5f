"""The same day, seed and budget give the same bytes in every process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.params import SolveParams
from planning.tours.check import check
from planning.tours.solve import solve
from planning.tours.validate import read_plan, write_plan, write_problem
from tests.bench.generate_day import built_day, food_day

ROOT = Path(__file__).parents[3]


def planned(tmp_path, name, hash_seed, *more):
    """Plan the same day in a process of its own."""
    problem, out = tmp_path / "day.json", tmp_path / name
    problem.write_text(write_problem(food_day(2, stops=30, vans=4)), encoding="utf-8")
    command = [sys.executable, "-m", "kitchen", "tours", str(problem), "--out", str(out)]
    made = subprocess.run(
        [*command, "--budget", "0.2", "--seed", "5", *more],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
    )
    assert made.returncode in (0, 1), made.stderr
    return out.read_bytes()


def test_the_same_bytes_in_different_processes(tmp_path):
    first, second = (planned(tmp_path, f"{seed}.json", seed) for seed in ("1", "7"))
    assert first == second
    plan, _ = read_plan(first)
    assert plan.stopped == "work"
    again = [planned(tmp_path, f"again-{seed}.json", seed, "--previous", str(tmp_path / "1.json"))
             for seed in ("1", "7")]  # fmt: skip
    assert again[0] == again[1]


def test_another_seed_searches_another_way():
    problem = food_day(2, stops=30, vans=4)
    plans = {write_plan(solve(problem, SolveParams(budget=0.02, seed=seed))) for seed in range(4)}
    assert len(plans) == 4


def test_who_stops_the_search_is_on_the_plan():
    problem = food_day(2, stops=30, vans=4)
    for word in ("clock", "asked"):
        plan = solve(problem, SolveParams(budget=1), should_stop=lambda word=word: word)
        assert plan.stopped == word
        assert check(problem, plan) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10_000), st.sampled_from([(20, 3), (30, 4), (45, 5)]), st.integers(1, 3))
def test_every_plan_of_a_generated_day_holds_every_rule(seed, size, solver_seed):
    problem, built = built_day(seed, stops=size[0], vans=size[1])
    plan = solve(problem, SolveParams(budget=0.05, seed=solver_seed))
    assert check(problem, plan) == []
    assert {row.stop for row in plan.unserved} | {
        visit.stop for tour in plan.tours for visit in tour.visits
    } == {row.code for row in problem.stops}
    assert built.problem_sha256 == plan.problem_sha256


@pytest.mark.parametrize("seed", range(1, 4))
def test_every_required_stop_of_a_small_day_is_served(seed):
    problem = food_day(seed, stops=20, vans=3)
    plan = solve(problem, SolveParams(budget=1))
    required = {row.code for row in problem.stops if row.required}
    assert not required & {row.stop for row in plan.unserved}
