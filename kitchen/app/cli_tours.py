"""Commands on a day of tours in a file, with no database: plan, explain, locate."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from distribution.tours.words import of_reason
from kitchen.app.console import BAD_INPUT, Stop, read_bytes, refuse, say, write
from kitchen.core.i18n import using
from planning.params import SolveParams
from planning.reasons import Reason
from planning.tours import validate as form
from planning.tours.change import diff
from planning.tours.check import check
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.solomon import TENTHS, read_solomon

# The budget counts work; the clock only ends a search on a machine far slower than ours.
OUTER_TIMES, OUTER_SECONDS = 5, 30


def is_day(data: bytes) -> bool:
    """Tell a day of tours, ours or a public instance, from a week."""
    return b'"tablee/tour-problem"' in data or _is_solomon(data)


def read_day(data: bytes) -> tuple[Problem | None, list[Reason]]:
    """Read a day of tours, ours or a public instance."""
    return _read_instance(data) if _is_solomon(data) else form.read_problem(data)


def _is_solomon(data: bytes) -> bool:
    return not data.lstrip().startswith(b"{") and b"CUSTOMER" in data


def tours(
    problem: Annotated[
        Path | None, typer.Argument(help="A problem file; - reads the standard input.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the plan is written; else it is printed.")
    ] = None,
    budget: Annotated[
        float, typer.Option(help="Work, about seconds of one core; same budget, same plan.")
    ] = 2.0,
    seed: Annotated[int, typer.Option(help="Seed of the search.")] = 1,
    previous: Annotated[
        Path | None, typer.Option(help="A plan to start from and stay near.")
    ] = None,
    solomon: Annotated[
        Path | None, typer.Option(help="A public instance, as text, in place of a problem.")
    ] = None,
) -> None:
    """Plan a day of tours from a file. Exit 1 when a stop is left, 2 on bad input."""
    if (problem is None) == (solomon is None):
        say("Name one file: a problem, or a public instance after --solomon.")
        raise typer.Exit(BAD_INPUT)
    path = problem or solomon or Path()
    data = read_bytes(path)
    read, wrong = (_read_instance if solomon else form.read_problem)(data)
    if read is None:
        refuse(path, wrong)
    before = _read_previous(previous) if previous else None
    from planning.tours.replan import replan  # noqa: PLC0415 - cold import: numba
    from planning.tours.solve import solve  # noqa: PLC0415 - the same

    params, until = SolveParams(seed=seed, budget=budget), _until(budget)
    made = replan(read, before, params, until) if before else solve(read, params, should_stop=until)
    write(out, form.write_plan(made))
    _tell(read, made)
    if before:
        _say(diff(before, made))
    if made.unserved:
        raise typer.Exit(1)


def _read_instance(data: bytes) -> tuple[Problem | None, list[Reason]]:
    problem, wrong = read_solomon(data.decode("utf-8", "replace"))
    wrong = form.validate(problem) if problem else wrong
    return (None if wrong else problem), wrong


def _read_previous(path: Path) -> TourPlan:
    plan, wrong = form.read_plan(read_bytes(path))
    if plan is None:
        refuse(path, wrong)
    return plan


def _until(budget: float) -> Callable[[], str]:
    """Return what ends a search before its work is done: a person, or an outer clock."""
    asked = Stop()
    started: list[float] = []

    def should_stop() -> str:
        now = time.monotonic()
        started.append(now)  # the first time it is asked: compiling is not searching
        late = now - started[0] > OUTER_SECONDS + OUTER_TIMES * budget
        return "asked" if asked() else "clock" if late else ""

    return should_stop


def _tell(problem: Problem, plan: TourPlan) -> None:
    metres = sum(tour.metres for tour in plan.tours)
    if problem.roads.plane:
        say(f"{len(plan.tours)} tours, distance {metres / TENTHS:.1f}.")
    else:
        say(f"{len(plan.tours)} tours, {metres / 1000:.1f} km, {plan.cost_cents / 100:.2f} €.")
    if plan.stopped != "work":
        say(f"Ended early ({plan.stopped}): the same command may give another plan.")
    _say([one.reason() for one in plan.notes])
    for row in plan.unserved:
        say(f"not served: {row.stop} ({row.why.reason()})")
        _say([one.reason() for one in row.helps], "would help: ")


def _say(found: Sequence[Reason], before: str = "") -> None:
    """Say reasons as sentences, each with its code and facts."""
    with using("en"):
        for one in found:
            say(f"  {before}{of_reason(one)[0]} ({one})")


def explain_day(problem: Path, made: Path, stop: str, out: Path | None) -> None:
    """Say why a stop is where it is, or what is tight in the day and what more would change.

    With a file to write, all of it as JSON.
    """
    read, wrong = read_day(read_bytes(problem))
    if read is None:
        refuse(problem, wrong)
    plan = _read_previous(made)
    broken = check(read, plan)
    if broken:
        refuse(made, broken)
    from planning.tours.answers import answers  # noqa: PLC0415 - cold import: numba
    from planning.tours.explain import more, tight, why  # noqa: PLC0415 - the same

    if out:
        write(out, json.dumps(answers(read, plan), ensure_ascii=False, sort_keys=True) + "\n")
        return

    if not stop:
        _say(tight(read, plan))
        _say(more(read, plan))
        return
    if stop not in {row.code for row in read.stops}:
        say(f"No stop {stop}.\nMaybe one of: {', '.join(row.code for row in read.stops[:20])}.")
        raise typer.Exit(BAD_INPUT)
    left = [row for row in plan.unserved if row.stop == stop]
    _say(why(read, plan, stop) or [row.why.reason() for row in left])
    _say([one.reason() for row in left for one in row.helps], "would help: ")


def locate(
    address: Annotated[str, typer.Argument(help="A French address.")],
) -> None:
    """Look an address up in the geocoder of the settings; the pin on the map is the sure way."""
    from distribution.tours import geocoder  # noqa: PLC0415 - cold import: httpx
    from kitchen.core.config import settings  # noqa: PLC0415 - cold import: pydantic

    geocode = geocoder.from_settings(settings())
    if geocode is None:
        say("No geocoder is set.\nMaybe KITCHEN_GEOCODER=https://data.geopf.fr/geocodage.")
        raise typer.Exit(BAD_INPUT)
    spots = geocode.find(address)
    if spots is None:
        say(f"{geocode.url} did not answer.\nMaybe put the pin on the map by hand.")
        raise typer.Exit(1)
    for spot in spots:
        how_well = f"{spot.score_permille / 10:.0f} %"
        say(f"{spot.lat_microdeg} {spot.lon_microdeg}  {how_well}  {spot.label}")
    if not spots:
        say("Nothing matches.\nMaybe without the floor or the door.")
        raise typer.Exit(1)
