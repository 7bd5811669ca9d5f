"""Numbers and versions: the same paper keeps its number, a changed paper says what it replaces."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from reports.documents import queries
from reports.documents.models import PREFIXES, IssuedSheet, SheetKind


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the head of a sheet says of its making; no number before it is issued."""

    number: str
    version: int
    replaces: int | None
    issued: bool
    at: datetime | None = None  # when this version was issued


def digest(facts: Any) -> str:  # noqa: ANN401 - any frozen record of data.py
    """Fingerprint what a sheet says: the same facts give the same digest."""
    return sha256(repr(facts).encode()).hexdigest()


def stamp(db: Session, kind: SheetKind, subject: str, printed: str) -> Stamp:
    """Say which number and version a sheet would carry, writing nothing."""
    last = queries.latest(db, kind, subject)
    if last is None:
        return Stamp("", 1, None, issued=False)
    before = last.version - 1 or None
    if last.digest == printed:
        return Stamp(last.number, last.version, before, issued=True, at=last.issued_at)
    return Stamp(last.number, last.version + 1, last.version, issued=False)


def issue(
    db: Session,
    actor: Actor,
    *,
    kind: SheetKind,
    subject: str,
    day: date,
    printed: str,
    at: datetime,
) -> Stamp:
    """Give a sheet its number, or a new version when what it says has changed.

    Raises:
        NotAllowed: When the actor may not issue sheets.
    """
    allow(actor, "document.issue")
    known = stamp(db, kind, subject, printed)
    if known.issued:
        return known
    year, week, _day = day.isocalendar()
    number = known.number or next_code(db, f"{PREFIXES[kind]}-{year}-{week:02d}", width=2)
    row = IssuedSheet(
        kind=kind,
        subject=subject,
        day=day,
        number=number,
        version=known.version,
        digest=printed,
        issued_at=at,
    )
    db.add(row)
    audit(db, actor, "document.issued", row.id, at=at, number=number, version=known.version)
    db.flush()
    return Stamp(number, known.version, known.replaces, issued=True, at=at)
