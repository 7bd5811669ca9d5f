"""Commands on stock: receive a lot, take from it, throw away, count, block, release."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from kitchen.accounts.policy import allow
from kitchen.catalogue.models import Ingredient
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from kitchen.core.errors import Conflict, KitchenError, NotFound
from kitchen.core.i18n import N_
from kitchen.core.vocabulary import Funding, Storage
from kitchen.stock import queries
from kitchen.stock.models import Lot, LotSource, Move, MoveKind

NO_DATE = "no_date"
BLOCK_LABELS: dict[str, str] = {
    NO_DATE: N_("date missing"),
    "recall": N_("recall"),
    "temperature": N_("temperature"),
    "quality": N_("quality"),
}


class NotEnough(Conflict):
    """The lot holds less than what is taken."""

    code = "stock.not_enough"
    message = N_("Lot %(lot)s holds %(held)s g, not %(wanted)s g.\nMaybe weigh it again.")


class PastUseBy(Conflict):
    """A use-by date is a hard limit: the lot may only be thrown away (H-36)."""

    code = "stock.past_use_by"
    message = N_("Lot %(lot)s is past its use-by date.\nIt can only be thrown away.")


class Blocked(Conflict):
    """The lot may not be used."""

    code = "stock.blocked"
    message = N_("Lot %(lot)s is blocked.\nEnter its date or have it released first.")


class WrongWeight(KitchenError):
    """A weight that cannot be."""

    code = "stock.wrong_weight"
    status = 422
    message = N_("A weight above zero is needed.")


class NotBlocked(Conflict):
    """There is nothing to release."""

    code = "stock.not_blocked"
    message = N_("Lot %(lot)s is not blocked.\nReload the page.")


class DateStillMissing(Conflict):
    """The lot waits for its use-by date: releasing it would hide that (H-36)."""

    code = "stock.date_missing"
    message = N_("Lot %(lot)s has no use-by date.\nEnter the date: that releases it.")


class UnknownReason(KitchenError):
    """A reason to block that the kitchen does not use."""

    code = "stock.unknown_reason"
    status = 422
    message = N_("Choose why the lot is blocked: recall, temperature or quality.")


def receive_lot(
    db: Session,
    actor: Actor,
    *,
    ingredient_id: UUID,
    grams: int,
    received_on: date,
    supplier_name: str,
    source: LotSource,
    storage: Storage,
    at: datetime,
    use_by: date | None = None,
    best_before: date | None = None,
    supplier_id: UUID | None = None,
    origin: str = "",
    unit_cost_cents_per_kg: int = 0,
    value_cents_per_kg: int = 0,
    labels: tuple[str, ...] = (),
    local: bool = False,
    funding: Funding = Funding.OWN,
) -> Lot:
    """Take goods into stock; a food that needs a use-by date and has none is blocked at once.

    Raises:
        WrongWeight: When the weight is not above zero.
        NotFound: When the food is not in the catalogue.
    """
    allow(actor, "stock.receive")
    if grams <= 0:
        raise WrongWeight
    food = db.get(Ingredient, ingredient_id)
    if food is None:
        raise NotFound
    lot = Lot(
        code=next_code(db, "L"),
        ingredient_id=ingredient_id,
        supplier_id=supplier_id,
        supplier_name=supplier_name,
        origin=origin,
        source=source,
        received_on=received_on,
        received_grams=grams,
        use_by=use_by,
        best_before=best_before,
        unit_cost_cents_per_kg=unit_cost_cents_per_kg,
        value_cents_per_kg=value_cents_per_kg or unit_cost_cents_per_kg or food.price_cents_per_kg,
        labels=sorted(labels),
        local=local,
        funding=funding,
        storage=storage,
        blocked=NO_DATE if food.needs_date and use_by is None else "",
    )
    db.add(lot)
    db.flush()
    db.add(Move(lot_id=lot.id, grams=grams, kind=MoveKind.IN, at=at))
    db.flush()
    audit(db, actor, "stock.received", lot.id, at=at, lot=lot.code, grams=grams)
    return lot


def pick(
    db: Session, actor: Actor, lot: Lot, *, grams: int, batch: str, on: date, at: datetime
) -> Move:
    """Take grams of a lot for a batch.

    Raises:
        PastUseBy: When the use-by date is past on the day of cooking.
        Blocked: When the lot may not be used.
        NotEnough: When it holds less.
    """
    allow(actor, "stock.pick")
    if grams <= 0:
        raise WrongWeight
    locked = _lock(db, lot)
    if locked.use_by is not None and locked.use_by < on:
        raise PastUseBy(lot=lot.code)
    if locked.blocked:
        raise Blocked(lot=lot.code)
    move = _move(db, locked, -grams, MoveKind.PICK, at=at, batch=batch)
    audit(db, actor, "stock.picked", lot.id, at=at, lot=lot.code, grams=grams, batch=batch)
    return move


def give_back(db: Session, actor: Actor, lot: Lot, *, grams: int, batch: str, at: datetime) -> Move:
    """Put back what a batch took and did not use.

    Raises:
        WrongWeight: When the weight is not above zero.
        NotEnough: When the batch took less from this lot.
    """
    allow(actor, "stock.pick")
    if grams <= 0:
        raise WrongWeight
    locked = _lock(db, lot)
    took = -sum(row.grams for row in queries.moves_of(db, lot.id) if row.batch_code == batch)
    if grams > took:
        raise NotEnough(lot=lot.code, held=took, wanted=grams)
    move = _move(db, locked, grams, MoveKind.RETURN, at=at, batch=batch)
    audit(db, actor, "stock.given_back", lot.id, at=at, lot=lot.code, grams=grams, batch=batch)
    return move


def count(db: Session, actor: Actor, lot: Lot, *, grams: int, at: datetime) -> Move | None:
    """Set a lot to what the scales say, as a further move; the same weight changes nothing.

    Raises:
        WrongWeight: When the weight is below zero.
    """
    allow(actor, "stock.count")
    if grams < 0:
        raise WrongWeight
    locked = _lock(db, lot)
    difference = grams - queries.balance(db, lot.id)
    if difference == 0:
        return None
    move = _move(db, locked, difference, MoveKind.COUNT, at=at)
    audit(db, actor, "stock.counted", lot.id, at=at, lot=lot.code, grams=difference)
    return move


def discard(db: Session, actor: Actor, lot: Lot, *, grams: int, reason: str, at: datetime) -> Move:
    """Throw grams of a lot away, with the reason.

    Raises:
        WrongWeight: When the weight is not above zero.
        NotEnough: When it holds less.
    """
    allow(actor, "stock.discard")
    if grams <= 0:
        raise WrongWeight
    move = _move(db, _lock(db, lot), -grams, MoveKind.LOSS, at=at, reason=reason)
    audit(db, actor, "stock.discarded", lot.id, at=at, lot=lot.code, grams=grams)
    return move


def enter_date(db: Session, actor: Actor, lot: Lot, *, use_by: date, at: datetime) -> Lot:
    """Write the use-by date that was missing; the lot is released if that was all."""
    allow(actor, "stock.date")
    locked = _lock(db, lot)
    locked.use_by = use_by
    if locked.blocked == NO_DATE:
        locked.blocked = ""
    db.add(locked)
    audit(db, actor, "stock.dated", lot.id, at=at, lot=lot.code)
    return locked


def block(db: Session, actor: Actor, lot: Lot, *, reason: str, at: datetime) -> Lot:
    """Forbid any use of a lot but throwing it away.

    Raises:
        UnknownReason: When the reason is none of the kitchen's.
    """
    allow(actor, "stock.block")
    if reason not in BLOCK_LABELS or reason == NO_DATE:
        raise UnknownReason
    locked = _lock(db, lot)
    locked.blocked = reason
    db.add(locked)
    audit(db, actor, "stock.blocked", lot.id, at=at, lot=lot.code, reason=reason)
    return locked


def release(db: Session, actor: Actor, lot: Lot, *, at: datetime) -> Lot:
    """Allow a blocked lot again; one without its date is released by the date alone.

    Raises:
        NotBlocked: When it may be used already.
        DateStillMissing: When it waits for its use-by date.
    """
    allow(actor, "stock.release")
    locked = _lock(db, lot)
    if not locked.blocked:
        raise NotBlocked(lot=lot.code)
    food = db.get(Ingredient, lot.ingredient_id)
    if locked.use_by is None and food is not None and food.needs_date:
        raise DateStillMissing(lot=lot.code)
    locked.blocked = ""
    db.add(locked)
    audit(db, actor, "stock.released", lot.id, at=at, lot=lot.code)
    return locked


def _lock(db: Session, lot: Lot) -> Lot:
    """Lock what becomes less available, once, late (a no-op on SQLite's single writer)."""
    return db.exec(select(Lot).where(Lot.id == lot.id).with_for_update()).one()


def _move(
    db: Session,
    lot: Lot,
    grams: int,
    kind: MoveKind,
    *,
    at: datetime,
    batch: str = "",
    reason: str = "",
) -> Move:
    if grams == 0:
        raise WrongWeight
    held = queries.balance(db, lot.id)
    if held + grams < 0:
        raise NotEnough(lot=lot.code, held=held, wanted=-grams)
    move = Move(lot_id=lot.id, grams=grams, kind=kind, batch_code=batch, reason=reason, at=at)
    db.add(move)
    db.flush()
    return move
