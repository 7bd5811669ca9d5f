"""Reads of orders and receipts; what the planner may count on; where a lot came from."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, and_, col, func, select

from kitchen.catalogue.models import Ingredient
from suppliers.directory.geography import is_local
from suppliers.directory.models import Supplier
from suppliers.offers.models import Handover, Offer, OfferState
from suppliers.offers.queries import TAKEN, OfferRow, offers_between
from suppliers.receipts.models import (
    Order,
    OrderLine,
    OrderState,
    Receipt,
    ReceiptLine,
    Verdict,
)

COMMITTED = (OrderState.SENT, OrderState.CONFIRMED)
STANDING = (OrderState.DRAFT, OrderState.SENT, OrderState.CONFIRMED, OrderState.RECEIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Food that will come: a confirmed order, an offer or a gift, in the planner's terms.

    `kind` is one of the planner's words: order, offer, donation. `committed` tells that the
    kitchen has said yes already: the money is spent, whether the plan uses the food or not.
    What comes of a crop is between `low_grams` and `high_grams`, 0 to 0 where it is sure.
    """

    code: str
    kind: str
    ingredient_id: UUID
    ingredient_code: str
    grams: int
    first_date: date
    use_by: date | None
    price_cents_per_kg: int
    least_grams: int
    pack_grams: int
    local: bool
    labels: tuple[str, ...]
    committed: bool
    supplier_id: UUID
    supplier_name: str
    offer_id: UUID | None
    low_grams: int = 0
    high_grams: int = 0


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an order with its ingredient and the grams received for it so far."""

    line: OrderLine
    ingredient: Ingredient
    received_grams: int


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order with its supplier and lines."""

    order: Order
    supplier: Supplier
    lines: tuple[LineRow, ...]

    @property
    def grams(self) -> int:
        """Return the weight asked for."""
        return sum(row.line.grams for row in self.lines)

    @property
    def cents(self) -> int:
        """Return the price of what was asked for."""
        return sum((r.line.grams * r.line.price_cents_per_kg + 500) // 1000 for r in self.lines)

    @property
    def wanted_on(self) -> date | None:
        """Return the first day on which something is wanted."""
        return min((row.line.wanted_on for row in self.lines), default=None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a lot came from: the step back that the law asks for (Reg. (EC) 178/2002, art. 18)."""

    supplier: Supplier
    receipt: Receipt
    line: ReceiptLine
    offer: Offer | None


def drafts_of(db: Session, supplier_id: UUID, first: date, last: date) -> list[Order]:
    """Return the orders to a supplier, wanted within a span, that are not sent yet."""
    return list(
        db.exec(
            select(Order)
            .where(
                Order.supplier_id == supplier_id,
                Order.state == OrderState.DRAFT,
                col(Order.id).in_(
                    select(OrderLine.order_id).where(
                        OrderLine.wanted_on >= first,
                        OrderLine.wanted_on <= last,
                        col(OrderLine.offer_id).is_(None),
                    )
                ),
            )
            .order_by(col(Order.code))
            .with_for_update()
        )
    )


def lock(db: Session, order_id: UUID) -> Order | None:
    """Return one order, held until the end of the transaction, as it stands now."""
    return db.exec(
        select(Order)
        .where(Order.id == order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def order_row(db: Session, order_id: UUID) -> OrderRow | None:
    """Return one order with its lines."""
    return next(iter(_with_lines(db, [order_id])), None)


def orders(db: Session, *, states: Collection[OrderState] = (), limit: int = 200) -> list[OrderRow]:
    """Return orders, the latest first, with their lines."""
    query = select(Order.id).order_by(col(Order.created_at).desc(), col(Order.code).desc())
    if states:
        query = query.where(col(Order.state).in_(states))
    return _with_lines(db, list(db.exec(query.limit(limit))))


def _with_lines(db: Session, ids: Collection[UUID]) -> list[OrderRow]:
    heads = db.exec(
        select(Order, Supplier)
        .join(Supplier, and_(col(Supplier.id) == col(Order.supplier_id)))
        .where(col(Order.id).in_(ids))
        .order_by(col(Order.created_at).desc(), col(Order.code).desc())
    ).all()
    received = _received_by_line(db, ids)
    lines: dict[UUID, list[LineRow]] = {}
    for line, ingredient in db.exec(
        select(OrderLine, Ingredient)
        .join(Ingredient, and_(col(Ingredient.id) == col(OrderLine.ingredient_id)))
        .where(col(OrderLine.order_id).in_(ids))
        .order_by(col(OrderLine.wanted_on), col(Ingredient.name_fr))
    ):
        row = LineRow(line, ingredient, received.get(line.id, 0))
        lines.setdefault(line.order_id, []).append(row)
    return [OrderRow(order, supplier, tuple(lines.get(order.id, ()))) for order, supplier in heads]


def _received_by_line(db: Session, order_ids: Collection[UUID]) -> dict[UUID, int]:
    rows = db.exec(
        select(ReceiptLine.order_line_id, func.sum(ReceiptLine.grams))
        .join(OrderLine, and_(col(OrderLine.id) == col(ReceiptLine.order_line_id)))
        .where(
            col(OrderLine.order_id).in_(order_ids),
            ReceiptLine.verdict != Verdict.REFUSED,
        )
        .group_by(col(ReceiptLine.order_line_id))
    )
    return {line_id: int(grams) for line_id, grams in rows if line_id is not None}


def offers_of_lines(db: Session, row: OrderRow) -> dict[UUID, Offer]:
    """Return the offers behind the lines of an order."""
    ids = [one.line.offer_id for one in row.lines if one.line.offer_id]
    return {offer.id: offer for offer in db.exec(select(Offer).where(col(Offer.id).in_(ids)))}


def ordered_by_offer(
    db: Session, offer_ids: Collection[UUID], states: Collection[OrderState]
) -> dict[UUID, int]:
    """Return the grams of offers that stand on an order in one of these states."""
    rows = db.exec(
        select(OrderLine.offer_id, func.sum(OrderLine.grams))
        .join(Order, and_(col(Order.id) == col(OrderLine.order_id)))
        .where(col(OrderLine.offer_id).in_(offer_ids), col(Order.state).in_(states))
        .group_by(col(OrderLine.offer_id))
    )
    return {offer_id: int(grams) for offer_id, grams in rows if offer_id is not None}


def received_by_offer(db: Session, offer_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the grams of offers that came, off any order, or were sent back at the door."""
    rows = db.exec(
        select(ReceiptLine.offer_id, func.sum(ReceiptLine.grams))
        .where(col(ReceiptLine.offer_id).in_(offer_ids), col(ReceiptLine.order_line_id).is_(None))
        .group_by(col(ReceiptLine.offer_id))
    )
    return {offer_id: int(grams) for offer_id, grams in rows if offer_id is not None}


def arrivals(db: Session, first: date, last: date) -> list[Arrival]:
    """Return what the planner may count on between two days, in a fixed order.

    Sent and confirmed orders count whole. An offer counts for what was taken of it or, while it
    waits for an answer, for what its grower is sure to have; what is on a sent order or received
    of it is left out, so that no gram is counted twice.
    """
    found = [*_from_orders(db, first, last), *_from_offers(db, first, last)]
    return sorted(found, key=lambda arrival: (arrival.first_date, arrival.code))


def line_codes(db: Session, order_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what the lines of orders are called in plans: `C-0012/01`, `C-0012/02`..."""
    rows = db.exec(
        select(OrderLine.id, Order.id, Order.code)
        .join(Order, and_(col(Order.id) == col(OrderLine.order_id)))
        .join(Ingredient, and_(col(Ingredient.id) == col(OrderLine.ingredient_id)))
        .where(col(Order.id).in_(order_ids))
        .order_by(
            col(Order.code), col(Ingredient.code), col(OrderLine.wanted_on), col(OrderLine.id)
        )
    )
    places: dict[UUID, int] = {}
    codes = {}
    for line_id, order_id, code in rows:
        places[order_id] = places.get(order_id, 0) + 1
        codes[line_id] = f"{code}/{places[order_id]:02d}"
    return codes


def _from_orders(db: Session, first: date, last: date) -> list[Arrival]:
    rows = db.exec(
        select(OrderLine, Order, Supplier, Ingredient)
        .join(Order, and_(col(Order.id) == col(OrderLine.order_id)))
        .join(Supplier, and_(col(Supplier.id) == col(Order.supplier_id)))
        .join(Ingredient, and_(col(Ingredient.id) == col(OrderLine.ingredient_id)))
        .where(
            col(Order.state).in_(COMMITTED),
            OrderLine.wanted_on >= first,
            OrderLine.wanted_on <= last,
        )
        .order_by(col(Order.code), col(Ingredient.code), col(OrderLine.wanted_on))
    ).all()
    codes = line_codes(db, {order.id for _, order, _, _ in rows})
    offer_ids = {line.offer_id for line, *_ in rows if line.offer_id}
    offers = {o.id: o for o in db.exec(select(Offer).where(col(Offer.id).in_(offer_ids)))}
    found = []
    for line, _, supplier, ingredient in rows:
        offer = offers.get(line.offer_id) if line.offer_id else None
        found.append(
            Arrival(
                code=codes[line.id],
                kind="order",
                ingredient_id=ingredient.id,
                ingredient_code=ingredient.code,
                grams=line.grams,
                first_date=line.wanted_on,
                use_by=offer.use_by if offer else None,
                price_cents_per_kg=line.price_cents_per_kg,
                least_grams=0,
                pack_grams=max(line.grams // line.packs, 1),
                local=is_local(supplier.distance_metres, short_circuit=supplier.short_circuit),
                labels=tuple(offer.labels) if offer else (),
                committed=True,
                supplier_id=supplier.id,
                supplier_name=supplier.name,
                offer_id=line.offer_id,
            )
        )
    return found


def _from_offers(db: Session, first: date, last: date) -> list[Arrival]:
    rows = offers_between(db, first, last, states=(OfferState.DECLARED, *TAKEN))
    ids = [row.offer.id for row in rows]
    gone = ordered_by_offer(db, ids, (*COMMITTED, OrderState.RECEIVED))
    for offer_id, grams in received_by_offer(db, ids).items():
        gone[offer_id] = gone.get(offer_id, 0) + grams
    found = []
    for row in rows:
        answered = row.offer.state in TAKEN
        used = gone.get(row.offer.id, 0)
        grams = (row.offer.taken_grams if answered else row.offer.grams_min) - used
        day = arrival_day(row, first, last)
        if grams <= 0 or day is None:
            continue
        arrival = _arrival(row, grams, day, committed=answered)
        if row.offer.grams_max > row.offer.grams_min:
            arrival = replace(
                arrival,
                low_grams=max(0, row.offer.grams_min - used),
                high_grams=max(0, row.offer.grams_max - used),
            )
        found.append(arrival)
    return found


def _arrival(row: OfferRow, grams: int, day: date, *, committed: bool) -> Arrival:
    offer, supplier = row.offer, row.supplier
    return Arrival(
        code=offer.code,
        kind="donation" if offer.gift else "offer",
        ingredient_id=row.ingredient.id,
        ingredient_code=row.ingredient.code,
        grams=grams,
        first_date=day,
        use_by=offer.use_by,
        price_cents_per_kg=offer.price_cents_per_kg,
        least_grams=0 if committed else offer.min_order_grams,
        pack_grams=offer.pack_grams,
        local=is_local(supplier.distance_metres, short_circuit=supplier.short_circuit),
        labels=tuple(offer.labels),
        committed=committed,
        supplier_id=supplier.id,
        supplier_name=supplier.name,
        offer_id=offer.id,
    )


def arrival_day(row: OfferRow, first: date, last: date) -> date | None:
    """Return the first day on which an offer can be at the door, or None within this span.

    A supplier that delivers comes on its own weekdays; what is fetched waits for nobody.
    """
    start, end = max(row.offer.available_from, first), min(row.offer.available_until, last)
    weekdays = row.supplier.delivery_weekdays
    if not weekdays or row.offer.handover is Handover.PICKED_UP:
        return start if start <= end else None
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return next((day for day in days if day.weekday() in weekdays), None)


def open_orders_of(db: Session, offer_id: UUID) -> list[tuple[Order, list[OrderLine]]]:
    """Return the orders, not received yet, that hold a line of an offer, with all their lines."""
    found = []
    holding = select(OrderLine.order_id).where(OrderLine.offer_id == offer_id)
    waiting = (OrderState.DRAFT, OrderState.SENT, OrderState.CONFIRMED)
    for order in db.exec(
        select(Order)
        .where(col(Order.id).in_(holding), col(Order.state).in_(waiting))
        .order_by(col(Order.code))
    ):
        lines = list(db.exec(select(OrderLine).where(OrderLine.order_id == order.id)))
        found.append((order, lines))
    return found


def receipts(db: Session, *, limit: int = 50) -> list[tuple[Receipt, Supplier, int]]:
    """Return the latest arrivals with their supplier and the grams taken in."""
    taken = (
        select(
            col(ReceiptLine.receipt_id).label("receipt_id"),
            func.sum(ReceiptLine.grams).label("grams"),
        )
        .where(ReceiptLine.verdict != Verdict.REFUSED)
        .group_by(col(ReceiptLine.receipt_id))
        .subquery()
    )
    rows = db.exec(
        select(Receipt, Supplier, func.coalesce(taken.c.grams, 0))
        .join(Supplier, and_(col(Supplier.id) == col(Receipt.supplier_id)))
        .outerjoin(taken, taken.c.receipt_id == Receipt.id)
        .order_by(col(Receipt.received_at).desc(), col(Receipt.code).desc())
        .limit(limit)
    )
    return [(receipt, supplier, int(grams)) for receipt, supplier, grams in rows]


def origin_of(db: Session, lot_id: UUID) -> Origin | None:
    """Return the supplier, the arrival and the offer behind a lot."""
    row = db.exec(
        select(Supplier, Receipt, ReceiptLine, Offer)
        .join(Receipt, and_(col(Receipt.supplier_id) == col(Supplier.id)))
        .join(ReceiptLine, and_(col(ReceiptLine.receipt_id) == col(Receipt.id)))
        .outerjoin(Offer, and_(col(Offer.id) == col(ReceiptLine.offer_id)))
        .where(ReceiptLine.lot_id == lot_id)
    ).first()
    return Origin(*row) if row else None
