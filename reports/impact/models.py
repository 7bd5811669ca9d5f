"""Impact records: figures made elsewhere, each with its definition, period and source."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import UtcDateTime, enum_type


class ImpactUnit(StrEnum):
    """What a figure counts."""

    JOBS = "jobs"
    SHOPS = "shops"
    MEALS_PER_WEEK = "meals_per_week"
    MERCHANTS = "merchants"
    HOUSEHOLDS = "households"
    DWELLINGS = "dwellings"
    KILOGRAMS = "kilograms"
    HOURS = "hours"


IMPACT_UNIT_LABELS: dict[ImpactUnit, str] = {
    ImpactUnit.JOBS: N_("jobs"),
    ImpactUnit.SHOPS: N_("shops"),
    ImpactUnit.MEALS_PER_WEEK: N_("meals a week"),
    ImpactUnit.MERCHANTS: N_("merchants"),
    ImpactUnit.HOUSEHOLDS: N_("households"),
    ImpactUnit.DWELLINGS: N_("dwellings"),
    ImpactUnit.KILOGRAMS: N_("kilograms"),
    ImpactUnit.HOURS: N_("hours"),
}


class ImpactRecord(SQLModel, table=True):
    """One figure for one period, never without what it means and where it comes from."""

    __tablename__ = "impact_record"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("period_end >= period_start", name="period_ordered"),
        CheckConstraint("value >= 0", name="value_positive"),
        CheckConstraint("definition <> ''", name="has_definition"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=40)
    external_id: str = Field(max_length=60)
    indicator: str = Field(max_length=120)
    value: int
    at_least: bool = False  # "1,000+": the source gives a floor
    unit: ImpactUnit = Field(sa_type=enum_type(ImpactUnit))
    period_start: date
    period_end: date
    definition: str = Field(max_length=400)
    source_note: str = Field(max_length=300)
    original: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    imported_at: datetime = Field(sa_type=UtcDateTime)
