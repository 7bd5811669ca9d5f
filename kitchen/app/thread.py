"""The thread of the week: what stands at the top of every kitchen page."""

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Request
from sqlmodel import Session

from distribution.tours import queries as tours
from distribution.tours.models import TourDay
from kitchen.accounts.policy import can
from kitchen.core.clock import site_date
from kitchen.core.db import unit_of_work
from kitchen.core.i18n import gettext, kilos, ngettext, number
from kitchen.production import queries as production
from kitchen.production.models import BatchState
from kitchen.week import queries as weeks
from kitchen.week.horizon import SERVICE_DAYS, start_of
from kitchen.week.models import Week
from suppliers.offers import queries as offers
from suppliers.receipts import queries as receipts


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the loop: its name, its state in one line, and where it leads."""

    label: str
    line: str
    state: str  # done, present, todo, trouble
    url: str


def current_monday(db: Session, today: date) -> date:
    """Return the week that matters now: this one, or the next from Thursday on."""
    monday = today - timedelta(days=today.weekday())
    following = monday + timedelta(days=7)
    thursday = 3
    later = weeks.week_by_monday(db, following) is not None
    earlier = weeks.week_by_monday(db, monday) is not None
    return following if today.weekday() >= thursday and (later or not earlier) else monday


def steps(request: Request) -> list[Step]:
    """Return the thread for people of the kitchen; nobody else sees it."""
    actor = request.state.actor
    if not can(actor, "week.view"):
        return []
    state = request.app.state
    with unit_of_work(state.engine, writes=False) as db:
        today = site_date(state.clock(), state.settings.timezone)
        monday = current_monday(db, today)
        return _steps(request, db, monday)


def _steps(request: Request, db: Session, monday: date) -> list[Step]:
    last = monday + timedelta(days=SERVICE_DAYS - 1)
    week = weeks.week_by_monday(db, monday)
    batches = production.batches(db, (monday, last), by="service_date")
    days = tours.tour_days(db, monday, last)
    unserved = sum(len(tours.unserved(db, row)) for row in days.values())
    orders = receipts.orders(db)
    here = request.url.path

    def step(label: str, line: str, state: str, url: str) -> Step:
        shown = "present" if here.startswith(url) and state != "trouble" else state
        return Step(label, line, shown, url)

    rows = offers.offers_between(db, start_of(monday), last)
    weight = sum(row.offer.grams_max for row in rows)
    farms = len({row.supplier.id for row in rows})
    bringing = ngettext("%(count)s supplier", "%(count)s suppliers", farms)
    cooked = sum(row.batch.state is BatchState.FINISHED for row in batches)
    return [
        step(
            gettext("Offers"),
            f"{bringing} · {kilos(weight)}",
            "done" if rows else "todo",
            "/offers",
        ),
        step(gettext("Plan"), *_plan(db, week), "/week"),
        step(
            gettext("Orders"),
            ngettext("%(count)s order", "%(count)s orders", len(orders)),
            "done" if orders else "todo",
            "/orders",
        ),
        step(
            gettext("Production"),
            ngettext("%(count)s batch to cook", "%(count)s batches to cook", len(batches) - cooked),
            "done" if batches and cooked == len(batches) else "todo",
            "/production",
        ),
        step(
            gettext("Tours"),
            ngettext("%(count)s stop not served", "%(count)s stops not served", unserved)
            if unserved
            else ngettext("%(count)s day planned", "%(count)s days planned", len(days)),
            "trouble" if unserved else ("done" if days else "todo"),
            "/tours",
        ),
        _delivered(db, days),
    ]


def _plan(db: Session, week: Week | None) -> tuple[str, str]:
    run = weeks.latest(db, week.id) if week else None
    if week is None or run is None:
        return gettext("to do"), "todo"
    if week.published_run is None:
        return gettext("draft, checked"), "present"
    return gettext("published, version %(version)s", version=week.version), "done"


def _delivered(db: Session, days: dict[date, TourDay]) -> Step:
    stops = [
        visit.stop
        for row in days.values()
        for lane in tours.lanes(db, row)
        for visit in lane.visits
    ]
    meals = sum(stop.meals for stop in stops)
    done = sum(stop.meals for stop in stops if stop.done_at)
    line = gettext("%(done)s of %(all)s meals", done=number(done), all=number(meals))
    return Step(gettext("Delivered"), line, "done" if meals and done == meals else "todo", "/tours")
