"""Reads of stock: what each lot holds, what is reserved, what ends soon."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select

from kitchen.catalogue.models import Ingredient
from kitchen.core.i18n import locale
from kitchen.stock.models import Lot, Move


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot with its food and what it still holds."""

    lot: Lot
    ingredient: Ingredient
    grams: int

    @property
    def name(self) -> str:
        """The food's name in the present language."""
        return self.ingredient.name_fr if locale() == "fr" else self.ingredient.name_en

    def is_expired(self, on: date) -> bool:
        """Tell whether its use-by is past."""
        return self.lot.use_by is not None and self.lot.use_by < on

    def ends_within(self, on: date, days: int) -> bool:
        """Tell whether its use-by falls within so many days."""
        return self.lot.use_by is not None and 0 <= (self.lot.use_by - on).days <= days


def balances(db: Session) -> dict[UUID, int]:
    """Return the grams each lot holds: the sum of its moves."""
    rows = db.exec(select(Move.lot_id, func.sum(Move.grams)).group_by(col(Move.lot_id)))
    return {lot_id: int(grams) for lot_id, grams in rows}


def balance(db: Session, lot_id: UUID) -> int:
    """Return the grams one lot holds."""
    held = db.exec(select(func.sum(Move.grams)).where(Move.lot_id == lot_id)).one()
    return int(held or 0)


def expiring_before(db: Session, day: date) -> list[LotRow]:
    """Return the lots in hand whose use-by falls before a day, first expired first."""
    return [row for row in lots_in_hand(db) if row.lot.use_by is not None and row.lot.use_by < day]


def lots_in_hand(db: Session) -> list[LotRow]:
    """Return every lot that still holds something, first expired first."""
    held = balances(db)
    rows = db.exec(
        select(Lot, Ingredient)
        .join(Ingredient, col(Ingredient.id) == col(Lot.ingredient_id))
        .order_by(col(Lot.code))
    )
    found = [LotRow(lot, food, held.get(lot.id, 0)) for lot, food in rows]
    return sorted(
        (row for row in found if row.grams > 0),
        key=lambda row: (row.lot.use_by or date.max, row.lot.received_on, row.lot.code),
    )


def lot_by_code(db: Session, code: str) -> Lot | None:
    """Return the lot with a code."""
    return db.exec(select(Lot).where(Lot.code == code)).one_or_none()


def lot_row(db: Session, code: str) -> LotRow | None:
    """Return a lot with its food and balance, empty ones too."""
    lot = lot_by_code(db, code)
    food = db.get(Ingredient, lot.ingredient_id) if lot else None
    if lot is None or food is None:
        return None
    return LotRow(lot, food, balance(db, lot.id))


def moves_of(db: Session, lot_id: UUID) -> list[Move]:
    """Return the moves of a lot, oldest first."""
    return list(
        db.exec(
            select(Move).where(Move.lot_id == lot_id).order_by(col(Move.at), col(Move.grams).desc())
        )
    )


def lots_by_id(db: Session) -> dict[UUID, Lot]:
    """Return every lot by its key."""
    return {row.id: row for row in db.exec(select(Lot))}
