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
    locked = _lock(db, lot)
    if locked.use_by is not None and locked.use_by < on:
        raise PastUseBy(lot=lot.code)
    if locked.blocked:
        raise Blocked(lot=lot.code)
    move = _move(db, locked, -grams, MoveKind.PICK, at=at, batch=batch)
    audit(db, actor, "stock.picked", lot.id, at=at, lot=lot.code, grams=grams, batch=batch)
    return move


def discard(db: Session, actor: Actor, lot: Lot, *, grams: int, reason: str, at: datetime) -> Move:
    """Throw grams of a lot away, with the reason.

    Raises:
        NotEnough: When it holds less.
    """
    allow(actor, "stock.discard")
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
    """Forbid any use of a lot but throwing it away."""
    allow(actor, "stock.block")
    locked = _lock(db, lot)
    locked.blocked = reason
    db.add(locked)
    audit(db, actor, "stock.blocked", lot.id, at=at, lot=lot.code, reason=reason)
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
    held = queries.balances(db).get(lot.id, 0)
    if held + grams < 0:
        raise NotEnough(lot=lot.code, held=held, wanted=-grams)
    move = Move(lot_id=lot.id, grams=grams, kind=kind, batch_code=batch, reason=reason, at=at)
    db.add(move)
    db.flush()
    return move
