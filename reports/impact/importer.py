"""Brings impact figures in from CSV or JSON; the same file twice changes nothing.

A figure without its definition, period and source is refused: nobody could defend it later.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.i18n import gettext
from reports.impact import queries
from reports.impact.models import ImpactRecord, ImpactUnit
from suppliers.directory.rows import Row, raise_faults, read_rows

COLUMNS = (
    "external_id",
    "indicator",
    "value",
    "unit",
    "period_start",
    "period_end",
    "definition",
    "source_note",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    changed: int
    same: int


def import_records(
    db: Session, actor: Actor, data: bytes, *, source: str, at: datetime, name: str = "file"
) -> Imported:
    """Take figures in; `1000+` is a floor that the source gives.

    Raises:
        BadInput: When any line cannot be taken; nothing is written then.
    """
    allow(actor, "impact.import")
    rows = read_rows(data, name=name, needed=COLUMNS)
    fresh = [_record(row, source, at) for row in rows]
    seen: dict[str, int] = {}
    for row, record in zip(rows, fresh, strict=True):
        if record.external_id in seen:
            row.fault(
                "external_id",
                gettext(
                    "Already on line %(line)s: “%(value)s”.",
                    line=seen[record.external_id],
                    value=record.external_id,
                ),
            )
        seen.setdefault(record.external_id, row.number)
    raise_faults(rows)
    known = queries.records_by_key(db, source)
    added = changed = 0
    for record in fresh:
        old = known.get(record.external_id)
        if old is None:
            db.add(record)
            added += 1
        elif old.original != record.original:
            for field, value in record.model_dump(exclude={"id"}).items():
                setattr(old, field, value)
            db.add(old)
            changed += 1
    db.flush()
    audit(db, actor, "impact.imported", None, at=at, source=source, added=added, changed=changed)
    return Imported(added, changed, len(fresh) - added - changed)


def _record(row: Row, source: str, at: datetime) -> ImpactRecord:
    value = row.cells.get("value", "").strip()
    floor = value.endswith("+")
    plain = Row(row.number, {**row.cells, "value": value.rstrip("+")}, row.faults)
    start, end = row.day("period_start"), row.day("period_end")
    if end < start:
        row.fault("period_end", gettext("The end comes before the start."))
    return ImpactRecord(
        source=source,
        external_id=row.text("external_id", longest=60),
        indicator=row.text("indicator", longest=120),
        value=plain.whole("value"),
        at_least=floor,
        unit=row.choice("unit", ImpactUnit, ImpactUnit.JOBS),
        period_start=start,
        period_end=end,
        definition=row.text("definition", longest=400),
        source_note=row.text("source_note", longest=300),
        original=dict(row.cells),
        imported_at=at,
    )
