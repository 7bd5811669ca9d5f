"""Commands on production: set the kitchen up, start and finish batches."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import BadInput, Conflict, NotFound
from kitchen.core.i18n import N_, gettext, kilos
from kitchen.core.vocabulary import StationKind
from kitchen.production import queries
from kitchen.production.models import Batch, BatchPick, BatchState, Outage, Shift, Station
from kitchen.stock import service as stock
from kitchen.stock.fefo import Available, take
from kitchen.stock.queries import lots_in_hand


class WrongState(Conflict):
    """The batch is not where the command needs it."""

    code = "production.wrong_state"
    message = N_("Batch %(batch)s cannot do this now.\nReload the page.")


class FoodMissing(Conflict):
    """Planned food has not come in, or may not be used."""

    code = "production.food_missing"
    message = N_(
        "Batch %(batch)s waits for food that is not in the stores: %(foods)s.\n"
        "Receive it, enter its date, or plan the week again."
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
    cooks: int | None = None,
) -> Shift:
    """Say how many people work between two minutes of a day; all can cook unless it is said."""
    allow(actor, "production.setup")
    row = Shift(
        day=day,
        start_minute=start_minute,
        end_minute=end_minute,
        heads=heads,
        cooks=heads if cooks is None else cooks,
    )
    db.add(row)
    audit(db, actor, "production.shift_added", row.id, at=at, day=str(day), heads=heads)
    return row


def repeat_shifts(
    db: Session, actor: Actor, *, first: date, last: date, at: datetime
) -> list[Shift]:
    """Staff the days of a span where nobody works yet like the same days a week before."""
    allow(actor, "production.setup")
    week = timedelta(days=7)
    staffed = {row.day for row in queries.shifts(db, first, last)}
    return [
        add_shift(
            db,
            actor,
            day=row.day + week,
            start_minute=row.start_minute,
            end_minute=row.end_minute,
            heads=row.heads,
            cooks=row.cooks,
            at=at,
        )
        for row in queries.shifts(db, first - week, last - week)
        if row.day + week not in staffed
    ]


def note_outage(
    db: Session,
    actor: Actor,
    *,
    day: date,
    at: datetime,
    station_code: str = "",
    heads: int = 0,
    reason: str = "",
) -> Outage:
    """Note that a machine is down, or that people are away, for one day.

    Raises:
        BadInput: When the machine is unknown, or neither a machine nor people are named.
    """
    allow(actor, "production.outage")
    known = {row.code for row in queries.stations(db)}
    if station_code and station_code not in known:
        raise BadInput([("station", gettext("Choose a machine of the kitchen."))])
    if not station_code and heads <= 0:
        raise BadInput([("heads", gettext("Say how many people are away."))])
    row = Outage(
        day=day,
        station_code=station_code,
        heads=0 if station_code else heads,
        reason=reason.strip()[:200],
    )
    db.add(row)
    db.flush()
    audit(
        db,
        actor,
        "production.outage",
        row.id,
        at=at,
        day=str(day),
        station=station_code,
        heads=row.heads,
    )
    return row


def end_outage(db: Session, actor: Actor, outage_id: UUID, *, at: datetime) -> None:
    """Take an outage back: the machine works again, the people are there.

    Raises:
        NotFound: When there is no such outage.
    """
    allow(actor, "production.outage")
    row = db.get(Outage, outage_id)
    if row is None:
        raise NotFound
    db.delete(row)
    audit(db, actor, "production.outage_ended", outage_id, at=at, day=str(row.day))


def start(db: Session, actor: Actor, batch: Batch, *, at: datetime) -> Batch:
    """Start a batch: its lots leave the stock now.

    Food that was still to come when the plan was published is taken from what came in, first
    expired first, leaving what other batches count on.

    Raises:
        WrongState: When it was started, finished or cancelled.
        FoodMissing: When some of its food is not there.
        PastUseBy: When a lot is past its date on the day of cooking.
    """
    allow(actor, "production.cook")
    if batch.state is not BatchState.SCHEDULED:
        raise WrongState(batch=batch.code)
    _find_lots(db, batch)
    for row in queries.picks_of(db, batch.id):
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


def _find_lots(db: Session, batch: Batch) -> None:
    """Give each pick that waited for an arrival the lots that came in."""
    rows = queries.picks_of(db, batch.id)
    waiting = [row for row in rows if row.lot is None]
    if not waiting:
        return
    promised = queries.reserved(db, but=batch.id)
    for row in rows:
        if row.lot is not None:
            promised[row.lot.id] = promised.get(row.lot.id, 0) + row.pick.grams
    held = [row for row in lots_in_hand(db) if not row.lot.blocked]
    keys = {row.lot.code: row.lot.id for row in held}
    missing = []
    for row in waiting:
        free = [
            Available(
                one.lot.code,
                one.grams - promised.get(one.lot.id, 0),
                one.lot.use_by,
                one.lot.received_on,
            )
            for one in held
            if one.lot.ingredient_id == row.ingredient.id
        ]
        chosen, short = take(free, row.pick.grams, batch.cook_date)
        if short:
            missing.append(f"{row.name} {kilos(short)}")
            continue
        for code, grams in chosen:
            promised[keys[code]] = promised.get(keys[code], 0) + grams
            db.add(
                BatchPick(
                    batch_id=batch.id,
                    ingredient_id=row.ingredient.id,
                    lot_id=keys[code],
                    expected_from=row.pick.expected_from,
                    grams=grams,
                )
            )
        db.delete(row.pick)
    if missing:
        raise FoodMissing(batch=batch.code, foods=", ".join(missing))
    db.flush()


def cancel(db: Session, actor: Actor, batch: Batch, *, at: datetime) -> Batch:
    """Take a batch off that nobody started: its lots are free again.

    Raises:
        WrongState: When it was started, finished or cancelled.
    """
    allow(actor, "production.cancel")
    if batch.state is not BatchState.SCHEDULED:
        raise WrongState(batch=batch.code)
    batch.state = BatchState.CANCELLED
    db.add(batch)
    audit(db, actor, "production.cancelled", batch.id, at=at, batch=batch.code)
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
