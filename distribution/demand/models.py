"""Meal orders, what a door asks for one service; and counts, what came of it."""

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
    forecast: bool = False  # nobody answered: the numbers come from past counts
    changed_at: datetime = Field(sa_type=UtcDateTime)


class MealOrderLine(SQLModel, table=True):
    """Portions for one diet and size; with a range, 0 when there is none, if forecast."""

    __tablename__ = "meal_order_line"

    __table_args__ = (
        CheckConstraint("portions >= 0", name="portions"),
        CheckConstraint(
            "high_portions = 0 AND low_portions = 0"
            " OR low_portions >= 0 AND low_portions <= portions AND portions <= high_portions",
            name="range",
        ),
        UniqueConstraint("order_id", "diet", "size"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    order_id: UUID = Field(foreign_key="meal_order.id", index=True, ondelete="CASCADE")
    diet: str = Field(max_length=40)
    size: SizeClass = Field(sa_type=enum_type(SizeClass))
    portions: int
    low_portions: int = 0
    high_portions: int = 0


class ServedCount(SQLModel, table=True):
    """What a door asked, received, served, and how many came too late, for one diet."""

    __tablename__ = "served_count"

    __table_args__ = (
        CheckConstraint("asked >= 0", name="asked"),
        CheckConstraint("served >= 0 AND served <= delivered", name="served"),
        CheckConstraint("turned_away >= 0", name="turned_away"),
        UniqueConstraint("drop_point_id", "day", "meal", "diet"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    drop_point_id: UUID = Field(foreign_key="drop_point.id", index=True)
    day: date = Field(index=True)
    meal: Meal = Field(default=Meal.LUNCH, sa_type=enum_type(Meal))
    diet: str = Field(max_length=40)
    asked: int
    delivered: int
    served: int  # the rest of what was delivered was left over
    turned_away: int = 0  # came when nothing was left: without them, demand is underrated
    counted_at: datetime = Field(sa_type=UtcDateTime)
