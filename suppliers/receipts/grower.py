"""What a grower's page says beyond the answers: orders to confirm, and what the food became."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

from kitchen.core.i18n import locale
from kitchen.production.models import Batch, BatchPick, BatchState
from suppliers.offers.models import Offer
from suppliers.receipts import queries
from suppliers.receipts.models import Order, OrderLine, OrderState, Receipt, ReceiptLine
from suppliers.receipts.queries import OrderRow


@dataclass(frozen=True, slots=True)
class Dish:
    """A dish that an offer goes into."""

    name: str
    portions: int
    day: date
    cooked: bool


def to_confirm(db: Session, supplier_id: UUID) -> list[OrderRow]:
    """Return the orders that wait for the supplier's yes."""
    every = queries.orders(db, states=(OrderState.SENT,))
    return [row for row in every if row.supplier.id == supplier_id]


def dishes(db: Session, supplier_id: UUID) -> dict[UUID, list[Dish]]:
    """Return the dishes that each offer of a supplier goes into, by offer, the largest first.

    A planned batch names the offer or the order line its food will come from; once received, it
    names the lot.
    """
    expected, lots = _names(db, supplier_id)
    rows = db.exec(
        select(BatchPick, Batch)
        .join(Batch, and_(col(Batch.id) == col(BatchPick.batch_id)))
        .where(
            or_(
                col(BatchPick.expected_from).in_(expected),
                col(BatchPick.lot_id).in_(lots),
            ),
            Batch.state != BatchState.CANCELLED,
        )
        .order_by(col(Batch.code))
    )
    batches: dict[tuple[UUID, str, date], dict[UUID, Batch]] = {}
    for pick, batch in rows:
        offer_id = lots[pick.lot_id] if pick.lot_id in lots else expected[pick.expected_from]
        key = (offer_id, batch.name_fr if locale() == "fr" else batch.name_en, batch.service_date)
        batches.setdefault(key, {})[batch.id] = batch
    found: dict[UUID, list[Dish]] = {}
    for (offer_id, name, day), same in batches.items():
        portions = sum(batch.portions for batch in same.values())
        cooked = all(batch.state is BatchState.FINISHED for batch in same.values())
        found.setdefault(offer_id, []).append(Dish(name, portions, day, cooked))
    for made in found.values():
        made.sort(key=lambda dish: (-dish.portions, dish.day, dish.name))
    return found


def _names(db: Session, supplier_id: UUID) -> tuple[dict[str, UUID], dict[UUID, UUID]]:
    expected = {
        code: offer_id
        for offer_id, code in db.exec(
            select(Offer.id, Offer.code).where(Offer.supplier_id == supplier_id)
        )
    }
    lines = db.exec(
        select(OrderLine.id, OrderLine.order_id, OrderLine.offer_id)
        .join(Order, and_(col(Order.id) == col(OrderLine.order_id)))
        .where(Order.supplier_id == supplier_id, col(OrderLine.offer_id).is_not(None))
    ).all()
    codes = queries.line_codes(db, {order_id for _, order_id, _ in lines})
    expected |= {codes[line_id]: offer_id for line_id, _, offer_id in lines if offer_id}
    lots = {
        lot_id: offer_id
        for lot_id, offer_id in db.exec(
            select(ReceiptLine.lot_id, ReceiptLine.offer_id)
            .join(Receipt, and_(col(Receipt.id) == col(ReceiptLine.receipt_id)))
            .where(Receipt.supplier_id == supplier_id)
        )
        if lot_id and offer_id
    }
    return expected, lots
