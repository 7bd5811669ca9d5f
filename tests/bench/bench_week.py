"""The week planner against a greedy person, one CP-SAT model and one HiGHS model, as ratios.

    python -m tests.bench.bench_week                    # four sizes and the demo's own week
    python -m tests.bench.bench_week --sizes small,demo # some of them
    python -m tests.bench.bench_week --growth           # 250 to 20,000 meals, ours only

Every method gets the same problem and about the same seconds; its menu is then made whole (exact
picks, minutes on machines) and priced by the same ledger, and the verifier must accept it. Ratios
are of the price on the plan's scale (money, waste, distance, carbon, liking, frequencies) to the
best known: the best of all methods and of a much longer search of ours. 1.000 is the best.
"""

import argparse
import datetime as dt
import platform
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from planning.params import SolveParams
from planning.week.check import check
from planning.week.derive import Derived, Menu
from planning.week.finish import finish
from planning.week.lanes import Search
from planning.week.plan import Plan
from planning.week.prices import weights
from planning.week.problem import Problem
from planning.week.relax import Relaxation
from planning.week.solve import baseline, solve
from planning.week.state import State
from planning.week.warm import warm
from tests.bench.demo_week import demo_problem
from tests.bench.generate_week import week_problem

SIZES = {
    "small": {"meals": 250, "services": 3, "recipes": 40, "lots": 40, "foods": 60},
    "demo": {"meals": 1250, "services": 5, "recipes": 120, "lots": 150, "foods": 120},
    "large": {"meals": 4000, "services": 7, "recipes": 200, "lots": 430, "foods": 160},
    "town": {"meals": 10_000, "services": 14, "recipes": 300, "lots": 500, "foods": 200},
}
CALAIS = "calais"  # the app's demo, with the budget that the app gives it
SECONDS = {"small": 5, "demo": 10, CALAIS: 10, "large": 30, "town": 60}
# units that fit these seconds
BUDGET = {"small": 4.0, "demo": 11.0, CALAIS: 12.0, "large": 24.0, "town": 44.0}
SEEDS = (1, 2, 3)
LONGER = 5  # times the budget, for the best known
GROWTH = (250, 500, 1000, 2000, 5000, 10_000, 20_000)
LEAST_UNITS, MEALS_A_UNIT = 6, 800  # work that grows with the meals
MOST_GRAMS = 1e7


@dataclass(frozen=True)
class Result:
    """What a method found."""

    plan: Plan
    seconds: float


def ours(problem: Problem, budget: float, seed: int = 1) -> Result:
    began = time.monotonic()
    plan = solve(problem, SolveParams(budget=budget, seed=seed))
    return Result(plan, time.monotonic() - began)


def greedy(problem: Problem, _seconds: float) -> Result:
    began = time.monotonic()
    return Result(baseline(problem), time.monotonic() - began)


def single_model(problem: Problem, seconds: float, solver: mathopt.SolverType) -> Result | None:
    """One integer model of the whole week, handed to a solver with a limit of time."""
    began = time.monotonic()
    params = SolveParams()
    state = State(Derived(problem), weights(problem, params.scenario))
    relaxation = Relaxation(state)
    for var in [*relaxation.share.values(), *relaxation.serve.values()]:
        var.integer = True
    if solver == mathopt.SolverType.CP_SAT:
        for var in relaxation.model.variables():
            var.upper_bound = min(var.upper_bound, MOST_GRAMS)
    relaxation.state_goal()
    limit = mathopt.SolveParameters(time_limit=dt.timedelta(seconds=seconds))
    result = mathopt.solve(relaxation.model, solver, params=limit)
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    menu: Menu = {}
    for (cell, recipe), var in relaxation.share.items():
        if values[var] > 0.5:
            menu[state.index.keys[cell]] = state.index.recipes[recipe].code
    plan = finish(Search(state.facts, params), menu)
    return Result(plan, time.monotonic() - began)


def compare(name: str) -> list[str]:
    problem = demo_problem() if name == CALAIS else week_problem(20, **SIZES[name])
    seconds, budget = SECONDS[name], BUDGET[name]
    methods: dict[str, Callable[[], Result | None]] = {
        "ours, at once": lambda: ours(problem, 0.2),
        **{f"ours, seed {seed}": lambda seed=seed: ours(problem, budget, seed) for seed in SEEDS},
        "greedy": lambda: greedy(problem, seconds),
        "one CP-SAT model": lambda: single_model(problem, seconds, mathopt.SolverType.CP_SAT),
        "one HiGHS model": lambda: single_model(problem, seconds, mathopt.SolverType.HIGHS),
        "ours, five times the work": lambda: ours(problem, budget * LONGER, 4),
    }
    found = {method: run() for method, run in methods.items()}
    plans = {method: result.plan for method, result in found.items() if result}
    for plan in plans.values():
        assert check(problem, plan) == []
    best = min(plan.objective for plan in plans.values())
    bound = max(plan.bound for plan in plans.values())
    meals = sum(row.portions for row in problem.demands)
    head = f"{name}: {meals} meals, {len(problem.recipes)} recipes, {len(problem.lots)} lots"
    return [_row(head, method, result, best, bound) for method, result in found.items()]


def _row(head: str, method: str, result: Result | None, best: int, bound: int) -> str:
    if result is None:
        return f"| {head} | {method} | no plan | | | |"
    plan = result.plan
    gap = f"{(plan.objective - bound) * 100 / plan.objective:.1f} %"
    return (
        f"| {head} | {method} | {plan.objective / best:.4f} | {plan.goals.unfed_portions}"
        f" | {gap} | {result.seconds:.1f} |"
    )


class Stopwatch:
    """Tells how long the first menu took."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.seconds = 0.0

    def __call__(self, _objective: int, _bound: int) -> None:
        self.seconds = self.seconds or time.monotonic() - self.began


def growth() -> Iterator[str]:
    for meals in GROWTH:
        services = 5 if meals < 2000 else 7
        recipes = min(300, 60 + meals // 20)
        problem = week_problem(
            20, meals=meals, services=services, recipes=recipes, lots=min(500, 60 + meals // 20)
        )
        first = Stopwatch()
        began = time.monotonic()
        units = max(LEAST_UNITS, meals // MEALS_A_UNIT)
        plan = solve(problem, SolveParams(budget=units), on_progress=first)
        seconds = time.monotonic() - began
        gap = (plan.objective - plan.bound) * 100 / plan.objective
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield (
            f"| {meals} | {recipes} | {units} | {first.seconds:.2f} | {seconds:.1f}"
            f" | {gap:.1f} % | {plan.goals.unfed_portions} | {peak} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(SECONDS))
    parser.add_argument("--growth", action="store_true")
    asked = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, two cores.\n")
    warm()
    if asked.growth:
        print(
            "| meals | recipes | units | first menu, s | plan, s | gap to bound | unfed | peak MB |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for row in growth():
            print(row, flush=True)
        return
    print("| problem | method | ratio to best known | unfed portions | gap to bound | seconds |")
    print("|---|---|---|---|---|---|")
    for name in asked.sizes.split(","):
        for row in compare(name):
            print(row, flush=True)


if __name__ == "__main__":
    main()
