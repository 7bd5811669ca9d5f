"""Writes a plan as batches, steps, picks and portions; says what has to be ordered."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, delete, select

from kitchen.catalogue import queries as catalogue
from kitchen.core.codes import next_code
from kitchen.core.vocabulary import Component, Meal, Presence, SizeClass, StationKind
from kitchen.production.models import (
    Batch,
    BatchOutput,
    BatchPick,
    BatchState,
    BatchStep,
)
from kitchen.stock.models import Lot
from kitchen.week.horizon import SERVICE_DAYS, start_of
from planning.week import plan as planned
from planning.week.problem import Problem

AT_WORK = (BatchState.STARTED, BatchState.FINISHED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whole packs of a food to have by a day."""

    ingredient_code: str
    grams: int
    cents: int
    by: date


@dataclass(frozen=True, slots=True)
class ToOrder:
    """What a published plan needs from outside: offers to accept, goods to buy."""

    offers: tuple[tuple[str, int], ...]
    purchases: tuple[Wanted, ...]


def to_order(problem: Problem, plan: planned.Plan) -> ToOrder:
    """Read what a plan takes of offers and buys."""
    start = date.fromisoformat(problem.start_date)
    return ToOrder(
        offers=tuple((take.lot, take.grams) for take in plan.takes),
        purchases=tuple(
            Wanted(row.ingredient, row.grams, row.cents, start + timedelta(days=row.day))
            for row in plan.purchases
        ),
    )


def at_work(db: Session, monday: date) -> dict[tuple[date, Meal, str], str]:
    """Return the code of each batch of the week that is cooking or cooked, by meal and recipe."""
    return {
        (row.service_date, row.meal, row.recipe_code): row.code
        for row in _of_week(db, monday)
        if row.state in AT_WORK
    }


def _of_week(db: Session, monday: date) -> list[Batch]:
    last = monday + timedelta(days=SERVICE_DAYS - 1)
    query = select(Batch).where(Batch.service_date >= monday, Batch.service_date <= last)
    return list(db.exec(query))


def write_batches(db: Session, monday: date, problem: Problem, plan: planned.Plan) -> None:
    """Replace the scheduled batches of the week by those of a plan; what is at work stays."""
    old = [row.id for row in _of_week(db, monday) if row.state not in AT_WORK]
    for table in (BatchStep, BatchPick, BatchOutput):
        db.exec(delete(table).where(col(table.batch_id).in_(old)))
    db.exec(delete(Batch).where(col(Batch.id).in_(old)))
    db.flush()
    start = start_of(monday)
    services = {row.code: row for row in problem.services}
    week = f"PR-{monday.isocalendar().week:02d}"
    dishes = catalogue.dishes(db)
    foods = {code: row.id for code, row in catalogue.ingredients(db).items()}
    lots = {row.code: row.id for row in db.exec(select(Lot))}
    ordered = sorted(plan.batches, key=lambda row: (row.day, _first_minute(row), row.code))
    for made in ordered:
        dish = dishes[made.recipe]
        known = dish.presences
        batch = Batch(
            code=next_code(db, week, width=2),
            recipe_code=made.recipe,
            recipe_version=dish.recipe.version,
            name_fr=dish.recipe.name_fr,
            name_en=dish.recipe.name_en,
            component=dish.recipe.component or Component.MAIN,
            service_date=start + timedelta(days=services[made.service].day),
            meal=Meal(services[made.service].meal),
            cook_date=start + timedelta(days=made.day),
            use_by=start + timedelta(days=made.use_by_day),
            portions=made.portions,
            standard_permille=made.standard_permille,
            grams=made.grams,
            portion_grams=dish.recipe.portion_grams,
            contains=[a.value for a, p in known.items() if p is Presence.CONTAINS],
            doubtful=[a.value for a, p in known.items() if p is not Presence.CONTAINS],
        )
        db.add(batch)
        db.flush()
        for task in made.tasks:
            db.add(
                BatchStep(
                    batch_id=batch.id,
                    step=task.step,
                    station_code=task.station,
                    kind=StationKind(task.kind),
                    start_minute=task.start,
                    end_minute=task.end,
                    hands=task.hands,
                    grams=task.grams,
                )
            )
        for pick in plan.picks:
            if pick.batch == made.code:
                db.add(
                    BatchPick(
                        batch_id=batch.id,
                        ingredient_id=foods[pick.ingredient],
                        lot_id=lots.get(pick.lot),
                        expected_from="" if pick.lot in lots else pick.lot,
                        grams=pick.grams,
                    )
                )
        _outputs(db, batch, made, plan)
    db.flush()


def _outputs(db: Session, batch: Batch, made: planned.Batch, plan: planned.Plan) -> None:
    sums: dict[tuple[str, str], int] = {}
    for line in plan.menu:
        if (line.service, line.recipe) == (made.service, made.recipe):
            key = (line.diet, line.size)
            sums[key] = sums.get(key, 0) + line.portions + line.reserve
    for (diet, size), portions in sorted(sums.items()):
        db.add(BatchOutput(batch_id=batch.id, diet=diet, size=SizeClass(size), portions=portions))


def _first_minute(batch: planned.Batch) -> int:
    return min((task.start for task in batch.tasks), default=0)
