"""Reads of impact records."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from reports.impact.models import ImpactRecord


@dataclass(frozen=True, slots=True)
class Period:
    """The records of one period, in the order they were numbered by their source."""

    start: date
    end: date
    records: tuple[ImpactRecord, ...]

    @property
    def whole_year(self) -> bool:
        """Tell whether it is one calendar year."""
        year = self.start.year
        return (self.start, self.end) == (date(year, 1, 1), date(year, 12, 31))


def records_by_key(db: Session, source: str) -> dict[str, ImpactRecord]:
    """Return the records of a source by their name there."""
    rows = db.exec(select(ImpactRecord).where(ImpactRecord.source == source))
    return {row.external_id: row for row in rows}


def periods(db: Session) -> list[Period]:
    """Return every record, by period, the latest first."""
    rows = db.exec(
        select(ImpactRecord).order_by(
            col(ImpactRecord.period_end).desc(),
            col(ImpactRecord.period_start).desc(),
            col(ImpactRecord.source),
            col(ImpactRecord.external_id),
        )
    )
    grouped: dict[tuple[date, date], list[ImpactRecord]] = {}
    for row in rows:
        grouped.setdefault((row.period_start, row.period_end), []).append(row)
    return [Period(start, end, tuple(found)) for (start, end), found in grouped.items()]
