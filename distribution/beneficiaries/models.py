"""Households and people: names sealed, ages in classes, nothing asked that serves nothing."""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import enum_type


class AgeClass(StrEnum):
    """Age as the yearly food-aid figures want it; never a birth date (P-06)."""

    AGE_0_3 = "0-3"
    AGE_4_14 = "4-14"
    AGE_15_25 = "15-25"
    AGE_26_64 = "26-64"
    AGE_65 = "65+"
    UNKNOWN = "unknown"


AGE_LABELS: dict[AgeClass, str] = {
    AgeClass.AGE_0_3: N_("0 to 3 years"),
    AgeClass.AGE_4_14: N_("4 to 14 years"),
    AgeClass.AGE_15_25: N_("15 to 25 years"),
    AgeClass.AGE_26_64: N_("26 to 64 years"),
    AgeClass.AGE_65: N_("65 and over"),
    AgeClass.UNKNOWN: N_("not asked"),
}


class Household(SQLModel, table=True):
    """People who eat together, known by a number; the name is for the social worker only."""

    __table_args__ = (
        CheckConstraint("meals_per_week BETWEEN 0 AND 100", name="meals"),
        CheckConstraint("consent OR NOT has_health_data", name="consent"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    sealed_name: str
    sealed_phone: str = ""
    language: str = Field(default="fr", max_length=8)
    drop_point_id: UUID = Field(foreign_key="drop_point.id", index=True)
    worker_id: UUID | None = Field(default=None, index=True)
    meals_per_week: int
    referred_by: str = ""
    from_day: date
    until_day: date
    last_contact: date
    consent: bool = False
    has_health_data: bool = False
    active: bool = True


class Person(SQLModel, table=True):
    """One eater of a household: age class and needs, no name."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    household_id: UUID = Field(foreign_key="household.id", index=True, ondelete="CASCADE")
    age: AgeClass = Field(sa_type=enum_type(AgeClass))
    diet: str = Field(default="standard", max_length=40)


class Pause(SQLModel, table=True):
    """Days on which a household takes no meal, both ends known in advance."""

    __table_args__ = (CheckConstraint("from_day <= to_day", name="order"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    household_id: UUID = Field(foreign_key="household.id", index=True, ondelete="CASCADE")
    from_day: date
    to_day: date
