"""The week board: plan, watch, compare, ask why, lock, publish."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.catalogue import queries as catalogue
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, Conflict, NotFound
from kitchen.core.i18n import day_name, gettext
from kitchen.core.vocabulary import MEAL_LABELS, Meal
from kitchen.production import queries as production
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render
from kitchen.week import board as boards
from kitchen.week import compare, decisions, kitchen_hours, queries, risks, service, team, views
from kitchen.week import why as reasons
from kitchen.week.horizon import SERVICE_DAYS, start_of
from kitchen.week.models import DishLock, PlanRun, RunState, Week
from kitchen.week.snapshot import Snapshot
from planning.params import SCENARIOS
from planning.week.against import Swap
from planning.week.plan import Plan
from planning.week.problem import Problem

router = APIRouter()
router.include_router(views.router)
router.include_router(decisions.router)
router.include_router(team.router)
Viewer = Annotated[Actor, Depends(May("week.view"))]
Planner = Annotated[Actor, Depends(May("week.plan"))]
MISSING = "missing"  # every scenario that has no plan yet
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
    return _board(request, db, now, site, week, scenario, why)


def _board(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    week: str,
    scenario: str,
    why: str = "",
    refused: str = "",
) -> Response:
    today = site_date(now, site.timezone)
    monday = read_week(week, today) if week else request.app.state.monday(db, today)
    row = queries.week_by_monday(db, monday)
    runs = queries.latest_by_scenario(db, row.id) if row else {}
    run = _chosen(row, runs, scenario)
    plans = {name: service.read_run(one) for name, one in runs.items()}
    both = plans[run.scenario] if run else None
    shown = shown_plan(db, row, run, both, why) if run and both else EMPTY
    return render(
        request,
        "week/board.html",
        status=409 if refused else 200,
        refused=refused,
        monday=monday,
        iso=iso,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        week=row,
        run=run,
        going=queries.going(db, row.id) if row else None,
        scenarios=compare.cards(plans, both),
        failed=_failed(db, row),
        idle=_idle_days(db, monday),
        moved=_moved_hours(db, monday, both, today),
        chosen=why,
        meal_labels=MEAL_LABELS,
        locks={(lock.service_date, lock.meal, lock.recipe_code) for lock in _locks(db, row)},
        **shown,
    )


EMPTY: dict[str, Any] = {
    "board": None,
    "said": reasons.NOTHING,
    "changed": [],
    "tight": [],
    "more": [],
    "stuck": [],
    "risky": [],
    "together": 0,
    "others": [],
    "elsewhere": [],
}


def shown_plan(
    db: Db, row: Week | None, run: PlanRun, both: tuple[Problem, Plan], why: str
) -> dict[str, Any]:
    """Return what the board shows of a plan."""
    problem, plan = both
    dishes = catalogue.dishes(db)
    names = views.names(db, problem, dishes)
    said = reasons.explain_choice(run, problem, plan, names, why)
    begun = frozenset(service.begun(db, row)) if row else frozenset()
    tight, more = reasons.margins(run, names)
    force = service.in_force(db, row) if row else None
    old = service.read_run(force) if force and force.id != run.id else None
    return {
        "board": boards.build(run, problem, plan, dishes, names, begun),
        "said": said,
        "changed": reasons.changes(old, both, names) if old else [],
        "tight": tight,
        "more": more,
        "stuck": reasons.stuck(run, names),
        "risky": risks.dishes(run, names),
        "uncertain": risks.offers(run, names),
        "together": problem.rules.together_permille,
        "others": boards.others(problem, plan, said, names),
        "elsewhere": boards.elsewhere(problem, plan, said, names),
    }


def _chosen(row: Week | None, runs: dict[str, PlanRun], scenario: str) -> PlanRun | None:
    if scenario in runs:
        return runs[scenario]
    if row and row.published_run:
        for run in runs.values():
            if run.id == row.published_run:
                return run
    return next((runs[name] for name in SCENARIOS if name in runs), None)


def _moved_hours(db: Db, monday: date, both: tuple[Problem, Plan] | None, today: date) -> str:
    """Say the days to come on which the kitchen's hours changed since the plan shown."""
    days = kitchen_hours.changed_since(db, both[0], start_of(monday), today) if both else []
    return ", ".join(day_name(day) for day in days)


def _idle_days(db: Db, monday: date) -> list[date]:
    """The days of service on which nobody is down to work in the kitchen."""
    days = [monday + timedelta(days=offset) for offset in range(SERVICE_DAYS)]
    staffed = {row.day for row in production.shifts(db, days[0], days[-1])}
    return [day for day in days if day not in staffed]


def _failed(db: Db, row: Week | None) -> PlanRun | None:
    last = next(iter(queries.runs(db, row.id)), None) if row else None
    return last if last and last.state is RunState.FAILED else None


def _locks(db: Db, row: Week | None) -> list[DishLock]:
    return queries.locks(db, row.id) if row else []


@router.post("/week/{week}/plan", name="week:plan")
def plan(
    request: Request, db: Db, now: Now, site: Site, actor: Planner, fields: Fields, week: str
) -> Response:
    """Ask for a plan of the week, or for every scenario without one; the worker solves them."""
    monday = read_week(week, site_date(now, site.timezone))
    row = service.open_week(db, monday)
    scenario = fields.get("scenario", "balanced")
    if scenario == MISSING:
        made = queries.latest_by_scenario(db, row.id)
        for name in SCENARIOS:
            if name not in made:
                service.ask_plan(db, actor, row, scenario=name, at=now)
        return redirect(request, "week:board", query={"week": iso(monday)})
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
        meal = Meal(fields.get("meal") or Meal.LUNCH)
    except ValueError as error:
        raise BadInput([("day", gettext("A date is needed."))]) from error
    service.lock_dish(
        db,
        actor,
        row,
        day,
        meal,
        recipe_code=fields.get("recipe", ""),
        keep=decision,
        at=now,
    )
    said = gettext("Noted. Plan the week again to apply it.")
    query = {"week": week}
    if queries.latest(db, row.id) is not None:
        query["scenario"] = service.ask_replan(db, actor, row, at=now).scenario
        said = gettext("Noted. The new plan comes in a few seconds; nothing is published yet.")
    return redirect(request, "week:board", query=query, notice=said)


@router.post("/week/{week}/swap", name="week:swap")
def swap(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("week.lock"))],
    week: str,
) -> Response:
    """Serve another dish, or exchange the dishes of two days; what it breaks is said at once."""
    row = views.week_of(db, week)
    run, _, _ = views.planned(db, row, fields.get("scenario", ""))
    gather: Callable[..., Snapshot] = request.app.state.gather_week
    problem = gather(db, row, at=now, timezone=site.timezone).problem
    pair = fields.get("pair", "").partition(".")
    to, new = (pair[0], pair[2]) if pair[2] else (fields.get("to", ""), fields.get("new", ""))
    one = Swap(fields.get("service", ""), fields.get("old", ""), new)
    swaps = [one, Swap(to, one.new, one.old)] if to else [one]
    try:
        service.swap_dishes(
            db, actor, row, run, swaps, problem=problem, at=now, names=views.names(db, problem)
        )
    except Conflict as error:
        why = f"{one.service}.{one.old}"
        return _board(
            request, db, now, site, week, run.scenario, why, gettext(error.message, **error.facts)
        )
    said = gettext("No rule is broken. The kitchen's day is worked out again, as a draft.")
    return redirect(
        request, "week:board", query={"week": week, "scenario": run.scenario}, notice=said
    )


@router.post("/week/{week}/drop", name="week:drop")
def drop(request: Request, db: Db, now: Now, fields: Fields, actor: Planner, week: str) -> Response:
    """Forget the shown draft, and return to the plan before it."""
    row = views.week_of(db, week)
    run, _, _ = views.planned(db, row, fields.get("scenario", ""))
    service.drop_draft(db, actor, row, run, at=now)
    return redirect(
        request,
        "week:board",
        query={"week": week, "scenario": run.scenario},
        notice=gettext("Draft dropped: this is the plan before it."),
    )


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
