"""Commands on a plan in force, with no database: plan again near it, explain it."""

import json
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from kitchen.app import cli_tours
from kitchen.app.console import BAD_INPUT, read_bytes, refuse, say, write
from planning.params import SCENARIOS, SolveParams
from planning.week import validate as form
from planning.week.against import Swap
from planning.week.plan import Plan
from planning.week.problem import Problem

ProblemFile = Annotated[Path, typer.Argument(help="A problem file, as it is now.")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="The plan in force.")]
Out = Annotated[Path | None, typer.Option(help="Where the answer is written; else it is printed.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application's command line."""
    for command in (replan, explain):
        app.command()(command)

    @app.command(hidden=True)
    def standby(solver: str) -> None:
        """Load a solver, of weeks or of tours, wait for one command on the input, and run it."""
        import_module(f"planning.{solver}.warm").warm()
        line = sys.stdin.readline()
        if line.strip():
            app(json.loads(line))


def replan(
    problem: ProblemFile,
    plan: PlanFile,
    out: Out = None,
    swap: Annotated[
        list[str] | None,
        typer.Option(help="SERVICE:OLD:NEW changes this dish only, with no search; repeatable."),
    ] = None,
    budget: Annotated[float, typer.Option(help="Work, about seconds of two cores.")] = 2.0,
    seed: Annotated[int, typer.Option(help="Seed of the search.")] = 1,
    scenario: Annotated[str, typer.Option(help=f"One of {', '.join(SCENARIOS)}.")] = "balanced",
    lines: Annotated[  # noqa: FBT002 - an option of a command line
        bool, typer.Option(hidden=True)
    ] = False,
) -> None:
    """Plan a changed problem again, touching the plan in force as little as possible."""
    read, known = _read(problem, plan)
    if scenario not in SCENARIOS:
        say(f"No scenario {scenario}.\nMaybe one of: {', '.join(SCENARIOS)}.")
        raise typer.Exit(BAD_INPUT)
    made = (
        _swapped(read, known, swap)
        if swap
        else _again(read, known, SolveParams(seed=seed, budget=budget, scenario=scenario), lines)
    )
    write(out, form.write_plan(made))
    if made.goals.unfed_portions:
        raise typer.Exit(1)


def _again(problem: Problem, plan: Plan, params: SolveParams, lines: bool) -> Plan:  # noqa: FBT001 - from the command line
    from planning.week.change import replan as again  # noqa: PLC0415 - cold import: OR-Tools

    asked: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: asked.append(number))
    return again(problem, plan, params, _tell if lines else None, lambda: bool(asked))


def _tell(best: int, bound: int) -> None:
    sys.stdout.write(json.dumps({"best": best, "bound": bound}) + "\n")
    sys.stdout.flush()


def _swapped(problem: Problem, plan: Plan, swaps: list[str]) -> Plan:
    from planning.week.edit import edited  # noqa: PLC0415 - cold import: OR-Tools

    rows = [one.split(":") for one in swaps]
    wrong = [one for one, row in zip(swaps, rows, strict=True) if len(row) != len(Swap.__slots__)]
    if wrong:
        say(f"Not SERVICE:OLD:NEW: {', '.join(wrong)}.")
        raise typer.Exit(BAD_INPUT)
    edit = edited(problem, plan, tuple(Swap(*row) for row in rows))
    if edit.plan is None:
        say("\n".join(f"It breaks {one}" for one in edit.breaks))
        raise typer.Exit(BAD_INPUT)
    return edit.plan


def explain(
    problem: ProblemFile,
    plan: PlanFile,
    stop: Annotated[str, typer.Argument(help="Tours: a stop; without one, what is tight.")] = "",
    out: Out = None,
) -> None:
    """Say why a plan of a week or of tours is as it is, and what more would change.

    Of a week: each dish, what is tight, at risk or clashes, as JSON. Of tours: in sentences, or
    with --out as JSON.
    """
    if cli_tours.is_day(read_bytes(problem)):
        cli_tours.explain_day(problem, plan, stop, out)
        return
    read, known = _read(problem, plan)
    from planning.week.answers import answers  # noqa: PLC0415 - cold import: OR-Tools

    write(out, json.dumps(answers(read, known), ensure_ascii=False, sort_keys=True) + "\n")


def _read(problem: Path, plan: Path) -> tuple[Problem, Plan]:
    read, wrong = form.read_problem(read_bytes(problem))
    if read is None:
        refuse(problem, wrong)
    known, wrong = form.read_plan(read_bytes(plan))
    if known is None:
        refuse(plan, wrong)
    return read, known
