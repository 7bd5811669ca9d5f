"""Reads: what was issued, and the rows sheets are made of that no other slice reads this way."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from distribution.demand.models import MealOrder
from kitchen.catalogue.models import Ingredient
from kitchen.core.vocabulary import Meal, MealFormat
from kitchen.production.models import (
    Batch,
    BatchOutput,
    BatchPick,
    BatchState,
    BatchStep,
    Station,
)
from kitchen.stock.models import Lot
from reports.documents.models import IssuedSheet, SheetKind


def latest(db: Session, kind: SheetKind, subject: str) -> IssuedSheet | None:
    """Return the last version issued of a sheet."""
    return db.exec(
        select(IssuedSheet)
        .where(IssuedSheet.kind == kind, IssuedSheet.subject == subject)
        .order_by(col(IssuedSheet.version).desc())
        .limit(1)
    ).first()


def latest_between(
    db: Session, first: date, last: date
) -> dict[tuple[SheetKind, str], IssuedSheet]:
    """Return the last version of every sheet of a span of days."""
    rows = db.exec(
        select(IssuedSheet)
        .where(col(IssuedSheet.day).between(first, last))
        .order_by(col(IssuedSheet.version))
    )
    return {(row.kind, row.subject): row for row in rows}


def next_service(db: Session, after: date) -> date | None:
    """Return the first day with something to serve from a day on."""
    row = db.exec(
        select(Batch)
        .where(Batch.service_date >= after, Batch.state != BatchState.CANCELLED)
        .order_by(col(Batch.service_date))
        .limit(1)
    ).first()
    return row.service_date if row else None


def cooked_between(db: Session, first: date, last: date) -> list[Batch]:
    """Return the batches cooked between two days, cancelled ones left out."""
    return list(
        db.exec(
            select(Batch)
            .where(col(Batch.cook_date).between(first, last), Batch.state != BatchState.CANCELLED)
            .order_by(col(Batch.cook_date), col(Batch.code))
        )
    )


def served_on(db: Session, days: list[date]) -> list[Batch]:
    """Return every batch of the services of some days, whenever cooked."""
    return list(
        db.exec(
            select(Batch)
            .where(col(Batch.service_date).in_(days), Batch.state != BatchState.CANCELLED)
            .order_by(col(Batch.cook_date), col(Batch.code))
        )
    )


def batch_by_code(db: Session, code: str) -> Batch | None:
    """Return the batch with a code."""
    return db.exec(select(Batch).where(Batch.code == code)).one_or_none()


def outputs(db: Session, batches: list[UUID]) -> dict[UUID, list[BatchOutput]]:
    """Return the portions of batches by diet and size."""
    table: dict[UUID, list[BatchOutput]] = defaultdict(list)
    for row in db.exec(select(BatchOutput).where(col(BatchOutput.batch_id).in_(batches))):
        table[row.batch_id].append(row)
    return {key: sorted(rows, key=lambda row: (row.diet, row.size)) for key, rows in table.items()}


def steps(db: Session, batches: list[UUID]) -> dict[UUID, list[BatchStep]]:
    """Return the planned work of batches, in the order of the clock."""
    table: dict[UUID, list[BatchStep]] = defaultdict(list)
    for row in db.exec(
        select(BatchStep)
        .where(col(BatchStep.batch_id).in_(batches))
        .order_by(col(BatchStep.start_minute), col(BatchStep.step))
    ):
        table[row.batch_id].append(row)
    return table


def picks(
    db: Session, batches: list[UUID]
) -> dict[UUID, list[tuple[BatchPick, Ingredient, Lot | None]]]:
    """Return what batches take, with food and lot, in a fixed order."""
    table: dict[UUID, list[tuple[BatchPick, Ingredient, Lot | None]]] = defaultdict(list)
    rows = db.exec(
        select(BatchPick, Ingredient, Lot)
        .join(Ingredient, col(Ingredient.id) == col(BatchPick.ingredient_id))
        .outerjoin(Lot, col(Lot.id) == col(BatchPick.lot_id))
        .where(col(BatchPick.batch_id).in_(batches))
    )
    for pick, food, lot in rows:
        table[pick.batch_id].append((pick, food, lot))
    for found in table.values():
        found.sort(
            key=lambda row: (
                row[1].code,
                (row[2].use_by if row[2] else None) or date.max,
                row[2].code if row[2] else row[0].expected_from,
                row[0].grams,
            )
        )
    return table


def station_names(db: Session) -> dict[str, tuple[str, str]]:
    """Return the French and English name of each station by code."""
    return {row.code: (row.name_fr, row.name_en) for row in db.exec(select(Station))}


def formats(db: Session, first: date, last: date) -> dict[tuple[UUID, date, Meal], MealFormat]:
    """Return in which format each door gets each meal of a day."""
    rows = db.exec(
        select(MealOrder).where(
            col(MealOrder.day).between(first, last), col(MealOrder.cancelled).is_(False)
        )
    )
    return {(row.drop_point_id, row.day, row.meal): row.format for row in rows}
