"""Pages beside the board, to read: scenarios compared, needs and orders, a day's hours."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May
from kitchen.catalogue import queries as catalogue
from kitchen.core.actor import Actor
from kitchen.core.errors import NotFound
from kitchen.core.i18n import gettext, locale
from kitchen.core.vocabulary import StationKind
from kitchen.production import gantt
from kitchen.production import queries as production
from kitchen.production.models import Shift
from kitchen.web.render import markup, render
from kitchen.week import compare, queries, service
from kitchen.week.horizon import start_of
from kitchen.week.models import PlanRun, Week
from kitchen.week.why import names_of
from kitchen.week.words import SCENARIO_LABELS, Names
from planning.week.plan import Plan
from planning.week.problem import Problem

router = APIRouter()
Viewer = Annotated[Actor, Depends(May("week.view"))]


def monday_of(text: str) -> date:
    """Return the Monday of `2026-W48`.

    Raises:
        NotFound: When the text is no week.
    """
    try:
        return date.fromisoformat(f"{text}-1")
    except ValueError as error:
        raise NotFound from error


def week_of(db: Db, text: str) -> Week:
    """Return the week of `2026-W48`.

    Raises:
        NotFound: When nobody opened it, or the text is no week.
    """
    row = queries.week_by_monday(db, monday_of(text))
    if row is None:
        raise NotFound
    return row


def planned(db: Db, row: Week, scenario: str = "") -> tuple[PlanRun, Problem, Plan]:
    """Return the shown run of a week: of a scenario, else the published one, else the latest.

    Raises:
        NotFound: When the week has no plan.
    """
    run = queries.latest(db, row.id, scenario) if scenario else None
    run = run or service.in_force(db, row) or queries.latest(db, row.id)
    both = service.read_run(run) if run else None
    if run is None or both is None:
        raise NotFound
    return run, *both


def names(db: Db, problem: Problem, dishes: dict[str, catalogue.Dish] | None = None) -> Names:
    """Return what the codes of a problem are called, in the present language."""
    foods = {
        code: food.name_fr if locale() == "fr" else food.name_en
        for code, food in catalogue.ingredients(db).items()
    }
    return names_of(problem, dishes or catalogue.dishes(db), foods)


@router.get("/week/{week}/compare", name="week:compare")
def compare_scenarios(
    request: Request, db: Db, actor: Viewer, week: str, scenario: str = ""
) -> Response:
    """Hold the scenarios beside each other: figures, words, menus."""
    del actor
    row = week_of(db, week)
    run, problem, plan = planned(db, row, scenario)
    said = names(db, problem)
    sides = []
    for name in SCENARIO_LABELS:
        other = run if name == run.scenario else queries.latest(db, row.id, name)
        both = service.read_run(other) if other else None
        if both:
            beside = None if name == run.scenario else (problem, plan)
            sides.append(compare.side(name, SCENARIO_LABELS[name], both, beside, said))
    return render(
        request,
        "week/compare.html",
        monday=row.monday,
        week=week,
        run=run,
        sides=sides,
        figures=compare.FIGURES,
        meals=list(dict.fromkeys(meal for one in sides for meal in one.menu)),
        goals=compare.goals(problem, plan),
        total=plan.objective // compare.CENT,
        missing=[
            (name, SCENARIO_LABELS[name])
            for name in SCENARIO_LABELS
            if name not in {one.scenario for one in sides}
        ],
    )


@router.get("/week/{week}/needs", name="week:needs")
def needs(request: Request, db: Db, actor: Viewer, week: str, scenario: str = "") -> Response:
    """List every food of a plan: where it comes from, in packs, and what to order by when."""
    del actor
    row = week_of(db, week)
    run, problem, plan = planned(db, row, scenario)
    leads = {code: food.lead_days for code, food in catalogue.ingredients(db).items()}
    said = names(db, problem)
    rows = compare.needs(problem, plan, said, leads)
    lots = {lot.code: lot for lot in problem.lots}
    return render(
        request,
        "week/needs.html",
        monday=row.monday,
        week=week,
        run=run,
        rows=rows,
        takes=[
            (
                said.foods.get(lots[take.lot].ingredient, take.lot),
                take,
                -(-take.grams // max(1, lots[take.lot].pack_grams)),
                lots[take.lot].pack_grams,
            )
            for take in plan.takes
        ],
        cents=plan.goals.cash_cents,
    )


@router.get("/week/{week}/day/{on}", name="week:day")
def day(
    request: Request, db: Db, actor: Viewer, week: str, on: str, scenario: str = ""
) -> Response:
    """Show a kitchen day of a plan, published or not: stations and people, to the minute."""
    del actor
    row = week_of(db, week)
    run, problem, plan = planned(db, row, scenario)
    start = start_of(row.monday)
    try:
        chosen = date.fromisoformat(on)
    except ValueError as error:
        raise NotFound from error
    index = (chosen - start).days
    said = names(db, problem)
    bars = sorted(
        (
            gantt.Bar(
                station=task.station,
                start=task.start,
                end=task.end,
                name=said.dishes.get(batch.recipe, batch.recipe),
                kind=StationKind(task.kind),
                hands=task.hands,
            )
            for batch in plan.batches
            if batch.day == index
            for task in batch.tasks
        ),
        key=lambda bar: (gantt.ORDER[bar.kind], bar.station, bar.start, bar.name),
    )
    shifts = [
        Shift(day=chosen, start_minute=one.start, end_minute=one.end, heads=one.heads, cooks=0)
        for one in problem.shifts
        if one.day == index
    ]
    people = gantt.hands(bars, shifts)
    stations = production.station_names(db)
    return render(
        request,
        "week/day.html",
        monday=row.monday,
        week=week,
        run=run,
        day=chosen,
        days=[start + timedelta(days=one) for one in sorted({b.day for b in plan.batches})],
        bars=bars,
        names=stations,
        busiest=max(people, key=lambda one: one.used, default=None),
        picture=markup(
            gantt.svg(
                bars, people, stations, gettext("The day on stations"), gettext("People at work")
            )
        ),
    )
