"""Residences and works, from the cluster's housing records."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Residence(SQLModel, table=True):
    """A place where people live, and what it has to heat a meal."""

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("equipment IN ('oven', 'microwave', 'none', 'unknown')", name="equipment"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=40)
    external_id: str = Field(max_length=60)
    name: str
    commune: str
    dwellings: int
    equipment: str = Field(default="unknown", max_length=20)
    drop_point_id: UUID | None = Field(
        default=None, foreign_key="drop_point.id", ondelete="SET NULL"
    )


class HousingWork(SQLModel, table=True):
    """Works on a residence, with what they cost and the jobs they gave."""

    __tablename__ = "housing_work"

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("cost_cents >= 0 AND insertion_hours >= 0", name="figures"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=40)
    external_id: str = Field(max_length=60)
    residence_id: UUID = Field(foreign_key="residence.id", index=True, ondelete="CASCADE")
    title: str
    started_on: date
    ended_on: date | None = None
    cost_cents: int
    insertion_hours: int = 0
