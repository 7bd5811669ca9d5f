"""Reads of households, for the social worker; and counts, the only thing that leaves."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from distribution.beneficiaries.models import AgeClass, Household, Pause, Person
from kitchen.core.crypto import FieldCipher
from kitchen.core.vocabulary import SizeClass

CHILDREN = (AgeClass.AGE_0_3, AgeClass.AGE_4_14)


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household as its social worker sees it."""

    household: Household
    name: str
    people: tuple[Person, ...]


def caseload(
    db: Session, cipher: FieldCipher, worker: UUID | None, words: str = ""
) -> list[HouseholdRow]:
    """Return the active households of a worker (all of them for None), by number."""
    query = select(Household).where(col(Household.active).is_(True)).order_by(Household.code)
    if worker is not None:
        query = query.where(Household.worker_id == worker)
    people: dict[UUID, list[Person]] = {}
    for person in db.exec(select(Person)):
        people.setdefault(person.household_id, []).append(person)
    rows = [
        HouseholdRow(row, cipher.open(row.sealed_name), tuple(people.get(row.id, [])))
        for row in db.exec(query)
    ]
    wanted = words.casefold().strip()
    return [
        row
        for row in rows
        if not wanted or wanted in row.name.casefold() or wanted in row.household.code.casefold()
    ]


def counts(db: Session, day: date) -> dict[tuple[UUID, str, SizeClass], int]:
    """Count eaters of a day by door, diet and size; pauses and ended rights are left out."""
    paused = {
        row.household_id
        for row in db.exec(select(Pause).where(Pause.from_day <= day, Pause.to_day >= day))
    }
    rows = db.exec(
        select(Person, Household)
        .join(Household, col(Household.id) == col(Person.household_id))
        .where(
            col(Household.active).is_(True), Household.from_day <= day, Household.until_day >= day
        )
    )
    found: Counter[tuple[UUID, str, SizeClass]] = Counter()
    for person, household in rows:
        if household.id not in paused and _eats(household, day):
            size = SizeClass.CHILD if person.age in CHILDREN else SizeClass.STANDARD
            found[household.drop_point_id, person.diet, size] += 1
    return dict(found)


def _eats(household: Household, day: date) -> bool:
    """Spread a right of so many meals a week over the first kitchen days of the week."""
    return day.weekday() < household.meals_per_week


def totals(db: Session) -> tuple[int, int]:
    """Count active households and people."""
    households = db.exec(select(Household.id).where(col(Household.active).is_(True))).all()
    people = db.exec(
        select(Person.id)
        .join(Household, col(Household.id) == col(Person.household_id))
        .where(col(Household.active).is_(True))
    ).all()
    return len(households), len(people)
