"""The week board: plan, watch, compare, ask why, lock, publish."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.catalogue import queries as catalogue
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext, locale
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render
from kitchen.week import board as boards
from kitchen.week import queries, service
from kitchen.week import why as reasons
from kitchen.week.models import DishLock, PlanRun, RunState, Week
from kitchen.week.words import SCENARIO_LABELS
from planning.params import SCENARIOS
from planning.week.plan import Plan

router = APIRouter()
Viewer = Annotated[Actor, Depends(May("week.view"))]
Planner = Annotated[Actor, Depends(May("week.plan"))]
BUTTONS = ("balanced", "cheapest", "most_local")
MONDAY = "%G-W%V-%u"


def read_week(text: str, today: date) -> date:
    """Read `2026-W48`; anything else is the coming week."""
    try:
        return date.fromisoformat(f"{text}-1")
    except ValueError:
        return today - timedelta(days=today.weekday()) + timedelta(days=7)


def iso(monday: date) -> str:
    """Write a Monday as `2026-W48`."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


@router.get("/week", name="week:board")
def board(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: Viewer,
    week: str = "",
    scenario: str = "",
    why: str = "",
) -> Response:
    """Show a week: its plan, its loads, what needs a person, and why."""
    del actor
    today = site_date(now, site.timezone)
    monday = read_week(week, today) if week else request.app.state.monday(db, today)
    row = queries.week_by_monday(db, monday)
    runs = {name: queries.latest(db, row.id, name) for name in BUTTONS} if row else {}
    run = _chosen(row, runs, scenario)
    going = queries.going(db, row.id) if row else None
    both = service.read_run(run) if run else None
    dishes = catalogue.dishes(db)
    foods = {
        code: food.name_fr if locale() == "fr" else food.name_en
        for code, food in catalogue.ingredients(db).items()
    }
    shown, said, changed = None, reasons.NOTHING, []
    tight: list[str] = []
    more: list[str] = []
    if run and both:
        names = reasons.names_of(both[0], dishes, foods)
        shown = boards.build(run, both[0], both[1], dishes, names)
        said = reasons.explain_choice(both[0], both[1], names, why)
        tight, more = reasons.margins(both[0], both[1], names)
        force = _in_force(db, row, run)
        changed = reasons.changes(force, both[1], names) if force else []
    return render(
        request,
        "week/board.html",
        monday=monday,
        iso=iso,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        week=row,
        run=run,
        going=going,
        board=shown,
        runs=[(name, SCENARIO_LABELS[name], _figures(one)) for name, one in runs.items()],
        failed=_failed(db, row),
        chosen=why,
        said=said,
        changed=changed,
        tight=tight,
        more=more,
        locks={(lock.service_date, lock.recipe_code): lock.keep for lock in _locks(db, row)},
    )


def _chosen(row: Week | None, runs: dict[str, PlanRun | None], scenario: str) -> PlanRun | None:
    asked_for = runs.get(scenario)
    if asked_for is not None:
        return asked_for
    if row and row.published_run:
        for run in runs.values():
            if run and run.id == row.published_run:
                return run
    return next((run for run in runs.values() if run), None)


def _figures(run: PlanRun | None) -> dict[str, int] | None:
    both = service.read_run(run) if run else None
    if both is None:
        return None
    goals = both[1].goals
    meals = max(1, sum(row.portions for row in both[0].demands))
    return {
        "value": goals.value_cents // meals,
        "cash": goals.cash_cents // meals,
        "local": goals.local_value_cents * 1000 // max(1, goals.value_cents),
    }


def _in_force(db: Db, row: Week | None, run: PlanRun) -> Plan | None:
    """The published plan, when another one is shown."""
    if row is None or row.published_run is None or row.published_run == run.id:
        return None
    published = queries.run_by_id(db, row.published_run)
    both = service.read_run(published) if published else None
    return both[1] if both else None


def _failed(db: Db, row: Week | None) -> PlanRun | None:
    last = next(iter(queries.runs(db, row.id)), None) if row else None
    return last if last and last.state is RunState.FAILED else None


def _locks(db: Db, row: Week | None) -> list[DishLock]:
    return queries.locks(db, row.id) if row else []


@router.post("/week/{week}/plan", name="week:plan")
def plan(
    request: Request, db: Db, now: Now, site: Site, actor: Planner, fields: Fields, week: str
) -> Response:
    """Ask for a plan of the week; the worker solves it."""
    monday = read_week(week, site_date(now, site.timezone))
    row = service.open_week(db, monday)
    scenario = fields.get("scenario", "balanced")
    service.ask_plan(
        db, actor, row, scenario=scenario if scenario in SCENARIOS else "balanced", at=now
    )
    return redirect(request, "week:board", query={"week": iso(monday), "scenario": scenario})


@router.post("/week/{week}/stop", name="week:stop")
def stop(request: Request, db: Db, now: Now, site: Site, actor: Planner, week: str) -> Response:
    """End the running plan with the best found so far."""
    row = queries.week_by_monday(db, read_week(week, site_date(now, site.timezone)))
    going = queries.going(db, row.id) if row else None
    if going is not None:
        service.ask_stop(db, actor, going, at=now)
    return redirect(request, "week:board", query={"week": week})


@router.post("/week/{week}/lock", name="week:lock")
def lock(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("week.lock"))],
    week: str,
) -> Response:
    """Keep a dish at a service, ban it, or forget the decision."""
    row = service.open_week(db, read_week(week, site_date(now, site.timezone)))
    decision = {"keep": True, "ban": False}.get(fields.get("decision", ""))
    try:
        day = date.fromisoformat(fields.get("day", ""))
    except ValueError as error:
        raise BadInput([("day", gettext("A date is needed."))]) from error
    service.lock_dish(
        db,
        actor,
        row,
        service_date=day,
        recipe_code=fields.get("recipe", ""),
        keep=decision,
        at=now,
    )
    said = gettext("Noted. Plan the week again to apply it.")
    return redirect(request, "week:board", query={"week": week}, notice=said)


@router.post("/week/{week}/publish", name="week:publish")
def publish(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("week.publish"))],
    week: str,
) -> Response:
    """Publish a plan: batches, picks and answers to farms, all or nothing."""
    row = queries.week_by_monday(db, read_week(week, site_date(now, site.timezone)))
    run = queries.latest(db, row.id, fields.get("scenario", "balanced")) if row else None
    if row is None or run is None:
        raise NotFound
    publish_week: Callable[..., object] = request.app.state.publish_week
    publish_week(db, actor, row, run, at=now)
    said = gettext("Plan published: batches, picking and answers to farms are made.")
    return redirect(request, "week:board", query={"week": week}, notice=said)
