"""The cluster's marketplace: shops, what they list, what was sold; links to our suppliers.

Records are kept elsewhere and imported: `(source, external_id)` names each once, the row as it
came is kept beside what we read of it, and links stay empty until somebody has decided.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import UtcDateTime, enum_type


class Trade(StrEnum):
    """What a shop of the marketplace sells."""

    GROCER = "grocer"
    BAKER = "baker"
    BUTCHER = "butcher"
    FISHMONGER = "fishmonger"
    GREENGROCER = "greengrocer"
    FARM_SHOP = "farm_shop"
    CAFE = "cafe"
    CLOTHES = "clothes"
    BOOKS = "books"
    CRAFT = "craft"
    REPAIR = "repair"
    CARE = "care"
    OTHER = "other"


TRADE_LABELS: dict[Trade, str] = {
    Trade.GROCER: N_("Grocer"),
    Trade.BAKER: N_("Baker"),
    Trade.BUTCHER: N_("Butcher"),
    Trade.FISHMONGER: N_("Fishmonger"),
    Trade.GREENGROCER: N_("Greengrocer"),
    Trade.FARM_SHOP: N_("Farm shop"),
    Trade.CAFE: N_("Café, restaurant"),
    Trade.CLOTHES: N_("Clothes"),
    Trade.BOOKS: N_("Books, paper"),
    Trade.CRAFT: N_("Crafts"),
    Trade.REPAIR: N_("Repairs"),
    Trade.CARE: N_("Care, health"),
    Trade.OTHER: N_("Other trade"),
}


class MatchState(StrEnum):
    """What is known of the link between a shop and one of our suppliers."""

    UNMATCHED = "unmatched"
    PROPOSED = "proposed"
    MATCHED = "matched"
    NOT_A_SUPPLIER = "not_a_supplier"


MATCH_LABELS: dict[MatchState, str] = {
    MatchState.UNMATCHED: N_("no link yet"),
    MatchState.PROPOSED: N_("link proposed"),
    MatchState.MATCHED: N_("linked"),
    MatchState.NOT_A_SUPPLIER: N_("not a supplier"),
}


class Merchant(SQLModel, table=True):
    """A shop of the marketplace."""

    __table_args__ = (UniqueConstraint("source", "external_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=40)
    external_id: str = Field(max_length=60)
    name: str = Field(max_length=120, index=True)
    trade: Trade = Field(sa_type=enum_type(Trade))
    commune: str = Field(max_length=80)
    joined_on: date | None = None
    active: bool = True
    match_state: MatchState = Field(
        default=MatchState.UNMATCHED, sa_type=enum_type(MatchState), index=True
    )
    supplier_id: UUID | None = Field(
        default=None, foreign_key="supplier.id", index=True, ondelete="SET NULL"
    )
    original: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    imported_at: datetime = Field(sa_type=UtcDateTime)


class Listing(SQLModel, table=True):
    """Something a shop lists; the offer it came from when it is ours."""

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("price_cents >= 0", name="price_positive"),
        CheckConstraint("grams IS NULL OR grams > 0", name="grams_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=40)
    external_id: str = Field(max_length=60)
    merchant_id: UUID = Field(foreign_key="merchant.id", index=True, ondelete="CASCADE")
    title: str = Field(max_length=160)
    price_cents: int
    grams: int | None = None
    listed_on: date
    offer_id: UUID | None = Field(
        default=None, foreign_key="offer.id", index=True, ondelete="SET NULL"
    )
    original: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    imported_at: datetime = Field(sa_type=UtcDateTime)


class Sale(SQLModel, table=True):
    """A sale of a shop on the marketplace."""

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("amount_cents >= 0", name="amount_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=40)
    external_id: str = Field(max_length=60)
    merchant_id: UUID = Field(foreign_key="merchant.id", index=True, ondelete="CASCADE")
    listing_id: UUID | None = Field(
        default=None, foreign_key="listing.id", index=True, ondelete="SET NULL"
    )
    sold_on: date
    amount_cents: int
    original: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    imported_at: datetime = Field(sa_type=UtcDateTime)
