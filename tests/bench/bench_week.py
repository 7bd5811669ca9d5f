"""The week planner against a greedy person, one CP-SAT model and one HiGHS model, as ratios.

    python -m tests.bench.bench_week                    # four sizes, the table
    python -m tests.bench.bench_week --sizes small,demo # some of them
    python -m tests.bench.bench_week --growth           # 250 to 20,000 meals, ours only

Every method gets the same problem and about the same seconds; its menu is then made whole (exact
picks, minutes on machines) and priced by the same ledger, and the verifier must accept it. Ratios
are of the price on the plan's scale (money, waste, distance, carbon, liking, frequencies) to the
best found: 1.00 is the best.
"""

import argparse
import datetime as dt
import platform
import resource
import time
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from planning.params import SolveParams
from planning.week.check import check
from planning.week.derive import Derived, Menu
from planning.week.plan import Plan
from planning.week.problem import Problem
from planning.week.relax import Relaxation
from planning.week.solve import Search, baseline, finish, solve
from planning.week.state import State
from tests.bench.generate_week import week_problem

SIZES = {
    "small": {"meals": 250, "services": 3, "recipes": 40, "lots": 40, "foods": 60},
    "demo": {"meals": 1250, "services": 5, "recipes": 120, "lots": 150, "foods": 120},
    "large": {"meals": 4000, "services": 7, "recipes": 200, "lots": 430, "foods": 160},
    "town": {"meals": 10_000, "services": 14, "recipes": 300, "lots": 500, "foods": 200},
}
SECONDS = {"small": 5, "demo": 10, "large": 30, "town": 60}
GROWTH = (250, 500, 1000, 2000, 5000, 10_000, 20_000)
MOST_GRAMS = 1e7


@dataclass(frozen=True)
class Result:
    """What a method found."""

    plan: Plan
    seconds: float


def ours(problem: Problem, seconds: float) -> Result:
    began = time.monotonic()
    # a unit of work is about a second of one core
    plan = solve(problem, SolveParams(budget=seconds * 0.8))
    return Result(plan, time.monotonic() - began)


def greedy(problem: Problem, _seconds: float) -> Result:
    began = time.monotonic()
    return Result(baseline(problem), time.monotonic() - began)


def single_model(problem: Problem, seconds: float, solver: mathopt.SolverType) -> Result | None:
    """One integer model of the whole week, handed to a solver with a limit of time."""
    began = time.monotonic()
    params = SolveParams()
    state = State(Derived(problem), params.weights)
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
    for (place, index, recipe), var in relaxation.share.items():
        if values[var] > 0.5:
            slot = state.slots[place]
            service = state.services[slot.service].code
            menu[service, slot.component, slot.groups[index]] = state.recipes[recipe].code
    plan = finish(Search(state.facts, params), menu)
    return Result(plan, time.monotonic() - began)


def compare(name: str) -> list[str]:
    problem = week_problem(20, **SIZES[name])
    seconds = SECONDS[name]
    found = {
        "ours": ours(problem, seconds),
        "greedy": greedy(problem, seconds),
        "one CP-SAT model": single_model(problem, seconds, mathopt.SolverType.CP_SAT),
        "one HiGHS model": single_model(problem, seconds, mathopt.SolverType.HIGHS),
    }
    plans = {method: result.plan for method, result in found.items() if result}
    for plan in plans.values():
        assert check(problem, plan) == []
    best = min(plan.objective for plan in plans.values())
    bound = plans["ours"].bound
    rows = []
    for method, result in found.items():
        size = SIZES[name]
        head = f"| {name}: {size['meals']} meals, {size['recipes']} recipes, {size['lots']} lots"
        if result is None:
            rows.append(f"{head} | {method} | no plan | | | {seconds} |")
            continue
        plan = result.plan
        gap = f"{(plan.objective - bound) * 100 / plan.objective:.1f} %" if bound else "none"
        rows.append(
            f"{head} | {method} | {plan.objective / best:.3f} | {plan.goals.unfed_portions}"
            f" | {gap} | {result.seconds:.1f} |"
        )
    return rows


class Stopwatch:
    """Tells how long the first menu took."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.seconds = 0.0

    def __call__(self, _objective: int, _bound: int) -> None:
        self.seconds = self.seconds or time.monotonic() - self.began


def growth() -> list[str]:
    rows = []
    for meals in GROWTH:
        services = 5 if meals < 2000 else 7
        recipes = min(300, 60 + meals // 20)
        problem = week_problem(
            20, meals=meals, services=services, recipes=recipes, lots=min(500, 60 + meals // 20)
        )
        first = Stopwatch()
        began = time.monotonic()
        plan = solve(problem, SolveParams(budget=8), on_progress=first)
        seconds = time.monotonic() - began
        greedy_price = baseline(problem).objective
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows.append(
            f"| {meals} | {recipes} | {first.seconds:.2f} | {seconds:.1f}"
            f" | {plan.objective / greedy_price:.2f} | {plan.goals.unfed_portions} | {peak} |"
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--growth", action="store_true")
    asked = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, one thread each.\n")
    if asked.growth:
        print("| meals | recipes | first menu, s | plan, s | to greedy | unfed | peak MB |")
        print("|---|---|---|---|---|---|---|")
        for row in growth():
            print(row, flush=True)
        return
    print("| problem | method | ratio to best | unfed portions | gap to bound | seconds |")
    print("|---|---|---|---|---|---|")
    for name in asked.sizes.split(","):
        for row in compare(name):
            print(row, flush=True)


if __name__ == "__main__":
    main()
