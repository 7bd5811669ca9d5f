"""The append-only log: who did what to which row, written with the change itself."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, Session, SQLModel

from kitchen.core.actor import Actor
from kitchen.core.types import UtcDateTime


class AuditEntry(SQLModel, table=True):
    """One command that changed something. Facts hold codes and figures, never people's names."""

    __tablename__ = "audit_entry"

    __table_args__ = (Index("ix_audit_entry_subject", "subject_id", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor_id: UUID | None = None
    actor_label: str
    action: str = Field(index=True)
    subject_id: UUID | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def audit(
    db: Session,
    actor: Actor,
    action: str,
    subject: UUID | None,
    *,
    at: datetime,
    **facts: str | int | bool | None,
) -> None:
    """Write the line of one command, in its own transaction with the change."""
    db.add(
        AuditEntry(
            at=at,
            actor_id=actor.id,
            actor_label=actor.label,
            action=action,
            subject_id=subject,
            facts=facts,
        )
    )
