"""Offers: what a supplier can bring, between which dates, at what price or as a gift."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import UtcDateTime, enum_type


class OfferUnit(StrEnum):
    """How a grower counts; every offer also keeps its weight in grams."""

    KG = "kg"
    CRATE = "crate"
    BUNCH = "bunch"
    PIECE = "piece"


class OfferState(StrEnum):
    """Where an offer stands; only `declared` waits for an answer."""

    DECLARED = "declared"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[OfferState, str] = {
    OfferState.DECLARED: N_("waiting for an answer"),
    OfferState.ACCEPTED: N_("taken in full"),
    OfferState.PARTLY: N_("taken in part"),
    OfferState.DECLINED: N_("not taken"),
    OfferState.WITHDRAWN: N_("offer withdrawn"),
}


class Handover(StrEnum):
    """Who drives."""

    DELIVERED = "delivered"
    PICKED_UP = "picked_up"


HANDOVER_LABELS: dict[Handover, str] = {
    Handover.DELIVERED: N_("delivered to the kitchen"),
    Handover.PICKED_UP: N_("to be fetched"),
}


class AnswerReason(StrEnum):
    """Why less than everything was taken; the grower always reads it."""

    ENOUGH = "enough"
    COLD_ROOM_FULL = "cold_room_full"
    PRICE = "price"
    TOO_LATE = "too_late"
    DATE_TOO_SHORT = "date_too_short"
    NO_DELIVERY = "no_delivery"
    OTHER = "other"


REASON_LABELS: dict[AnswerReason, str] = {
    AnswerReason.ENOUGH: N_("We already have enough for this week."),
    AnswerReason.COLD_ROOM_FULL: N_("The cold room is full."),
    AnswerReason.PRICE: N_("The price is above our budget this week."),
    AnswerReason.TOO_LATE: N_("The offer came after the menu was decided."),
    AnswerReason.DATE_TOO_SHORT: N_("We could not cook it before its date."),
    AnswerReason.NO_DELIVERY: N_("We have no van to fetch it."),
    AnswerReason.OTHER: N_("Another reason."),
}


class UsualProduct(SQLModel, table=True):
    """A product that a supplier offers often: one tile on its page, with its weights and price."""

    __tablename__ = "usual_product"
    __table_args__ = (
        UniqueConstraint("supplier_id", "ingredient_id"),
        CheckConstraint("price_cents_per_kg >= 0", name="price_positive"),
        CheckConstraint("crate_grams > 0", name="crate_weighs"),
        CheckConstraint("bunch_grams IS NULL OR bunch_grams > 0", name="bunch_weighs"),
        CheckConstraint("piece_grams IS NULL OR piece_grams > 0", name="piece_weighs"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    supplier_id: UUID = Field(foreign_key="supplier.id", index=True, ondelete="CASCADE")
    ingredient_id: UUID = Field(foreign_key="ingredient.id", index=True)
    name: str = Field(max_length=60)  # as the supplier says it, such as "Poireaux"
    price_cents_per_kg: int = 0
    crate_grams: int = 10_000
    bunch_grams: int | None = None
    piece_grams: int | None = None
    position: int = 0


class Offer(SQLModel, table=True):
    """What a supplier says that it can bring; not stock, not an order.

    A gift has no price. `grams_min` to `grams_max` is what the grower expects to have: only the
    lower bound is sure, a crop is not a shelf. `taken_grams` is what the kitchen answered for.
    """

    __table_args__ = (
        CheckConstraint("unit_count > 0", name="units_positive"),
        CheckConstraint("grams_min > 0", name="grams_positive"),
        CheckConstraint("grams_max >= grams_min", name="range_ordered"),
        CheckConstraint("available_until >= available_from", name="dates_ordered"),
        CheckConstraint("price_cents_per_kg >= 0", name="price_positive"),
        CheckConstraint("NOT gift OR price_cents_per_kg = 0", name="gift_costs_nothing"),
        CheckConstraint("taken_grams BETWEEN 0 AND grams_max", name="taken_within_offer"),
        CheckConstraint("min_order_grams >= 0 AND pack_grams > 0", name="packs_positive"),
        Index("ix_offer_window", "available_from", "available_until"),
        Index("ix_offer_supplier", "supplier_id", "declared_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    supplier_id: UUID = Field(foreign_key="supplier.id")
    ingredient_id: UUID = Field(foreign_key="ingredient.id", index=True)
    product: str = Field(max_length=60)  # as the supplier says it, kept with the offer
    unit: OfferUnit = Field(sa_type=enum_type(OfferUnit))
    unit_count: int
    grams_min: int
    grams_max: int
    available_from: date
    available_until: date
    harvest_from: date | None = None
    harvest_until: date | None = None
    use_by: date | None = None
    best_before: date | None = None
    gift: bool = False
    price_cents_per_kg: int = 0
    min_order_grams: int = 0
    pack_grams: int = 1000
    labels: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    handover: Handover = Field(default=Handover.DELIVERED, sa_type=enum_type(Handover))
    note: str = Field(default="", max_length=300)
    state: OfferState = Field(default=OfferState.DECLARED, sa_type=enum_type(OfferState))
    taken_grams: int = 0
    answer_reason: AnswerReason | None = Field(default=None, sa_type=enum_type(AnswerReason))
    answer_words: str = Field(default="", max_length=300)
    declared_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
