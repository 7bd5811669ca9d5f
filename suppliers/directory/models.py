"""Suppliers and their certificates: who brings food, from where, and under which signs."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import UtcDateTime, enum_type
from kitchen.core.vocabulary import Label


class SupplierKind(StrEnum):
    """What a supplier is, which decides the papers that a delivery must carry."""

    FARM = "farm"
    COOPERATIVE = "cooperative"
    GLEANER = "gleaner"
    WHOLESALER = "wholesaler"
    FOOD_BANK = "food_bank"
    SHOP = "shop"


KIND_LABELS: dict[SupplierKind, str] = {
    SupplierKind.FARM: N_("Farm"),
    SupplierKind.COOPERATIVE: N_("Co-operative"),
    SupplierKind.GLEANER: N_("Gleaners"),
    SupplierKind.WHOLESALER: N_("Wholesaler"),
    SupplierKind.FOOD_BANK: N_("Food bank"),
    SupplierKind.SHOP: N_("Donor shop"),
}


class Supplier(SQLModel, table=True):
    """A farm or organisation that brings food. Contact details are those of the business.

    The columns follow what a kitchen must be able to show for each delivery: name, place,
    registration number, days, distance (Reg. (EC) 178/2002, art. 18: one step back).
    """

    __table_args__ = (
        CheckConstraint("distance_metres >= 0", name="distance_positive"),
        CheckConstraint(
            "latitude_microdeg BETWEEN -90000000 AND 90000000", name="latitude_in_range"
        ),
        CheckConstraint(
            "longitude_microdeg BETWEEN -180000000 AND 180000000", name="longitude_in_range"
        ),
        CheckConstraint("siret IS NULL OR length(siret) = 14", name="siret_length"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    name: str = Field(unique=True, max_length=120)
    kind: SupplierKind = Field(sa_type=enum_type(SupplierKind))
    commune: str = Field(max_length=80)
    latitude_microdeg: int
    longitude_microdeg: int
    distance_metres: int  # in a straight line from the kitchen
    short_circuit: bool = False  # at most one intermediary between field and kitchen
    siret: str | None = Field(default=None, max_length=14)
    phone: str = Field(default="", max_length=30)
    email: str = Field(default="", max_length=120)
    # Weekdays on which it delivers, Monday = 0.
    delivery_weekdays: list[int] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    note: str = Field(default="", max_length=500)
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class Certificate(SQLModel, table=True):
    """A sign of quality of a supplier, with the end of its validity."""

    __table_args__ = (
        UniqueConstraint("supplier_id", "label", "valid_from"),
        CheckConstraint("valid_until >= valid_from", name="ends_after_start"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    supplier_id: UUID = Field(foreign_key="supplier.id", index=True, ondelete="CASCADE")
    label: Label = Field(sa_type=enum_type(Label))
    body: str = Field(default="", max_length=80)
    number: str = Field(default="", max_length=60)
    valid_from: date
    valid_until: date
