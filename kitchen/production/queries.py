"""Reads of stations, shifts and batches."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from kitchen.catalogue.models import Ingredient
from kitchen.core.i18n import locale
from kitchen.core.vocabulary import Meal
from kitchen.production.models import (
    Batch,
    BatchOutput,
    BatchPick,
    BatchState,
    BatchStep,
    Outage,
    Shift,
    Station,
)
from kitchen.stock.models import Lot


def stations(db: Session) -> list[Station]:
    """Return every station, by code."""
    return list(db.exec(select(Station).order_by(Station.code)))


def station_names(db: Session) -> dict[str, str]:
    """Return what each station is called in the present language, by code."""
    return {row.code: row.name_fr if locale() == "fr" else row.name_en for row in stations(db)}


def shifts(db: Session, first: date, last: date) -> list[Shift]:
    """Return the shifts between two days, in order."""
    query = select(Shift).where(Shift.day >= first, Shift.day <= last)
    return list(db.exec(query.order_by(col(Shift.day), col(Shift.start_minute))))


def outages(db: Session, first: date, last: date) -> list[Outage]:
    """Return what is down or away between two days, in order."""
    query = select(Outage).where(Outage.day >= first, Outage.day <= last)
    return list(db.exec(query.order_by(col(Outage.day), col(Outage.station_code), col(Outage.id))))


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch with its steps and portions."""

    batch: Batch
    steps: tuple[BatchStep, ...]
    outputs: tuple[BatchOutput, ...]

    @property
    def name(self) -> str:
        """The dish's name in the present language."""
        return self.batch.name_fr if locale() == "fr" else self.batch.name_en

    @property
    def start(self) -> int:
        """First minute of work."""
        return min((step.start_minute for step in self.steps), default=0)

    @property
    def end(self) -> int:
        """Last minute of work."""
        return max((step.end_minute for step in self.steps), default=0)


def batches(db: Session, query_days: tuple[date, date], *, by: str = "cook_date") -> list[BatchRow]:
    """Return the batches cooked (or served) between two days, by time."""
    column = Batch.cook_date if by == "cook_date" else Batch.service_date
    rows = list(
        db.exec(
            select(Batch)
            .where(
                col(column) >= query_days[0],
                col(column) <= query_days[1],
                Batch.state != BatchState.CANCELLED,
            )
            .order_by(Batch.code)
        )
    )
    return _whole(db, rows)


def last_served(db: Session, meal: Meal, *, before: date, services: int) -> list[Batch]:
    """Return the batches of the last services of a meal before a day, whenever they were."""
    served = (Batch.meal == meal, Batch.service_date < before, Batch.state != BatchState.CANCELLED)
    day = col(Batch.service_date)
    days = select(day).where(*served).distinct().order_by(day.desc()).limit(services)
    return list(db.exec(select(Batch).where(*served, day.in_(days)).order_by(Batch.code)))


def _whole(db: Session, rows: list[Batch]) -> list[BatchRow]:
    ids = [row.id for row in rows]
    steps: dict[UUID, list[BatchStep]] = defaultdict(list)
    for step in db.exec(
        select(BatchStep)
        .where(col(BatchStep.batch_id).in_(ids))
        .order_by(col(BatchStep.start_minute), col(BatchStep.step))
    ):
        steps[step.batch_id].append(step)
    outputs: dict[UUID, list[BatchOutput]] = defaultdict(list)
    for output in db.exec(select(BatchOutput).where(col(BatchOutput.batch_id).in_(ids))):
        outputs[output.batch_id].append(output)
    found = [BatchRow(row, tuple(steps[row.id]), tuple(outputs[row.id])) for row in rows]
    return sorted(found, key=lambda row: (row.batch.cook_date, row.start, row.batch.code))


def batch_by_code(db: Session, code: str) -> BatchRow | None:
    """Return one batch."""
    row = db.exec(select(Batch).where(Batch.code == code)).one_or_none()
    return _whole(db, [row])[0] if row else None


@dataclass(frozen=True, slots=True)
class PickRow:
    """Grams planned for a batch, with the food and its lot when it is in hand."""

    pick: BatchPick
    ingredient: Ingredient
    lot: Lot | None

    @property
    def name(self) -> str:
        """The food's name in the present language."""
        return self.ingredient.name_fr if locale() == "fr" else self.ingredient.name_en


def picks_of(db: Session, batch_id: UUID) -> list[PickRow]:
    """Return what a batch takes, heaviest first."""
    rows = db.exec(
        select(BatchPick, Ingredient, Lot)
        .join(Ingredient, col(Ingredient.id) == col(BatchPick.ingredient_id))
        .join(Lot, col(Lot.id) == col(BatchPick.lot_id), isouter=True)
        .where(BatchPick.batch_id == batch_id)
        .order_by(col(BatchPick.grams).desc(), col(Ingredient.code))
    )
    return [PickRow(pick, food, lot) for pick, food, lot in rows]


def reserved(db: Session, *, but: UUID) -> dict[UUID, int]:
    """Return the grams of each lot that other batches, not started yet, count on."""
    rows = db.exec(
        select(BatchPick)
        .join(Batch, col(Batch.id) == col(BatchPick.batch_id))
        .where(
            Batch.state == BatchState.SCHEDULED,
            Batch.id != but,
            col(BatchPick.lot_id).is_not(None),
        )
    )
    sums: dict[UUID, int] = defaultdict(int)
    for row in rows:
        if row.lot_id is not None:
            sums[row.lot_id] += row.grams
    return sums
