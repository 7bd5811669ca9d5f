"""The command at the door: weigh, measure, judge each product, and make lots of what is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.catalogue.models import Ingredient
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import Funding, Storage
from kitchen.stock.models import LotSource
from kitchen.stock.service import receive_lot
from suppliers.directory import service as suppliers
from suppliers.directory.geography import is_local
from suppliers.directory.models import Supplier, SupplierKind
from suppliers.offers import queries as offers
from suppliers.receipts import queries
from suppliers.receipts.limits import is_too_mild
from suppliers.receipts.models import Order, OrderState, Receipt, ReceiptLine, Verdict
from suppliers.receipts.service import OrderClosed


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One product as it stands on the scale."""

    ingredient_id: UUID
    grams: int
    storage: Storage | None = None  # where the catalogue keeps it, unless said otherwise
    verdict: Verdict = Verdict.ACCEPTED
    reason: str = ""
    temperature_tenths: int | None = None
    use_by: date | None = None
    best_before: date | None = None
    supplier_lot: str = ""
    price_cents_per_kg: int = 0
    gift: bool = False
    order_line_id: UUID | None = None
    offer_id: UUID | None = None


def receive(
    db: Session,
    actor: Actor,
    *,
    supplier_id: UUID,
    lines: Sequence[Arrived],
    received_on: date,
    at: datetime,
    order_id: UUID | None = None,
    delivery_note: str = "",
    vehicle_clean: bool = True,
) -> Receipt:
    """Take goods in: every line is weighed and judged, and makes one lot unless it is refused.

    The checks are those of a reception: date, temperature by store, state of the vehicle, the
    lot number of the supplier. Past its use-by date nothing enters.

    Raises:
        NotFound: When the supplier or the order does not exist.
        SupplierSuspended: When the kitchen takes nothing from it for now.
        OrderClosed: When the order was not sent, or was received or cancelled.
        BadInput: When a line cannot be: each is named with its field.
    """
    allow(actor, "receipt.receive")
    supplier = suppliers.active(db, supplier_id)
    order = _order(db, order_id, supplier) if order_id else None
    foods = _foods(db, lines)
    if problems := _problems(lines, foods, received_on, order, db):
        raise BadInput(problems)
    receipt = Receipt(
        code=next_code(db, "R"),
        supplier_id=supplier.id,
        order_id=order_id,
        received_on=received_on,
        received_at=at,
        delivery_note=delivery_note.strip()[:60],
        vehicle_clean=vehicle_clean,
    )
    db.add(receipt)
    db.flush()
    for arrived in lines:
        _take_in(db, actor, receipt, supplier, foods[arrived.ingredient_id], arrived, at)
    if order:
        order.state = OrderState.RECEIVED
        db.add(order)
    db.flush()
    audit(
        db,
        actor,
        "receipt.received",
        receipt.id,
        at=at,
        code=receipt.code,
        lines=len(lines),
        refused=sum(line.verdict is Verdict.REFUSED for line in lines),
    )
    return receipt


def _order(db: Session, order_id: UUID, supplier: Supplier) -> Order:
    order = queries.lock(db, order_id)
    if order is None or order.supplier_id != supplier.id:
        raise NotFound
    if order.state not in (OrderState.SENT, OrderState.CONFIRMED):
        raise OrderClosed(code=order.code)
    return order


def _take_in(
    db: Session,
    actor: Actor,
    receipt: Receipt,
    supplier: Supplier,
    food: Ingredient,
    arrived: Arrived,
    at: datetime,
) -> None:
    line = ReceiptLine(
        receipt_id=receipt.id,
        ingredient_id=arrived.ingredient_id,
        order_line_id=arrived.order_line_id,
        offer_id=arrived.offer_id,
        grams=arrived.grams,
        price_cents_per_kg=0 if arrived.gift else arrived.price_cents_per_kg,
        temperature_tenths=arrived.temperature_tenths,
        verdict=arrived.verdict,
        reason=arrived.reason.strip()[:200],
        supplier_lot=arrived.supplier_lot.strip()[:60],
        use_by=arrived.use_by,
        best_before=arrived.best_before,
    )
    if arrived.verdict is not Verdict.REFUSED:
        offer = offers.offer_by_id(db, arrived.offer_id) if arrived.offer_id else None
        lot = receive_lot(
            db,
            actor,
            ingredient_id=arrived.ingredient_id,
            grams=arrived.grams,
            received_on=receipt.received_on,
            use_by=arrived.use_by,
            best_before=arrived.best_before,
            supplier_id=supplier.id,
            supplier_name=supplier.name,
            origin=supplier.commune,
            source=_source(supplier, gift=arrived.gift),
            unit_cost_cents_per_kg=line.price_cents_per_kg,
            labels=tuple(offer.labels) if offer else (),
            local=is_local(supplier.distance_metres, short_circuit=supplier.short_circuit),
            funding=Funding.GIFT if arrived.gift else Funding.OWN,
            storage=arrived.storage or food.storage,
            at=at,
        )
        line.lot_id = lot.id
    db.add(line)


def _source(supplier: Supplier, *, gift: bool) -> LotSource:
    if gift:
        return LotSource.DONATION
    near = supplier.kind in (SupplierKind.FARM, SupplierKind.COOPERATIVE, SupplierKind.GLEANER)
    return LotSource.FARM if near else LotSource.PURCHASE


def _foods(db: Session, lines: Sequence[Arrived]) -> dict[UUID, Ingredient]:
    foods = {line.ingredient_id: db.get(Ingredient, line.ingredient_id) for line in lines}
    if not all(foods.values()):
        raise NotFound
    return {key: food for key, food in foods.items() if food}


def _problems(
    lines: Sequence[Arrived],
    foods: Mapping[UUID, Ingredient],
    received_on: date,
    order: Order | None,
    db: Session,
) -> list[tuple[str, str]]:
    if not lines:
        return [("lines", gettext("Weigh at least one product."))]
    found = []
    row = queries.order_row(db, order.id) if order else None
    ordered = {line.line.id for line in row.lines} if row else set()
    for place, line in enumerate(lines, 1):
        found += [
            (f"lines.{place}.{field}", sentence)
            for field, sentence in _line_problems(line, foods[line.ingredient_id], received_on)
        ]
        if line.order_line_id and line.order_line_id not in ordered:
            found.append(
                (f"lines.{place}.order_line_id", gettext("This line is not on the order."))
            )
    return found


def _line_problems(line: Arrived, food: Ingredient, received_on: date) -> list[tuple[str, str]]:
    found = []
    refused = line.verdict is Verdict.REFUSED
    if line.grams <= 0:
        found.append(("grams", gettext("A weight is more than zero.")))
    if line.price_cents_per_kg < 0:
        found.append(("price_cents_per_kg", gettext("A price is not below zero.")))
    if line.verdict is not Verdict.ACCEPTED and not line.reason.strip():
        found.append(("reason", gettext("A reserve or a refusal says why, on the note too.")))
    if not refused and line.use_by and line.use_by < received_on:
        found.append(("use_by", gettext("Past its use-by date: refuse it.")))
    if line.verdict is Verdict.ACCEPTED and food.needs_date and line.use_by is None:
        sentence = gettext("No use-by date: take it with a reserve, its lot stays blocked.")
        found.append(("use_by", sentence))
    if is_too_mild(line.verdict, line.storage or food.storage, line.temperature_tenths):
        found.append(
            (
                "temperature_tenths",
                gettext("Too warm, or not measured: take it with a reserve, or refuse it."),
            )
        )
    return found
