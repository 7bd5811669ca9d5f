"""Reads of residences and works."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from distribution.housing.models import HousingWork, Residence


@dataclass(frozen=True, slots=True)
class Home:
    """A residence with its works."""

    residence: Residence
    works: tuple[HousingWork, ...]


def homes(db: Session) -> list[Home]:
    """Return every residence with its works, by name."""
    works = list(db.exec(select(HousingWork).order_by(col(HousingWork.started_on))))
    return [
        Home(row, tuple(work for work in works if work.residence_id == row.id))
        for row in db.exec(select(Residence).order_by(Residence.name))
    ]
