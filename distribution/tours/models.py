"""Vans, drivers, and the tours of a day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.types import UtcDateTime


class Vehicle(SQLModel, table=True):
    """A van: what it holds and when it may drive."""

    __table_args__ = (
        CheckConstraint("boxes > 0", name="boxes"),
        CheckConstraint("start_minute < end_minute", name="shift"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    name: str
    boxes: int
    refrigerated: bool
    driver: str  # a role name, never a person's
    start_minute: int
    end_minute: int
    cents_per_km: int = 45
    active: bool = True


class TourDay(SQLModel, table=True):
    """The tours of one day, as last computed and checked."""

    __tablename__ = "tour_day"

    __table_args__ = (UniqueConstraint("day"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    day: date
    version: int = 1
    problem: str = Field(sa_column=Column(Text, nullable=False))
    plan: str = Field(sa_column=Column(Text, nullable=False))
    made_at: datetime = Field(sa_type=UtcDateTime)
    # what is said of the plan, made after it: `planning.tours.answers`
    answers: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Stop(SQLModel, table=True):
    """A visit of a van to a door."""

    __table_args__ = (UniqueConstraint("tour_day_id", "vehicle_id", "sequence"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    tour_day_id: UUID = Field(foreign_key="tour_day.id", index=True, ondelete="CASCADE")
    vehicle_id: UUID = Field(foreign_key="vehicle.id")
    sequence: int
    drop_point_id: UUID = Field(foreign_key="drop_point.id")
    arrive_minute: int
    leave_minute: int
    meals: int
    boxes: int
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    temperature_tenths: int | None = None
    outcome: str = ""


class Unserved(SQLModel, table=True):
    """A door that no van reaches that day, and why."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    tour_day_id: UUID = Field(foreign_key="tour_day.id", index=True, ondelete="CASCADE")
    drop_point_id: UUID = Field(foreign_key="drop_point.id")
    meals: int
    code: str
    facts: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
