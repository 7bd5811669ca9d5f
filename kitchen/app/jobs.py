"""Use cases that join packages: plan a week, publish it with its orders, plan a day's tours."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from distribution.demand import history
from distribution.demand import queries as demand
from distribution.tours import queries as tour_queries
from distribution.tours import road_server
from distribution.tours import service as tours
from distribution.tours import snapshot as tour_snapshot
from distribution.tours.models import TourDay
from kitchen.app.standby import BEHIND, Standby, spawn
from kitchen.catalogue import queries as catalogue
from kitchen.core import clock
from kitchen.core.actor import Actor, system
from kitchen.core.config import Settings
from kitchen.core.db import unit_of_work
from kitchen.core.errors import NotFound
from kitchen.week import queries, service, snapshot
from kitchen.week.horizon import READY_MINUTE, SERVICE_DAYS, start_of
from kitchen.week.models import PlanRun, RunState, Week
from kitchen.week.publish import ToOrder
from kitchen.week.snapshot import Asked, Coming
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem as TourProblem
from planning.tours.validate import read_plan as read_tours
from planning.tours.validate import write_plan
from planning.tours.validate import write_problem as write_tours
from planning.week.plan import Plan
from planning.week.problem import Problem as WeekProblem
from suppliers.offers import queries as offer_queries
from suppliers.offers import service as offers
from suppliers.offers.models import OfferState
from suppliers.receipts import queries as receipts
from suppliers.receipts import service as orders

Progress = Callable[[int, int], None]
WORKER = system("worker")
SOLVER = Standby("week")
ROUTER = Standby("tours")
TOUR_BUDGET = 1.0
OUTER_SECONDS = 300  # a solve that runs longer is ended with its best plan


def gather(db: Session, week: Week, *, at: datetime, timezone: str) -> snapshot.Snapshot:
    """Freeze a week's problem from what every package knows now."""
    monday = week.monday
    last = monday + timedelta(days=SERVICE_DAYS - 1)
    asked, left_out = demand.week_demand(db, monday, last)
    foods = catalogue.ingredients(db)
    arrivals = receipts.arrivals(db, start_of(monday), last)
    coming = [
        Coming(
            code=row.code,
            kind=row.kind,
            ingredient_code=row.ingredient_code,
            grams=row.grams,
            low_grams=row.low_grams,
            high_grams=row.high_grams,
            first_date=row.first_date,
            use_by=row.use_by,
            price_cents_per_kg=row.price_cents_per_kg,
            least_grams=row.least_grams,
            pack_grams=row.pack_grams,
            local=row.local,
            committed=row.committed,
            value_cents_per_kg=row.price_cents_per_kg
            or foods[row.ingredient_code].price_cents_per_kg,
            labels=row.labels,
        )
        for row in arrivals
    ]
    frozen = snapshot.freeze(
        db,
        monday=monday,
        today=clock.site_date(at, timezone),
        asked=[
            Asked(
                row.day,
                row.meal,
                row.door_code,
                row.diet,
                row.size,
                row.portions,
                row.low_portions,
                row.high_portions,
                row.format,
                row.sold,
            )
            for row in asked
        ],
        coming=coming,
        done=snapshot.settled(
            monday=monday,
            at=at,
            timezone=timezone,
            rules=queries.rules(db),
            locks=queries.locks(db, week.id),
            in_force=_read(service.in_force(db, week)),
        ),
        together_permille=history.together(history.outlooks(db, monday)),
    )
    frozen.left_out.extend(
        {"code": row.code, "door": row.door_name, "day": str(row.day), "portions": row.portions}
        for row in left_out
    )
    return frozen


def _read(run: PlanRun | None) -> tuple[WeekProblem, Plan] | None:
    return service.read_run(run) if run else None


def plan_week(
    engine: Engine, site: Settings, run_id: UUID, on_progress: Progress | None = None
) -> RunState:
    """Run one queued plan: freeze, solve in a child process, verify, keep.

    No transaction stays open while the solver works. A failure is stored on the run, where the
    manager will look.
    """
    with unit_of_work(engine) as db:
        run = _run(db, run_id)
        asked = _command(db, run, site)

    def watch(best: int, bound: int) -> bool:
        with unit_of_work(engine) as db:
            run = _run(db, run_id)
            run.best, run.bound = best, bound
            db.add(run)
            stop = run.stop_asked
        if on_progress:
            on_progress(best, bound)
        return stop

    plan, failure = _solve_apart(asked, watch)
    with unit_of_work(engine) as db:
        run = _run(db, run_id)
        if plan:
            service.take_result(db, WORKER, run, plan, at=clock.now())
        else:
            service.fail(db, run, failure, at=clock.now())
        return run.state


def _run(db: Session, run_id: UUID) -> PlanRun:
    run = queries.run_by_id(db, run_id)
    if run is None:
        raise NotFound
    return run


@dataclass(frozen=True, slots=True)
class Command:
    """What a person would type: the command's words, and the files it reads."""

    words: tuple[str, ...]
    problem: str
    start: str = ""


def _command(db: Session, run: PlanRun, site: Settings) -> Command:
    """Freeze the problem of a run, and say what solves it."""
    week = db.get(Week, run.week_id)
    base = queries.run_by_id(db, run.start_run) if run.start_run else None
    if week is None or (run.start_run and base is None):
        raise NotFound
    # what can still be bought in time counts from the day the plan was asked for
    frozen = gather(db, week, at=run.asked_at, timezone=site.timezone)
    service.begin(db, run, frozen, at=clock.now())
    options = ("--scenario", run.scenario, "--seed", str(run.seed))
    budget = ("--budget", str(run.budget_milli / 1000), "--lines")
    swaps = tuple(word for swap in run.swaps for word in ("--swap", ":".join(swap)))
    if base is None:
        return Command(("plan", *options, *budget), run.problem)
    return Command(("replan", *options, *budget, *swaps), run.problem, base.plan)


def _solve_apart(asked: Command, watch: Callable[[int, int], bool]) -> tuple[str, str]:
    """Solve in a process of its own, the same command a person would type."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.json"
        said: list[str] = []
        with SOLVER.run(_typed(asked, Path(folder), made)) as child:
            for line in child.stdout or ():
                if not line.startswith("{"):
                    said.append(line)
                elif watch(*json.loads(line).values()):
                    child.terminate()
            code = child.wait(timeout=OUTER_SECONDS)
        if made.exists():
            return made.read_text(encoding="utf-8"), ""
        return "", f"{''.join(said).strip()[-400:]} ({code})"


def _typed(asked: Command, folder: Path, made: Path) -> list[str]:
    """Write the files of a command, and return it as it would be typed."""
    files = [folder / "problem.json"]
    files[0].write_text(asked.problem, encoding="utf-8")
    if asked.start:
        files.append(folder / "plan.json")
        files[1].write_text(asked.start, encoding="utf-8")
    name, *options = asked.words
    return [name, *map(str, files), "--out", str(made), *options]


def explain_plan(engine: Engine) -> bool:
    """Answer what can be asked about the latest plan that nobody answered for; True if one was.

    It comes after the plan itself, which is shown without waiting for it.
    """
    with unit_of_work(engine, writes=False) as db:
        run = queries.unanswered(db)
        if run is None:
            return False
        run_id, asked = run.id, Command(("explain",), run.problem, run.plan)
    answers = _explained(asked)
    with unit_of_work(engine) as db:
        known = queries.run_by_id(db, run_id)
        if known is not None:
            known.answers = answers
            db.add(known)
    return True


def explain_tours(engine: Engine) -> bool:
    """Answer what can be asked about the latest tours that nobody answered for, as of weeks."""
    with unit_of_work(engine, writes=False) as db:
        row = tour_queries.unanswered(db)
        if row is None:
            return False
        day, version = row.day, row.version
        asked = Command(("explain",), row.problem, row.plan)
    answers = _explained(asked)
    with unit_of_work(engine) as db:
        known = tour_queries.tour_day(db, day)
        if known is not None and known.version == version:
            known.answers = answers
            db.add(known)
    return True


def _explained(asked: Command) -> dict[str, Any]:
    """Have a plan explained in a process of its own; nothing is said where that fails."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "answers.json"
        with spawn(*_typed(asked, Path(folder), made), nice=BEHIND) as child:
            child.communicate()
        found: dict[str, Any] = json.loads(made.read_text("utf-8")) if made.exists() else {}
        return found


def publish_week(db: Session, actor: Actor, week: Week, run: PlanRun, *, at: datetime) -> ToOrder:
    """Publish a plan, answer the farms it takes from and draft its orders, in one transaction."""
    wanted = service.publish(db, actor, week, run, at=at)
    last = week.monday + timedelta(days=SERVICE_DAYS - 1)
    taken = dict(wanted.offers)
    for row in offer_queries.offers_between(
        db, start_of(week.monday), last, states=(OfferState.DECLARED,)
    ):
        grams = taken.get(row.offer.code)
        if grams:
            offers.accept(db, actor, row.offer.id, grams=min(grams, row.offer.grams_max), at=at)
    foods = catalogue.ingredients(db)
    orders.order_plan(
        db,
        actor,
        first=start_of(week.monday),
        last=last,
        purchases=[
            orders.Asked(
                ingredient_id=foods[row.ingredient_code].id,
                grams=row.grams,
                wanted_on=row.by,
                price_cents_per_kg=row.cents * 1000 // row.grams,
                pack_grams=foods[row.ingredient_code].pack_grams,
            )
            for row in wanted.purchases
        ],
        at=at,
    )
    return wanted


def plan_day(
    db: Session, actor: Actor, day: date, *, site: Settings, at: datetime
) -> tours.Planned:
    """Plan and keep the tours of a day, unless nobody asked for meals.

    The routing engine works in a process of its own, like the week's solver.
    """
    problem = tour_snapshot.tour_problem(db, day, ready_minute=READY_MINUTE)
    if not problem.stops:
        return tours.Planned(None)
    server, roads = road_server.from_settings(site), road_server.Roads()
    if server:
        roads = server.legs(problem.places, problem.roads.fixed_minutes)
        problem = replace(problem, legs=roads.legs)
    plan = _route_apart(problem, _before(db, day))
    row = tours.take_plan(db, actor, day=day, problem=problem, plan=plan, at=at)
    return tours.Planned(row, roads.notice)


def _before(db: Session, day: date) -> TourPlan | None:
    """Return the plan to stay near: the day's own, else that of the same day a week before."""
    for near in (day, day - timedelta(days=7)):
        row = tour_queries.tour_day(db, near)
        plan, _ = read_tours(row.plan.encode()) if row else (None, [])
        if plan is not None:
            return plan
    return None


def _route_apart(problem: TourProblem, before: TourPlan | None) -> TourPlan:
    with tempfile.TemporaryDirectory() as folder:
        asked, made = Path(folder) / "problem.json", Path(folder) / "plan.json"
        asked.write_text(write_tours(problem), encoding="utf-8")
        words = ["tours", str(asked), "--out", str(made), "--budget", str(TOUR_BUDGET)]
        if before:
            near = Path(folder) / "before.json"
            near.write_text(write_plan(before), encoding="utf-8")
            words += ["--previous", str(near)]
        with ROUTER.run(words) as child:
            said, _ = child.communicate()
        ROUTER.warm()
        if not made.exists():
            raise tours.BrokenTours(reasons=said.strip()[-400:])
        plan, wrong = read_tours(made.read_bytes())
    if plan is None:
        raise tours.BrokenTours(reasons="; ".join(str(one) for one in wrong))
    return plan


def plan_tours(
    db: Session, actor: Actor, monday: date, *, site: Settings, at: datetime
) -> list[TourDay]:
    """Plan the tours of every day of a week that is not confirmed yet."""
    days = [monday + timedelta(days=offset) for offset in range(SERVICE_DAYS)]
    done = tour_queries.tour_days(db, days[0], days[-1])
    made = []
    for day in days:
        if day in done and done[day].confirmed_at is not None:
            continue
        row = plan_day(db, actor, day, site=site, at=at).row
        if row is not None:
            made.append(row)
    return made


def run_queued(engine: Engine, site: Settings) -> int:
    """Run every plan that waits, one at a time; return how many."""
    count = 0
    while True:
        with unit_of_work(engine, writes=False) as db:
            run = queries.next_queued(db)
            run_id = run.id if run else None
        if run_id is None:
            return count
        try:
            plan_week(engine, site, run_id)
        except Exception as error:
            with unit_of_work(engine) as db:
                service.fail(db, _run(db, run_id), f"{type(error).__name__}", at=clock.now())
            raise
        count += 1
