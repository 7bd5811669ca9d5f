"""The scheduler's own table."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.types import UtcDateTime


class JobDone(SQLModel, table=True):
    """A once-a-day job that ran for a local date.

    A local-time trigger fires twice, or never, on the nights when clocks change; the unique
    row makes the job run once whatever the trigger does.
    """

    __tablename__ = "job_done"

    __table_args__ = (UniqueConstraint("job", "day"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    job: str = Field(max_length=60)
    day: date
    at: datetime = Field(sa_type=UtcDateTime)
