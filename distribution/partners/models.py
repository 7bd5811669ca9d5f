"""Partner organisations and their drop points."""

from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import enum_type


class TransferType(StrEnum):
    """On which terms meals go out; gifts to food aid are outside the ceilings (H-06)."""

    FREE_FOOD_AID = "free_food_aid"
    PAID = "paid"
    FREE_OTHER = "free_other"


TRANSFER_LABELS: dict[TransferType, str] = {
    TransferType.FREE_FOOD_AID: N_("free, food aid"),
    TransferType.PAID: N_("paid"),
    TransferType.FREE_OTHER: N_("free, other"),
}


class Partner(SQLModel, table=True):
    """An organisation that serves our meals."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    name: str
    kind: str = Field(max_length=40)
    transfer: TransferType = Field(
        default=TransferType.FREE_FOOD_AID, sa_type=enum_type(TransferType)
    )
    habilitation: str = ""
    active: bool = True


class DropPoint(SQLModel, table=True):
    """A door, with its place, its capacity and what it can do with a meal."""

    __tablename__ = "drop_point"

    __table_args__ = (
        CheckConstraint("most_meals > 0", name="capacity"),
        CheckConstraint("lat_microdeg BETWEEN -90000000 AND 90000000", name="latitude"),
        CheckConstraint("lon_microdeg BETWEEN -180000000 AND 180000000", name="longitude"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True)
    code: str = Field(unique=True, max_length=20)
    name: str
    address: str
    commune: str
    lat_microdeg: int
    lon_microdeg: int
    access_note: str = ""
    contact_role: str = ""
    formats: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    most_meals: int
    service_minutes: int = 8


class OpeningWindow(SQLModel, table=True):
    """When a door takes deliveries, by weekday (Monday is 0)."""

    __tablename__ = "opening_window"

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("from_minute < to_minute", name="window"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    drop_point_id: UUID = Field(foreign_key="drop_point.id", index=True, ondelete="CASCADE")
    weekday: int
    from_minute: int
    to_minute: int
