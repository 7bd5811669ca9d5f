"""A believable kitchen from one seed, built only through services, then planned and printed."""

import random
import resource
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from rich.table import Table
from sqlalchemy import Engine
from sqlmodel import Session

from distribution.beneficiaries import demo as households
from distribution.demand import demo as demand
from distribution.demand import history as demand_history
from distribution.demand import queries as demand_queries
from distribution.demand import service as demand_service
from distribution.housing import demo as housing
from distribution.partners import demo as partners
from distribution.partners.models import DropPoint
from distribution.tours import demo as vans
from kitchen.accounts import service as accounts
from kitchen.app import demo_history, jobs, migrate
from kitchen.app.tables import metadata
from kitchen.catalogue import queries as catalogue
from kitchen.catalogue import service as catalogue_service
from kitchen.core.actor import Actor, Grant, Role, system
from kitchen.core.config import Settings
from kitchen.core.crypto import FieldCipher
from kitchen.core.db import make_engine, unit_of_work
from kitchen.core.i18n import euros, kilos, number, percent, using
from kitchen.production import demo as production
from kitchen.stock import demo as stock
from kitchen.week import queries as weeks
from kitchen.week import service as week_service
from kitchen.week.models import RunState
from reports.documents import service as documents
from reports.impact import demo as impact
from suppliers.marketplace import demo as marketplace
from suppliers.offers import demo as offers

MONDAY = date(2026, 11, 23)
# The Thursday before: farms have declared, partners have ordered, the manager plans.
NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
BUILDER = system("demo")
PASSWORD = "tablee-demo"  # noqa: S105 - printed in the README, only made by this command
SCENARIOS = ("balanced", "cheapest", "most_local", "least_waste")
PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("responsable", "Responsable de cuisine", Role.MANAGER),
    ("cuisine", "Équipe de cuisine", Role.COOK),
    ("sociale", "Travail social", Role.SOCIAL_WORKER),
    ("ferme", "Ferme des Attaques (exemple)", Role.FARMER),
    ("coordination", "Coordination", Role.COORDINATOR),
    ("chauffeur", "Conduite", Role.DRIVER),
    ("partenaire", "L'Escale (exemple)", Role.PARTNER),
    ("admin", "Administration", Role.ADMIN),
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Territory:
    """What was built, in figures."""

    meals: int
    suppliers: int
    doors: int
    households: int
    lots: int


def build(site: Settings, *, seed: int, say: Say, show: Callable[[Table], None]) -> None:
    """Build, plan, publish, route and print the demo week into the data folder."""
    began = time.monotonic()
    shutil.rmtree(site.data_folder, ignore_errors=True)
    site.data_folder.mkdir(parents=True)
    say(f"Building the demo territory in {site.data_folder} (seed {seed})...")
    jobs.SOLVER.warm()
    metadata()
    migrate.upgrade(site.url)
    engine = make_engine(site.url)
    try:
        with unit_of_work(engine) as db:
            territory = fill(db, site, seed)
        say(
            f"{territory.suppliers} farms and donors, {territory.doors} doors,"
            f" {territory.households} households, {territory.lots} lots,"
            f" {territory.meals} meals asked."
        )
        chosen = plan(engine, site, seed, say)
        with unit_of_work(engine) as db:
            finish(db, site, chosen)
        say("Week published, tours planned.")
        with unit_of_work(engine) as db, using("fr"):
            folder = site.data_folder / "sheets"
            made = documents.write_week(db, MONDAY, folder, site=site, at=NOW)
        say(f"{len(made)} documents written to {folder}.")
        with unit_of_work(engine, writes=False) as db:
            show(summary(db, chosen, time.monotonic() - began))
    finally:
        engine.dispose()


def fill(db: Session, site: Settings, seed: int) -> Territory:
    """Build the territory, every row through a service, from one seed."""
    rng = random.Random(seed)  # noqa: S311 - a reproducible draw, not a secret
    catalogue_service.import_catalogue(db, BUILDER, at=NOW)
    foods = catalogue.ingredients(db)
    production.build(db, BUILDER, monday=MONDAY, at=NOW)
    lots = stock.build(db, BUILDER, monday=MONDAY, ingredients=foods, rng=rng, at=NOW)
    built = offers.build(db, BUILDER, monday=MONDAY, ingredients=foods, rng=rng, at=NOW)
    points = partners.build(db, BUILDER, at=NOW)
    demand.build(db, BUILDER, points, monday=MONDAY, rng=rng, timezone=site.timezone, at=NOW)
    demo_history.build(db, BUILDER, monday=MONDAY, seed=seed, timezone=site.timezone, at=NOW)
    # where a door has not answered, the forecast stands in, with its range
    demand_service.take_forecast(
        db,
        BUILDER,
        demand_history.outlooks(db, MONDAY),
        monday=MONDAY,
        timezone=site.timezone,
        at=NOW,
    )
    asked, _ = demand_queries.week_demand(db, MONDAY, MONDAY + timedelta(days=4))
    vans.build(db, BUILDER, at=NOW)
    housing.build(db, BUILDER, points, at=NOW)
    marketplace.build(db, BUILDER, monday=MONDAY, rng=rng, at=NOW)
    impact.build(db, BUILDER, at=NOW)
    worker = people(db, points, built.suppliers["attaques"].id)
    made = households.build(
        db,
        worker_actor(worker),
        FieldCipher(site.key()),
        points,
        monday=MONDAY,
        rng=rng,
        at=NOW,
    )
    return Territory(
        sum(row.portions for row in asked), len(built.suppliers), len(points), len(made), len(lots)
    )


def people(db: Session, points: list[DropPoint], farm: UUID) -> UUID:
    """Make one account a role; return the social worker's."""
    made = {}
    for login, name, role in PEOPLE:
        user = accounts.create_user(
            db, BUILDER, login=login, display_name=name, password=PASSWORD, at=NOW
        )
        scope = {Role.FARMER: farm, Role.PARTNER: points[0].partner_id}.get(role)
        accounts.grant(db, BUILDER, user, role, scope=scope, at=NOW)
        made[login] = user.id
    return made["sociale"]


def worker_actor(user: UUID) -> Actor:
    """Return the social worker who registers the demo's households."""
    return Actor(id=user, label="sociale", grants=(Grant(Role.SOCIAL_WORKER),))


def plan(engine: Engine, site: Settings, seed: int, say: Say) -> UUID:
    """Plan the week in each scenario; return the run of the first."""
    runs = {}
    for scenario in SCENARIOS:
        with unit_of_work(engine) as db:
            week = week_service.open_week(db, MONDAY)
            run = week_service.ask_plan(db, BUILDER, week, scenario=scenario, seed=seed, at=NOW)
            runs[scenario] = run.id
        say(f"Planning the week, scenario {scenario}...")
        state = jobs.plan_week(engine, site, runs[scenario])
        if len(runs) < len(SCENARIOS):
            jobs.SOLVER.warm()
        if state is not RunState.DONE:
            with unit_of_work(engine, writes=False) as db:
                failed = weeks.run_by_id(db, runs[scenario])
                msg = failed.failure if failed else scenario
            raise RuntimeError(msg)
    return runs[SCENARIOS[0]]


def finish(db: Session, site: Settings, run_id: UUID) -> None:
    """Publish the chosen plan, answer the farms, plan the tours of the week."""
    week = week_service.open_week(db, MONDAY)
    run = weeks.run_by_id(db, run_id)
    if run is not None:
        jobs.publish_week(db, BUILDER, week, run, at=NOW)
    jobs.plan_tours(db, BUILDER, MONDAY, site=site, at=NOW)


def summary(db: Session, run_id: UUID, seconds: float) -> Table:
    """Sum the demo week up for the terminal."""
    run = weeks.run_by_id(db, run_id)
    both = week_service.read_run(run) if run else None
    table = Table(title="Week 48, 23 to 27 November 2026", show_header=False)
    if run is None or both is None:
        return table
    problem, made = both
    goals = made.goals
    meals = sum(row.portions for row in problem.demands)
    gap = max(0, made.objective - made.bound) * 100 / max(1, abs(made.objective))
    took = (run.ended_at - run.started_at).total_seconds() if run.ended_at and run.started_at else 0
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    rows = (
        ("meals asked", number(meals)),
        ("portions short", number(goals.unfed_portions)),
        ("to spend, a meal", euros(goals.cash_cents // max(1, meals))),
        ("full food value, a meal", euros(goals.value_cents // max(1, meals))),
        ("from neighbouring farms", percent(goals.local_value_cents * 1000 // goals.value_cents)),
        ("saved before its date", kilos(goals.rescued_grams)),
        ("CO2e, a meal", kilos(goals.co2e_grams // max(1, meals))),
        ("batches", number(goals.dishes)),
        ("solve time", f"{took:.1f} s"),
        ("gap to the proven bound", f"{gap:.1f} %"),
        ("wall time of all", f"{seconds:.0f} s"),
        ("peak memory", f"{peak // 1024} MB"),
    )
    for name, value in rows:
        table.add_row(name, value)
    return table
