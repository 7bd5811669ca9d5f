"""Planned weeks, the runs that plan them, and the manager's decisions on dishes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.types import UtcDateTime, enum_type


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
    budget_milli: int = 10_000
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


class DishLock(SQLModel, table=True):
    """A manager's decision: serve this dish that day, or do not."""

    __tablename__ = "dish_lock"

    __table_args__ = (UniqueConstraint("week_id", "service_date", "recipe_code"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    week_id: UUID = Field(foreign_key="week.id", index=True, ondelete="CASCADE")
    service_date: date
    recipe_code: str = Field(max_length=60)
    keep: bool = True
