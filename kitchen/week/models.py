"""Planned weeks, the runs that plan them, and the manager's decisions on dishes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.types import UtcDateTime, enum_type
from kitchen.core.vocabulary import Meal


class RunState(StrEnum):
    """Where one attempt to plan stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Week(SQLModel, table=True):
    """A production week, by its Monday; `published_run` is the plan the kitchen follows."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    monday: date = Field(unique=True)
    published_run: UUID | None = None
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 0


class PlanRun(SQLModel, table=True):
    """One attempt to plan a week, kept whole: it can be checked and explained years later."""

    __tablename__ = "plan_run"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    week_id: UUID = Field(foreign_key="week.id", index=True, ondelete="CASCADE")
    state: RunState = Field(default=RunState.QUEUED, sa_type=enum_type(RunState))
    scenario: str = Field(default="balanced", max_length=40)
    seed: int = 1
    budget_milli: int
    asked_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", sa_column=Column(Text, nullable=False))
    plan: str = Field(default="", sa_column=Column(Text, nullable=False))
    left_out: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    best: int | None = None
    bound: int | None = None
    stop_asked: bool = False
    failure: str = ""
    # the plan this one starts from: a new plan after a change, or a dish that a person moved
    start_run: UUID | None = None
    swaps: list[list[str]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )  # service, dish taken off, dish served instead
    # what is said of the plan, made after it: `planning.week.answers`
    answers: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )


class DishLock(SQLModel, table=True):
    """A manager's decision: serve this dish at a meal, or do not."""

    __tablename__ = "dish_lock"

    __table_args__ = (UniqueConstraint("week_id", "service_date", "meal", "recipe_code"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    week_id: UUID = Field(foreign_key="week.id", index=True, ondelete="CASCADE")
    service_date: date
    meal: Meal = Field(default=Meal.LUNCH, sa_type=enum_type(Meal))
    recipe_code: str = Field(max_length=60)
    keep: bool = True


class RuleLevel(StrEnum):
    """What a recommended frequency does to a plan."""

    OFF = "off"
    WARN = "warn"
    HARD = "hard"


class WeekRules(SQLModel, table=True):
    """What the manager set for every plan to come; no row means the defaults."""

    __tablename__ = "week_rules"

    __table_args__ = (
        CheckConstraint("budget_cents >= 0", name="budget"),
        CheckConstraint("repeat_days BETWEEN 0 AND 20", name="repeat"),
        CheckConstraint("dishes_per_component BETWEEN 1 AND 9", name="dishes"),
        CheckConstraint("vegetarian_services BETWEEN 0 AND 7", name="vegetarian"),
        CheckConstraint("cold_room_grams >= 0", name="cold_room"),
        CheckConstraint("safety_permille BETWEEN 0 AND 999", name="safety"),
        CheckConstraint("promised_permille BETWEEN 0 AND 1000", name="promised"),
        CheckConstraint("least_kcal >= 0 AND most_kcal >= 0", name="energy"),
    )

    id: int = Field(default=1, primary_key=True)
    budget_cents: int = 0  # a week; 0 without a budget
    repeat_days: int = 5
    dishes_per_component: int = 4
    vegetarian_services: int = 1
    cold_room_grams: int = 320_000
    safety_permille: int = 0  # days out of a thousand for which each dish suffices; 0 as expected
    promised_permille: int = 0  # counted on, of the way from what a farm is sure of to its most
    least_kcal: int = 0  # a meal; 0 without a limit
    most_kcal: int = 0
    least_protein_g: int = 0
    levels: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )  # criterion -> level, where it is not a warning
    prices: dict[str, int] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )  # goal -> hundredths of a cent a unit, where it is not the original price
