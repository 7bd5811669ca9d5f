"""Commands on orders: draft, order what was taken of offers, send, confirm, cancel."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from kitchen.core.errors import BadInput, KitchenError, NotFound
from kitchen.core.i18n import N_, gettext
from suppliers.directory import queries as directory
from suppliers.directory import service as suppliers
from suppliers.directory.models import SupplierKind
from suppliers.offers.queries import TAKEN, OfferRow, offers_between
from suppliers.receipts import queries
from suppliers.receipts.models import Order, OrderLine, OrderState


class OrderClosed(KitchenError):
    """The order has left the state in which this could be done."""

    code = "order.closed"
    status = 409
    message = N_(
        "Order %(code)s is no longer open for this.\nReload the page to see where it stands."
    )


class NothingToOrder(KitchenError):
    """Every offer that was taken stands on an order already."""

    code = "order.nothing"
    status = 409
    message = N_(
        "Everything that was taken is already ordered.\nTake offers first, on the list of offers."
    )


class NoWholesaler(KitchenError):
    """Something must be bought, and the directory has nobody who sells it."""

    code = "order.no_wholesaler"
    status = 409
    message = N_(
        "There is no active wholesaler to order from.\nRegister one among the suppliers first."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One line to order, in grams; it is rounded up to whole packs."""

    ingredient_id: UUID
    grams: int
    wanted_on: date
    price_cents_per_kg: int = 0
    pack_grams: int = 1000
    offer_id: UUID | None = None


def draft(
    db: Session,
    actor: Actor,
    *,
    supplier_id: UUID,
    lines: Sequence[Asked],
    at: datetime,
    note: str = "",
) -> Order:
    """Write an order that is not sent yet, in whole packs.

    Raises:
        NotFound: When there is no such supplier.
        SupplierSuspended: When the kitchen takes nothing from it for now.
        BadInput: When there is no line, or a weight, pack or price cannot be.
    """
    allow(actor, "order.write")
    supplier = suppliers.active(db, supplier_id)
    if problems := _problems(lines):
        raise BadInput(problems)
    order = Order(
        code=next_code(db, "C"),
        supplier_id=supplier.id,
        note=note.strip()[:300],
        created_at=at,
    )
    db.add(order)
    db.flush()
    for asked in lines:
        packs = -(-asked.grams // asked.pack_grams)
        db.add(
            OrderLine(
                order_id=order.id,
                ingredient_id=asked.ingredient_id,
                offer_id=asked.offer_id,
                grams=packs * asked.pack_grams,
                packs=packs,
                price_cents_per_kg=asked.price_cents_per_kg,
                wanted_on=asked.wanted_on,
            )
        )
    db.flush()
    audit(db, actor, "order.drafted", order.id, at=at, code=order.code, lines=len(lines))
    return order


def order_taken_offers(
    db: Session, actor: Actor, *, first: date, last: date, at: datetime
) -> list[Order]:
    """Draft one order a supplier for what was taken of its offers and is not ordered yet.

    Raises:
        NothingToOrder: When nothing is left to order.
    """
    allow(actor, "order.write")
    rows = offers_between(db, first, last, states=TAKEN)
    ids = [row.offer.id for row in rows]
    gone = queries.ordered_by_offer(db, ids, queries.STANDING)
    for offer_id, grams in queries.received_by_offer(db, ids).items():
        gone[offer_id] = gone.get(offer_id, 0) + grams
    by_supplier: dict[UUID, list[Asked]] = {}
    for row in rows:
        left = row.offer.taken_grams - gone.get(row.offer.id, 0)
        if left > 0:
            by_supplier.setdefault(row.supplier.id, []).append(_asked(row, left, first, last))
    if not by_supplier:
        raise NothingToOrder
    return [
        draft(db, actor, supplier_id=supplier_id, lines=lines, at=at)
        for supplier_id, lines in by_supplier.items()
    ]


def order_plan(
    db: Session,
    actor: Actor,
    *,
    first: date,
    last: date,
    purchases: Sequence[Asked],
    at: datetime,
) -> list[Order]:
    """Draft every order that a published plan needs: what it takes of offers, what it buys.

    What it buys goes to the nearest wholesaler. A draft of an earlier plan of the same days is
    given up first; what was sent stands, and the plan has counted on it.

    Raises:
        NoWholesaler: When something must be bought and nobody sells it.
    """
    allow(actor, "order.write")
    sellers = directory.suppliers(db, kind=SupplierKind.WHOLESALER, active_only=True)
    made = []
    for seller in sellers:
        for old in queries.drafts_of(db, seller.id, first, last):
            cancel(db, actor, old.id, at=at)
    if purchases:
        if not sellers:
            raise NoWholesaler
        nearest = min(sellers, key=lambda one: (one.distance_metres, one.code))
        made.append(draft(db, actor, supplier_id=nearest.id, lines=purchases, at=at))
    with suppress(NothingToOrder):
        made += order_taken_offers(db, actor, first=first, last=last, at=at)
    return made


def _asked(row: OfferRow, grams: int, first: date, last: date) -> Asked:
    offer = row.offer
    return Asked(
        ingredient_id=row.ingredient.id,
        grams=grams,
        wanted_on=queries.arrival_day(row, first, last) or offer.available_from,
        price_cents_per_kg=offer.price_cents_per_kg,
        # What was taken is what comes: a part of a crate is weighed, not rounded up.
        pack_grams=offer.pack_grams if grams % offer.pack_grams == 0 else grams,
        offer_id=offer.id,
    )


def send(db: Session, actor: Actor, order_id: UUID, *, at: datetime) -> Order:
    """Tell the supplier what is asked.

    Raises:
        NotFound: When there is no such order.
        OrderClosed: When it was sent or cancelled already.
    """
    allow(actor, "order.write")
    order = _in_state(db, order_id, OrderState.DRAFT)
    order.state, order.sent_at = OrderState.SENT, at
    db.add(order)
    audit(db, actor, "order.sent", order.id, at=at, code=order.code)
    return order


def confirm(db: Session, actor: Actor, order_id: UUID, *, at: datetime) -> Order:
    """Note that the supplier said yes: by its own hand, or by telephone through the kitchen.

    Raises:
        NotFound: When there is no such order, or it is another supplier's.
        OrderClosed: When it is not waiting for a yes.
    """
    allow(actor, "order.confirm")
    order = queries.lock(db, order_id)
    if order is None:
        raise NotFound
    allow(actor, "order.confirm", order.supplier_id)
    if order.state is not OrderState.SENT:
        raise OrderClosed(code=order.code)
    order.state, order.confirmed_at = OrderState.CONFIRMED, at
    db.add(order)
    audit(db, actor, "order.confirmed", order.id, at=at, code=order.code)
    return order


def cancel(db: Session, actor: Actor, order_id: UUID, *, at: datetime) -> Order:
    """Give an order up before anything came; its offers can be ordered again.

    Raises:
        NotFound: When there is no such order.
        OrderClosed: When it was received or cancelled already.
    """
    allow(actor, "order.write")
    order = _in_state(db, order_id, OrderState.DRAFT, OrderState.SENT, OrderState.CONFIRMED)
    order.state = OrderState.CANCELLED
    db.add(order)
    audit(db, actor, "order.cancelled", order.id, at=at, code=order.code)
    return order


def strike_offer(db: Session, actor: Actor, offer_id: UUID, *, at: datetime) -> list[str]:
    """Strike what an offer was to bring off every open order; return the orders' codes.

    An order left without any line is cancelled.
    """
    allow(actor, "order.write")
    struck = []
    for order, lines in queries.open_orders_of(db, offer_id):
        left = [line for line in lines if line.offer_id != offer_id]
        for line in lines:
            if line.offer_id == offer_id:
                db.delete(line)
        if not left:
            order.state = OrderState.CANCELLED
            db.add(order)
        struck.append(order.code)
        audit(db, actor, "order.offer_struck", order.id, at=at, code=order.code)
    db.flush()
    return struck


def _in_state(db: Session, order_id: UUID, *states: OrderState) -> Order:
    order = queries.lock(db, order_id)
    if order is None:
        raise NotFound
    if order.state not in states:
        raise OrderClosed(code=order.code)
    return order


def _problems(lines: Sequence[Asked]) -> list[tuple[str, str]]:
    if not lines:
        return [("lines", gettext("An order has at least one line."))]
    found = []
    for place, asked in enumerate(lines, 1):
        if asked.grams <= 0:
            found.append((f"lines.{place}.grams", gettext("A weight is more than zero.")))
        if asked.pack_grams <= 0:
            found.append((f"lines.{place}.pack_grams", gettext("A weight is more than zero.")))
        if asked.price_cents_per_kg < 0:
            found.append(
                (f"lines.{place}.price_cents_per_kg", gettext("A price is not below zero."))
            )
    return found
