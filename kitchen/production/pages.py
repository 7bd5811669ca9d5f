"""What the kitchen cooks on a day, and one batch at a station."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.catalogue import queries as catalogue
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date, site_time
from kitchen.core.config import Settings
from kitchen.core.errors import NotFound
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import (
    ALLERGEN_LABELS,
    SIZE_LABELS,
    STATION_LABELS,
    Allergen,
    StationKind,
)
from kitchen.production import gantt, queries, service
from kitchen.production.models import STATE_LABELS, BatchState
from kitchen.web.render import markup, redirect, render

router = APIRouter()
AFTER = (StationKind.CHILLER, StationKind.PACKING)
Viewer = Annotated[Actor, Depends(May("production.view"))]
Cook = Annotated[Actor, Depends(May("production.cook"))]


@router.get("/production", name="production:day")
def day(request: Request, db: Db, now: Now, site: Site, actor: Viewer, on: str = "") -> Response:
    """Show a day's batches by time, and the day on stations."""
    del actor
    today = site_date(now, site.timezone)
    chosen = _day(on) or _nearest(db, today)
    rows = queries.batches(db, (chosen, chosen))
    names = queries.station_names(db)
    bars = gantt.bars(rows)
    people = gantt.hands(bars, queries.shifts(db, chosen, chosen))
    busiest = max(people, key=lambda one: one.used, default=None)
    return render(
        request,
        "production/day.html",
        day=chosen,
        before=chosen - timedelta(days=1),
        after=chosen + timedelta(days=1),
        rows=rows,
        bars=bars,
        names=names,
        picture=markup(
            gantt.svg(
                bars, people, names, gettext("The day on stations"), gettext("People at work")
            )
        ),
        busiest=busiest,
        states=STATE_LABELS,
        portions=sum(row.batch.portions for row in rows),
        grams=sum(row.batch.grams for row in rows),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _nearest(db: Db, today: date) -> date:
    """The first day from today with something to cook, else today."""
    rows = queries.batches(db, (today, today + timedelta(days=10)))
    return rows[0].batch.cook_date if rows else today


@router.get("/production/{code}", name="production:batch")
def batch(request: Request, db: Db, now: Now, site: Site, actor: Viewer, code: str) -> Response:
    """Show one batch as the cook at the station needs it, readable from two metres."""
    del actor
    row = queries.batch_by_code(db, code)
    if row is None:
        raise NotFound
    known = row.batch
    after = queries.batches(db, (known.cook_date, known.cook_date))
    return render(
        request,
        "production/batch.html",
        row=row,
        batch=known,
        dish=catalogue.dish(db, known.recipe_code),
        picks=queries.picks_of(db, known.id),
        here=_station(row),
        left=_minutes_left(row, now, site),
        clock_now=_minute(now, site),
        allergens=[ALLERGEN_LABELS[Allergen(one)] for one in known.contains],
        doubtful=[ALLERGEN_LABELS[Allergen(one)] for one in known.doubtful],
        stations=STATION_LABELS,
        sizes=SIZE_LABELS,
        names=queries.station_names(db),
        states=STATE_LABELS,
        can_start=known.state is BatchState.SCHEDULED,
        can_finish=known.state is BatchState.STARTED,
        then=[one for one in after if one.start > row.start][:5],
    )


def _minute(now: datetime, site: Settings) -> int:
    local = site_time(now, site.timezone)
    return local.hour * 60 + local.minute


def _station(row: queries.BatchRow) -> str:
    """The kind of the station where most of the cook's time on the batch goes."""
    made = [step for step in row.steps if step.kind not in AFTER]
    longest = max(made, key=lambda step: step.end_minute - step.start_minute, default=None)
    return STATION_LABELS[longest.kind] if longest else ""


def _minutes_left(row: queries.BatchRow, now: datetime, site: Settings) -> int | None:
    """Minutes until a batch at work must be finished, on its day."""
    if row.batch.state is not BatchState.STARTED or row.batch.cook_date != site_date(
        now, site.timezone
    ):
        return None
    return row.end - _minute(now, site)


@router.post("/production/{code}/cancel", name="production:cancel")
def cancel(
    request: Request,
    db: Db,
    now: Now,
    actor: Annotated[Actor, Depends(May("production.cancel"))],
    code: str,
) -> Response:
    """Take a batch off the day."""
    row = queries.batch_by_code(db, code)
    if row is None:
        raise NotFound
    service.cancel(db, actor, row.batch, at=now)
    said = gettext("Cancelled: its lots are free again.")
    return redirect(
        request, "production:day", query={"on": row.batch.cook_date.isoformat()}, notice=said
    )


@router.post("/production/{code}/start", name="production:start")
def start(request: Request, db: Db, now: Now, actor: Cook, code: str) -> Response:
    """Start a batch: its lots leave the stock."""
    row = queries.batch_by_code(db, code)
    if row is None:
        raise NotFound
    service.start(db, actor, row.batch, at=now)
    return redirect(
        request, "production:batch", code=code, notice=gettext("Started: the lots are taken.")
    )


@router.post("/production/{code}/finish", name="production:finish")
def finish(request: Request, db: Db, now: Now, actor: Cook, code: str) -> Response:
    """Finish a batch."""
    row = queries.batch_by_code(db, code)
    if row is None:
        raise NotFound
    service.finish(db, actor, row.batch, at=now)
    return redirect(request, "production:batch", code=code, notice=gettext("Cooked."))
