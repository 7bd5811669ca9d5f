"""Orders and receipts: what was asked for, what arrived, weighed, inspected, turned into lots."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import UtcDateTime, enum_type


class OrderState(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    SENT = "sent"
    CONFIRMED = "confirmed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


ORDER_STATE_LABELS: dict[OrderState, str] = {
    OrderState.DRAFT: N_("order to send"),
    OrderState.SENT: N_("order sent"),
    OrderState.CONFIRMED: N_("order confirmed"),
    OrderState.RECEIVED: N_("order received"),
    OrderState.CANCELLED: N_("order cancelled"),
}


class Order(SQLModel, table=True):
    """What the kitchen asks of one supplier, for one day or a few."""

    __tablename__ = "purchase_order"  # `order` is a reserved word in SQL

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    supplier_id: UUID = Field(foreign_key="supplier.id", index=True)
    state: OrderState = Field(default=OrderState.DRAFT, sa_type=enum_type(OrderState), index=True)
    note: str = Field(default="", max_length=300)
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OrderLine(SQLModel, table=True):
    """One product of an order, in whole packs, with the price of the day it was asked."""

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        CheckConstraint("grams > 0", name="grams_positive"),
        CheckConstraint("packs > 0", name="packs_positive"),
        CheckConstraint("price_cents_per_kg >= 0", name="price_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    order_id: UUID = Field(foreign_key="purchase_order.id", index=True, ondelete="CASCADE")
    ingredient_id: UUID = Field(foreign_key="ingredient.id", index=True)
    offer_id: UUID | None = Field(default=None, foreign_key="offer.id", index=True)
    grams: int
    packs: int
    price_cents_per_kg: int = 0
    wanted_on: date = Field(index=True)


class Verdict(StrEnum):
    """The judgement at the door: taken, taken with a reserve on the note, or sent back."""

    ACCEPTED = "accepted"
    RESERVE = "reserve"
    REFUSED = "refused"


VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.ACCEPTED: N_("goods accepted"),
    Verdict.RESERVE: N_("goods accepted with a reserve"),
    Verdict.REFUSED: N_("goods refused"),
}


class Receipt(SQLModel, table=True):
    """One arrival at the door of the kitchen, and the state of what carried it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    supplier_id: UUID = Field(foreign_key="supplier.id", index=True)
    order_id: UUID | None = Field(default=None, foreign_key="purchase_order.id", index=True)
    received_on: date = Field(index=True)
    received_at: datetime = Field(sa_type=UtcDateTime)
    delivery_note: str = Field(default="", max_length=60)
    vehicle_clean: bool = True


class ReceiptLine(SQLModel, table=True):
    """One product of an arrival: weighed, measured, judged; the lot it became when it was taken."""

    __tablename__ = "receipt_line"
    __table_args__ = (
        CheckConstraint("grams > 0", name="grams_positive"),
        CheckConstraint("price_cents_per_kg >= 0", name="price_positive"),
        CheckConstraint("verdict = 'accepted' OR reason <> ''", name="reserve_has_reason"),
        CheckConstraint("verdict <> 'refused' OR lot_id IS NULL", name="refused_makes_no_lot"),
        Index("ix_receipt_line_offer", "offer_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    receipt_id: UUID = Field(foreign_key="receipt.id", index=True, ondelete="CASCADE")
    ingredient_id: UUID = Field(foreign_key="ingredient.id")
    order_line_id: UUID | None = Field(
        default=None, foreign_key="purchase_order_line.id", index=True
    )
    offer_id: UUID | None = Field(default=None, foreign_key="offer.id")
    grams: int  # as weighed; of a refused line, what went back
    price_cents_per_kg: int = 0
    temperature_tenths: int | None = None  # tenths of °C at the core, where measured
    verdict: Verdict = Field(sa_type=enum_type(Verdict))
    reason: str = Field(default="", max_length=200)
    supplier_lot: str = Field(default="", max_length=60)
    use_by: date | None = None
    best_before: date | None = None
    lot_id: UUID | None = Field(default=None, foreign_key="lot.id", index=True)
