"""Stations, shifts, and batches with their steps, picks and portions."""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import enum_type
from kitchen.core.vocabulary import Component, Meal, SizeClass, StationKind


class Station(SQLModel, table=True):
    """One machine or table, open the same minutes every kitchen day."""

    __table_args__ = (CheckConstraint("open_minute < close_minute", name="open"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    name_fr: str
    name_en: str
    kind: StationKind = Field(sa_type=enum_type(StationKind))
    capacity_grams: int = 0  # shared up to this weight; 0 takes one batch at a time
    open_minute: int
    close_minute: int


class Shift(SQLModel, table=True):
    """People at work on one day."""

    __table_args__ = (
        CheckConstraint("start_minute < end_minute", name="window"),
        CheckConstraint("heads > 0", name="heads"),
        CheckConstraint("cooks BETWEEN 0 AND heads", name="cooks"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    day: date = Field(index=True)
    start_minute: int
    end_minute: int
    heads: int
    cooks: int  # of them, trained for hot work


class Outage(SQLModel, table=True):
    """What is missing on one day: a machine that is down, or people who are away."""

    __table_args__ = (
        CheckConstraint("(station_code = '') <> (heads = 0)", name="machine_or_people"),
        CheckConstraint("heads >= 0", name="heads"),
        Index("ix_outage_day", "day"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    day: date
    station_code: str = Field(default="", max_length=20)
    heads: int = 0
    reason: str = Field(default="", max_length=200)


class BatchState(StrEnum):
    """Where a batch stands."""

    SCHEDULED = "scheduled"
    STARTED = "started"
    FINISHED = "finished"
    CANCELLED = "cancelled"


STATE_LABELS: dict[BatchState, str] = {
    BatchState.SCHEDULED: N_("to cook"),
    BatchState.STARTED: N_("cooking"),
    BatchState.FINISHED: N_("cooked"),
    BatchState.CANCELLED: N_("cancelled"),
}


class Batch(SQLModel, table=True):
    """One cooking run; copies the recipe's name, version and allergens as they were."""

    __table_args__ = (
        CheckConstraint("portions > 0", name="portions"),
        CheckConstraint("use_by >= service_date", name="served_in_time"),
        CheckConstraint("cook_date <= service_date", name="cooked_in_time"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    recipe_code: str = Field(max_length=60)
    recipe_version: int
    name_fr: str
    name_en: str
    component: Component = Field(sa_type=enum_type(Component))
    service_date: date = Field(index=True)
    meal: Meal = Field(default=Meal.LUNCH, sa_type=enum_type(Meal))
    cook_date: date = Field(index=True)
    use_by: date
    portions: int
    standard_permille: int
    grams: int
    portion_grams: int
    contains: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    doubtful: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    state: BatchState = Field(default=BatchState.SCHEDULED, sa_type=enum_type(BatchState))


class BatchStep(SQLModel, table=True):
    """One load of one step, on a station, to the minute."""

    __tablename__ = "batch_step"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    batch_id: UUID = Field(foreign_key="batch.id", index=True, ondelete="CASCADE")
    step: int
    station_code: str = Field(max_length=20)
    kind: StationKind = Field(sa_type=enum_type(StationKind))
    start_minute: int
    end_minute: int
    hands: int
    grams: int


class BatchPick(SQLModel, table=True):
    """Grams planned for a batch: of a lot in hand, or of goods still to come."""

    __tablename__ = "batch_pick"

    __table_args__ = (CheckConstraint("grams > 0", name="grams"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    batch_id: UUID = Field(foreign_key="batch.id", index=True, ondelete="CASCADE")
    ingredient_id: UUID = Field(foreign_key="ingredient.id")
    lot_id: UUID | None = Field(default=None, foreign_key="lot.id", index=True)
    expected_from: str = ""  # offer or order that will bring it, when it is not in hand
    grams: int


class BatchOutput(SQLModel, table=True):
    """Portions of a batch for one diet and size."""

    __tablename__ = "batch_output"

    __table_args__ = (
        CheckConstraint("portions > 0", name="portions"),
        UniqueConstraint("batch_id", "diet", "size"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    batch_id: UUID = Field(foreign_key="batch.id", index=True, ondelete="CASCADE")
    diet: str = Field(max_length=40)
    size: SizeClass = Field(sa_type=enum_type(SizeClass))
    portions: int
