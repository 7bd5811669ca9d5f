"""A change on a published week, as the manager waits for it: seconds, dishes moved, price.

    python -m tests.bench.bench_week_replan

Each change is made on the demo's size of week and planned again by the command that the worker
runs, in a child that has loaded the solver and waits. Seconds are what passes from the command to
the plan on disk; the verifier must accept every plan. The ratio is to the price, on the plan's
scale and the price of change left out, of the changed week planned afresh with the usual budget.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kitchen.app.standby import Standby
from kitchen.week.service import DEFAULT_BUDGET_MILLI, REPLAN_BUDGET_MILLI
from planning.params import SolveParams, Weights
from planning.week import change
from planning.week.check import check
from planning.week.plan import Plan
from planning.week.problem import Demand, Lot, Problem
from planning.week.solve import solve
from planning.week.validate import read_plan, write_plan, write_problem
from tests.bench.generate_week import week_problem

LOADS = 15.0  # seconds given to the child to load, before the change comes


def changes(problem: Problem, plan: Plan) -> Iterator[tuple[str, Problem]]:
    """Every change a manager may meet, on the plan in force."""
    dish = next(row for row in plan.batches if row.service == "d3")
    asked = next(row for row in problem.demands if row.service == "d3")
    used = max(plan.picks, key=lambda row: (bool(row.lot), row.grams))
    taken = max(plan.takes, key=lambda row: row.grams)
    yield "nothing", problem
    yield "a dish taken off", change.lock(problem, "d3", dish.recipe, keep=False)
    yield "a service moved", change.moved_service(problem, "d3", 4)
    yield (
        "thirty more people",
        change.with_demand(
            problem,
            Demand(service="d3", diet=asked.diet, size=asked.size, portions=asked.portions + 30),
        ),
    )
    yield "the largest lot lost", change.without_lot(problem, used.lot)
    yield "the largest offer withdrawn", change.without_lot(problem, taken.lot)
    yield "an oven broken for a day", change.without_station(problem, "oven-1", [2])
    yield "a cook absent", change.with_absence(problem, 2, 1)
    food = next(row for row in problem.recipes if row.component == "main").lines[0].ingredient
    gift = Lot(code="gift", ingredient=food, grams=80_000, kind="donation", first_day=2, last_day=4)
    yield "80 kg given, to cook within three days", change.with_lot(problem, gift)
    crowded = change.with_absence(change.without_station(problem, "chiller-1", [2]), 2, 4)
    yield "four cooks of six away and a chiller down", crowded


def again(problem: Problem, plan: Plan) -> tuple[Plan, float]:
    """Plan again as the worker does; return the plan and the seconds that a person waits."""
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / name for name in ("problem", "plan", "made")}
        files["problem"].write_text(write_problem(problem), encoding="utf-8")
        files["plan"].write_text(write_plan(plan), encoding="utf-8")
        solver = Standby("week")
        solver.warm()
        time.sleep(LOADS)
        began = time.monotonic()
        words = ["replan", str(files["problem"]), str(files["plan"]), "--out", str(files["made"])]
        with solver.run([*words, "--budget", str(REPLAN_BUDGET_MILLI / 1000), "--lines"]) as child:
            child.communicate()
        seconds = time.monotonic() - began
        made, _ = read_plan(files["made"].read_bytes())
    if made is None:
        raise RuntimeError(child.returncode)
    return made, seconds


def price(plan: Plan) -> int:
    return plan.objective - plan.goals.changed * Weights().changed_dish


def main() -> None:
    problem = week_problem(20, meals=1250, services=5, recipes=120, lots=150, foods=120)
    usual = SolveParams(budget=DEFAULT_BUDGET_MILLI / 1000)
    plan = solve(problem, usual)
    print("| change | seconds | dishes moved | unfed portions | price to planning afresh |")
    print("|---|---|---|---|---|")
    for name, changed in changes(problem, plan):
        wanted = change.in_force(changed, plan)
        made, seconds = again(wanted, plan)
        assert check(wanted, made) == []
        fresh = solve(replace(changed, published=()), usual)
        print(
            f"| {name} | {seconds:.1f} | {made.goals.changed} | {made.goals.unfed_portions}"
            f" | {price(made) / price(fresh):.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
