"""Commands on housing records: take residences and works in, again and again without harm."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from distribution.housing.models import HousingWork, Residence
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """A line of the housing records."""

    external_id: str
    residence: str
    residence_id: str
    commune: str
    dwellings: int
    equipment: str
    title: str
    started_on: date
    cost_cents: int
    insertion_hours: int


def take_records(
    db: Session,
    actor: Actor,
    records: list[WorkRecord],
    *,
    source: str,
    at: datetime,
    doors: dict[str, UUID],
) -> int:
    """Keep residences and works by their number at the source; return how many were new.

    A residence is linked to the door of its commune when there is just one; otherwise the link
    waits for a person.
    """
    allow(actor, "housing.import")
    homes = {
        row.external_id: row for row in db.exec(select(Residence).where(Residence.source == source))
    }
    works = {
        row.external_id: row
        for row in db.exec(select(HousingWork).where(HousingWork.source == source))
    }
    fresh = 0
    for record in records:
        home = homes.get(record.residence_id)
        if home is None:
            home = Residence(
                source=source,
                external_id=record.residence_id,
                name=record.residence,
                commune=record.commune,
                dwellings=record.dwellings,
                equipment=record.equipment,
                drop_point_id=doors.get(record.commune),
            )
            homes[record.residence_id] = home
            db.add(home)
            db.flush()
        if record.external_id not in works:
            fresh += 1
            work = HousingWork(
                source=source,
                external_id=record.external_id,
                residence_id=home.id,
                title=record.title,
                started_on=record.started_on,
                cost_cents=record.cost_cents,
                insertion_hours=record.insertion_hours,
            )
            works[record.external_id] = work
            db.add(work)
    db.flush()
    audit(db, actor, "housing.imported", None, at=at, records=len(records), fresh=fresh)
    return fresh
