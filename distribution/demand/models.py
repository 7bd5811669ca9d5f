"""Meal orders: what a door asks for one service."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.types import UtcDateTime, enum_type
from kitchen.core.vocabulary import Meal, MealFormat, SizeClass


class MealOrder(SQLModel, table=True):
    """One door, one day, one meal."""

    __tablename__ = "meal_order"

    __table_args__ = (UniqueConstraint("drop_point_id", "day", "meal"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    drop_point_id: UUID = Field(foreign_key="drop_point.id", index=True)
    day: date = Field(index=True)
    meal: Meal = Field(default=Meal.LUNCH, sa_type=enum_type(Meal))
    format: MealFormat = Field(default=MealFormat.CHILLED, sa_type=enum_type(MealFormat))
    cancelled: bool = False
    changed_at: datetime = Field(sa_type=UtcDateTime)


class MealOrderLine(SQLModel, table=True):
    """Portions for one diet and size."""

    __tablename__ = "meal_order_line"

    __table_args__ = (
        CheckConstraint("portions >= 0", name="portions"),
        UniqueConstraint("order_id", "diet", "size"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    order_id: UUID = Field(foreign_key="meal_order.id", index=True, ondelete="CASCADE")
    diet: str = Field(max_length=40)
    size: SizeClass = Field(sa_type=enum_type(SizeClass))
    portions: int
