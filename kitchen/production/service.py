"""Commands on production: set the kitchen up, start and finish batches."""

from datetime import date, datetime

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import Conflict
from kitchen.core.i18n import N_
from kitchen.core.vocabulary import StationKind
from kitchen.production import queries
from kitchen.production.models import Batch, BatchState, Shift, Station
from kitchen.stock import service as stock


class WrongState(Conflict):
    """The batch is not where the command needs it."""

    code = "production.wrong_state"
    message = N_("Batch %(batch)s cannot do this now.\nReload the page.")


class FoodMissing(Conflict):
    """Planned food has not come in."""

    code = "production.food_missing"
    message = N_(
        "Batch %(batch)s waits for food that has not been received.\n"
        "Receive it first, or replace the ingredient."
    )


def add_station(
    db: Session,
    actor: Actor,
    *,
    code: str,
    name_fr: str,
    name_en: str,
    kind: StationKind,
    open_minute: int,
    close_minute: int,
    at: datetime,
    capacity_grams: int = 0,
) -> Station:
    """Add a machine or a table to the kitchen."""
    allow(actor, "production.setup")
    row = Station(
        code=code,
        name_fr=name_fr,
        name_en=name_en,
        kind=kind,
        capacity_grams=capacity_grams,
        open_minute=open_minute,
        close_minute=close_minute,
    )
    db.add(row)
    audit(db, actor, "production.station_added", row.id, at=at, station=code)
    return row


def add_shift(
    db: Session,
    actor: Actor,
    *,
    day: date,
    start_minute: int,
    end_minute: int,
    heads: int,
    at: datetime,
) -> Shift:
    """Say how many people work between two minutes of a day."""
    allow(actor, "production.setup")
    row = Shift(day=day, start_minute=start_minute, end_minute=end_minute, heads=heads)
    db.add(row)
    audit(db, actor, "production.shift_added", row.id, at=at, day=str(day), heads=heads)
    return row


def start(db: Session, actor: Actor, batch: Batch, *, at: datetime) -> Batch:
    """Start a batch: its planned lots leave the stock now.

    Raises:
        WrongState: When it was started, finished or cancelled.
        FoodMissing: When some of its food was never received.
        PastUseBy: When a lot is past its date on the day of cooking.
    """
    allow(actor, "production.cook")
    if batch.state is not BatchState.SCHEDULED:
        raise WrongState(batch=batch.code)
    picks = queries.picks_of(db, batch.id)
    if any(row.lot is None for row in picks):
        raise FoodMissing(batch=batch.code)
    for row in picks:
        if row.lot is not None:
            stock.pick(
                db,
                actor,
                row.lot,
                grams=row.pick.grams,
                batch=batch.code,
                on=batch.cook_date,
                at=at,
            )
    batch.state = BatchState.STARTED
    db.add(batch)
    audit(db, actor, "production.started", batch.id, at=at, batch=batch.code)
    return batch


def finish(db: Session, actor: Actor, batch: Batch, *, at: datetime) -> Batch:
    """Finish a batch.

    Raises:
        WrongState: When it was not started.
    """
    allow(actor, "production.cook")
    if batch.state is not BatchState.STARTED:
        raise WrongState(batch=batch.code)
    batch.state = BatchState.FINISHED
    db.add(batch)
    audit(db, actor, "production.finished", batch.id, at=at, batch=batch.code)
    return batch
