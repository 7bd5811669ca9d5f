"""Commands on the kitchen's hours: who works when in a week, and when machines are open."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import BadInput, Conflict
from kitchen.core.i18n import day_name, gettext
from kitchen.production import queries
from kitchen.production.models import Shift, Station

MOST_HEADS = 100


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """People at work on one day, between two minutes; `cooks` of them do hot work."""

    day: date
    start_minute: int
    end_minute: int
    heads: int
    cooks: int


def of(rows: Iterable[Shift]) -> list[Hours]:
    """Return stored shifts as values, in order."""
    return sorted(
        Hours(row.day, row.start_minute, row.end_minute, row.heads, row.cooks) for row in rows
    )


def fingerprint(lines: Iterable[Hours]) -> str:
    """Return a short text that changes with any of these hours."""
    text = repr([(line.day.isoformat(), *astuple(line)[1:]) for line in sorted(lines)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def set_shifts(
    db: Session,
    actor: Actor,
    *,
    first: date,
    last: date,
    lines: Mapping[str, Hours],
    seen: str,
    at: datetime,
) -> bool:
    """Make these the shifts of every day of a span; return whether anything changed.

    `lines` holds each shift under its place in the form, `seen` the fingerprint of the hours that
    the person changed. Sent twice, it acts once.

    Raises:
        BadInput: When a line makes no sense; every one is named.
        Conflict: When someone else changed these hours meanwhile.
    """
    allow(actor, "production.setup")
    if wrong := faults(lines):
        raise BadInput(wrong)
    rows = queries.shifts(db, first, last)
    old, new = Counter(of(rows)), Counter(lines.values())
    if old == new:
        return False
    if seen != fingerprint(of(rows)):
        raise Conflict
    gone, come = old - new, new - old
    for row in rows:
        (here,) = of([row])
        if gone[here]:
            gone[here] -= 1
            db.delete(row)
    db.add_all(
        Shift(
            day=line.day,
            start_minute=line.start_minute,
            end_minute=line.end_minute,
            heads=line.heads,
            cooks=line.cooks,
        )
        for line in come.elements()
    )
    db.flush()
    for day in sorted({line.day for line in (old - new) + (new - old)}):
        work = [line for line in lines.values() if line.day == day]
        audit(
            db,
            actor,
            "production.shifts_set",
            None,
            at=at,
            day=str(day),
            shifts=len(work),
            heads=sum(line.heads for line in work),
            cooks=sum(line.cooks for line in work),
        )
    return True


def faults(lines: Mapping[str, Hours]) -> list[tuple[str, str]]:
    """Return what makes no sense in shifts, each under its place: (field, sentence)."""
    return [one for place, line in lines.items() for one in _faults(place, line)]


def _faults(place: str, line: Hours) -> Iterator[tuple[str, str]]:
    day = day_name(line.day).capitalize()
    if line.end_minute <= line.start_minute:
        yield f"end-{place}", gettext("%(day)s: the end must come after the start.", day=day)
    if not 1 <= line.heads <= MOST_HEADS:
        words = gettext("%(day)s: between 1 and %(most)s people.", day=day, most=MOST_HEADS)
        yield f"heads-{place}", words
    elif not 0 <= line.cooks <= line.heads:
        words = gettext(
            "%(day)s: cooks are among the people, at most %(heads)s.", day=day, heads=line.heads
        )
        yield f"cooks-{place}", words


def open_faults(
    opened: Mapping[str, tuple[int, int]], names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what makes no sense in the hours of machines: (field, sentence)."""
    wrong = []
    for code, (opens, closes) in opened.items():
        if code not in names:
            wrong.append((f"open-{code}", gettext("Choose a machine of the kitchen.")))
        elif closes <= opens:
            words = gettext("%(name)s: it must close after it opens.", name=names[code])
            wrong.append((f"close-{code}", words))
    return wrong


def set_open_hours(
    db: Session, actor: Actor, opened: Mapping[str, tuple[int, int]], *, at: datetime
) -> list[Station]:
    """Say between which minutes machines are open, every kitchen day; return those that changed.

    Raises:
        BadInput: When a machine is unknown, or closes before it opens; every one is named.
    """
    allow(actor, "production.setup")
    if wrong := open_faults(opened, queries.station_names(db)):
        raise BadInput(wrong)
    known = {row.code: row for row in queries.stations(db)}
    changed = [
        row
        for code, row in known.items()
        if opened.get(code, (row.open_minute, row.close_minute))
        != (row.open_minute, row.close_minute)
    ]
    for row in changed:
        row.open_minute, row.close_minute = opened[row.code]
        db.add(row)
        audit(
            db,
            actor,
            "production.open_hours_set",
            row.id,
            at=at,
            station=row.code,
            open_minute=row.open_minute,
            close_minute=row.close_minute,
        )
    return changed
