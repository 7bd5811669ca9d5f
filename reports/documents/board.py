"""The list of papers of a week, as the downloads page shows it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from kitchen.core.i18n import N_, using
from reports.documents import queries, service
from reports.documents.data import LabelSet
from reports.documents.models import KIND_LABELS, SheetKind

STATES = {
    "draft": N_("not numbered yet"),
    "issued": N_("up to date"),
    "changed": N_("changed since it was printed"),
}
#: Columns of the week, in the order a day goes by.
KINDS = (
    SheetKind.PICKING,
    SheetKind.PRODUCTION,
    SheetKind.LABELS,
    SheetKind.NOTE,
    SheetKind.ROUTE,
)
URLS = {
    SheetKind.MENU: "documents:menu",
    SheetKind.PRODUCTION: "documents:production_day",
    SheetKind.PICKING: "documents:picking",
    SheetKind.LABELS: "documents:labels_day",
    SheetKind.NOTE: "documents:notes",
    SheetKind.ROUTE: "documents:routes",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Papers of one kind and day: how many, their numbers, whether they still say the truth."""

    kind: SheetKind
    label: str
    count: int
    numbers: str
    state: str
    url: str
    place: dict[str, str]


@dataclass(frozen=True, slots=True)
class Day:
    """The papers of a day."""

    day: date
    lines: tuple[Line, ...]

    def of(self, kind: SheetKind) -> Line | None:
        """Return the papers of one kind."""
        return next((line for line in self.lines if line.kind is kind), None)


@dataclass(frozen=True, slots=True)
class WeekPapers:
    """The papers of a week."""

    monday: date
    code: str
    menus: tuple[Line, ...]
    days: tuple[Day, ...]
    waiting: int  # sheets without a number, or changed

    @property
    def before(self) -> str:
        """Code of the week before."""
        return week_code(self.monday - timedelta(days=7))

    @property
    def after(self) -> str:
        """Code of the week after."""
        return week_code(self.monday + timedelta(days=7))


def week_code(monday: date) -> str:
    """Write a week as in addresses: `2026-W48`."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(code: str) -> date | None:
    """Read a week's code; None when it is not one."""
    year, mark, week = code.partition("-W")
    if not (mark and year.isdigit() and week.isdigit()):
        return None
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None


def present_week(db: Session, today: date) -> date:
    """Return the Monday of the next week with something to serve, else of the present one."""
    day = queries.next_service(db, today) or today
    return day - timedelta(days=day.weekday())


def _numbers(found: list[str]) -> str:
    found = sorted(set(found))
    if not found:
        return ""
    return found[0] if len(found) == 1 else f"{found[0]} … {found[-1].rpartition('-')[2]}"


def week(db: Session, monday: date, locale: str) -> WeekPapers:
    """List the papers of a week with their numbers and state."""
    with using(locale):
        papers = service.week_papers(service.gather_week(db, monday), monday)
    known = queries.latest_between(
        db, monday - timedelta(days=service.AHEAD), monday + timedelta(days=6)
    )
    menus: list[Line] = []
    days: dict[date, list[Line]] = {}
    waiting = 0
    for kind, day, sheets in papers:
        rows = [known.get((kind, sheet.subject)) for sheet in sheets]
        fresh = [
            row is not None and row.digest == sheet.digest
            for row, sheet in zip(rows, sheets, strict=True)
        ]
        waiting += fresh.count(False)
        state = "issued" if all(fresh) else "changed" if any(rows) else "draft"
        data = sheets[0].data
        line = Line(
            kind=kind,
            label=KIND_LABELS[kind],
            count=len(data.labels) if isinstance(data, LabelSet) else len(sheets),
            numbers=_numbers([row.number for row in rows if row]),
            state=state,
            url=URLS[kind],
            place=(
                {"week": week_code(monday)} if kind is SheetKind.MENU else {"day": day.isoformat()}
            ),
        )
        if kind is SheetKind.MENU:
            menus.append(line)
        else:
            days.setdefault(day, []).append(line)
    return WeekPapers(
        monday=monday,
        code=week_code(monday),
        menus=tuple(menus),
        days=tuple(Day(day, tuple(lines)) for day, lines in sorted(days.items())),
        waiting=waiting,
    )
