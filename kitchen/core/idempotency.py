"""Retry without harm: a form or call that arrives twice acts once."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from kitchen.core.actor import Actor
from kitchen.core.types import UtcDateTime


class IdempotencyKey(SQLModel, table=True):
    """A key that a screen or client made for one command, and who used it."""

    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True, max_length=80)
    actor_label: str
    at: datetime = Field(sa_type=UtcDateTime)


def first_time(db: Session, actor: Actor, key: str, *, at: datetime) -> bool:
    """Take a key; False means that this command was already done, so do nothing again."""
    full = f"{actor.id or actor.label}:{key}"[:80]
    if db.get(IdempotencyKey, full) is not None:
        return False
    db.add(IdempotencyKey(key=full, actor_label=actor.label, at=at))
    db.flush()
    return True
