"""Commands on files, with no database: plan, check, tours, schema."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from kitchen.app import cli_tours
from kitchen.app.console import BAD_INPUT, Stop, read_bytes, refuse, say, write
from kitchen.core.i18n import kilos
from kitchen.core.i18n import number as figure
from planning.params import SCENARIOS, SolveParams
from planning.tours import check as tours_check
from planning.tours import validate as tours_form
from planning.week import check as week_check
from planning.week import validate as week_form

Problem = Annotated[Path, typer.Argument(help="A problem file; - reads the standard input.")]
Out = Annotated[Path | None, typer.Option(help="Where the plan is written; else it is printed.")]

SCHEMAS = {
    "week-problem": week_form.problem_schema,
    "week-plan": week_form.plan_schema,
    "tour-problem": tours_form.problem_schema,
    "tour-plan": tours_form.plan_schema,
}


def register(app: typer.Typer) -> None:
    """Add the commands to the application's command line."""
    for command in (plan, check, cli_tours.tours, cli_tours.locate, schema):
        app.command()(command)


def plan(
    problem: Problem,
    out: Out = None,
    budget: Annotated[
        float, typer.Option(help="Work, about seconds of two cores; same budget, same plan.")
    ] = 10.0,
    seed: Annotated[int, typer.Option(help="Seed of the search.")] = 1,
    scenario: Annotated[str, typer.Option(help=f"One of {', '.join(SCENARIOS)}.")] = "balanced",
    lines: Annotated[  # noqa: FBT002 - an option of a command line
        bool, typer.Option(hidden=True)
    ] = False,
) -> None:
    """Plan a week from a problem file. Exit 1 when someone is left unfed, 2 on bad input."""
    if scenario not in SCENARIOS:
        say(f"No scenario {scenario}.\nMaybe one of: {', '.join(SCENARIOS)}.")
        raise typer.Exit(BAD_INPUT)
    read, wrong = week_form.read_problem(read_bytes(problem))
    if read is None:
        refuse(problem, wrong)
    from planning.week.solve import solve  # noqa: PLC0415 - cold import: OR-Tools

    stop = Stop()
    started = time.monotonic()

    def tell(best: int, bound: int) -> None:
        if lines:
            sys.stdout.write(json.dumps({"best": best, "bound": bound}) + "\n")
            sys.stdout.flush()
        else:
            seconds = time.monotonic() - started
            proven = f"  bound {bound / 10000:.2f} €" if bound else ""
            say(f"{seconds:6.1f} s  best {best / 10000:.2f} €{proven}")

    params = SolveParams(seed=seed, budget=budget, scenario=scenario)
    made = solve(read, params, tell, stop)
    write(out, week_form.write_plan(made), quiet=lines)
    goals = made.goals
    say(
        f"{figure(goals.dishes)} batches, {goals.cash_cents / 100:.2f} € to spend,"
        f" {kilos(goals.rescued_grams)} saved, {goals.unfed_portions} portions short."
    )
    if goals.unfed_portions:
        raise typer.Exit(1)


def check(
    problem: Problem,
    made: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan of that problem.")],
) -> None:
    """Verify a plan of a week or of tours. Exit 1 when a rule is broken, 2 on bad input."""
    data = read_bytes(problem)
    of_tours = cli_tours.is_day(data)
    reader: Any = tours_form if of_tours else week_form
    read, wrong = (cli_tours.read_day if of_tours else week_form.read_problem)(data)
    if read is None:
        refuse(problem, wrong)
    answer, wrong = reader.read_plan(read_bytes(made))
    if answer is None:
        refuse(made, wrong)
    verify: Any = tours_check.check if of_tours else week_check.check
    found = verify(read, answer)
    for one in found:
        say(str(one))
    say(f"{len(found)} rules broken." if found else "Every rule holds.")
    if found:
        raise typer.Exit(1)


def schema(
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(SCHEMAS)}.")],
) -> None:
    """Print the JSON Schema of a file format, every field with its unit."""
    if name not in SCHEMAS:
        say(f"No format {name}.\nMaybe one of: {', '.join(SCHEMAS)}.")
        raise typer.Exit(BAD_INPUT)
    sys.stdout.write(json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False) + "\n")
