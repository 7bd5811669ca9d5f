"""Lots of raw material and their moves. A lot is never edited, only moved or blocked."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Index, event
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import UtcDateTime, enum_type
from kitchen.core.vocabulary import Funding, Storage


class LotSource(StrEnum):
    """How a lot came in."""

    FARM = "farm"
    DONATION = "donation"
    PURCHASE = "purchase"


SOURCE_LABELS: dict[LotSource, str] = {
    LotSource.FARM: N_("farm"),
    LotSource.DONATION: N_("gift"),
    LotSource.PURCHASE: N_("purchase"),
}


class MoveKind(StrEnum):
    """Why the weight of a lot changed."""

    IN = "in"
    PICK = "pick"
    LOSS = "loss"
    COUNT = "count"
    RETURN = "return"


MOVE_LABELS: dict[MoveKind, str] = {
    MoveKind.IN: N_("received"),
    MoveKind.PICK: N_("taken for a batch"),
    MoveKind.LOSS: N_("thrown away"),
    MoveKind.COUNT: N_("weighed again"),
    MoveKind.RETURN: N_("given back by a batch"),
}


class Lot(SQLModel, table=True):
    """Received goods with one origin and one date; copies what must be readable years later."""

    __table_args__ = (
        CheckConstraint("received_grams > 0", name="weight"),
        CheckConstraint("unit_cost_cents_per_kg >= 0", name="cost"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    ingredient_id: UUID = Field(foreign_key="ingredient.id", index=True)
    supplier_id: UUID | None = None
    supplier_name: str
    origin: str = ""
    source: LotSource = Field(sa_type=enum_type(LotSource))
    received_on: date
    received_grams: int
    use_by: date | None = Field(default=None, index=True)
    best_before: date | None = None
    unit_cost_cents_per_kg: int = 0
    value_cents_per_kg: int = 0
    labels: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    local: bool = False
    funding: Funding = Field(default=Funding.OWN, sa_type=enum_type(Funding))
    storage: Storage = Field(sa_type=enum_type(Storage))
    blocked: str = ""  # reason code; empty when it may be used


class Move(SQLModel, table=True):
    """A signed change of a lot's weight. Append-only: a correction is another move."""

    __table_args__ = (
        CheckConstraint("grams <> 0", name="not_nothing"),
        Index("ix_move_lot_at", "lot_id", "at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id")
    grams: int
    kind: MoveKind = Field(sa_type=enum_type(MoveKind))
    batch_code: str = ""
    reason: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class MoveIsFinal(RuntimeError):
    """A move was about to be edited or deleted: a mistake in the program, never of a person."""


@event.listens_for(Move, "before_update")
@event.listens_for(Move, "before_delete")
def _refuse(_mapper: object, _connection: object, move: Move) -> None:
    """Keep the ledger of grams append-only, so that every lot can be traced (CE 178/2002, 18)."""
    raise MoveIsFinal(str(move.id))
