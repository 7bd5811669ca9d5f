"""Papers of a kitchen: which there are, what they say, their number, their bytes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor, system
from kitchen.core.clock import site_time
from kitchen.core.config import Settings, settings
from kitchen.core.errors import NotFound
from kitchen.core.i18n import N_, using
from kitchen.core.vocabulary import Meal
from reports.documents import build_kitchen, build_service, issuing, queries
from reports.documents.data import (
    DeliveryNote,
    Issue,
    LabelSet,
    MenuPoster,
    Party,
    PickingList,
    ProductionSheet,
    RouteSheet,
)
from reports.documents.facts import Facts, gather
from reports.documents.models import SheetKind

Data = MenuPoster | ProductionSheet | PickingList | LabelSet | DeliveryNote | RouteSheet

#: What a sheet is fingerprinted with, so that its own number and time never change it.
BLANK = Issue(number="", data_at=datetime(1970, 1, 1, tzinfo=UTC), site=Party(name=""))

#: What is eaten on Monday may be cooked before the week-end.
AHEAD = 3
COOKING = {SheetKind.PICKING, SheetKind.PRODUCTION, SheetKind.LABELS}

FILE_NAMES: dict[SheetKind, str] = {
    SheetKind.MENU: "menu",
    SheetKind.PRODUCTION: "fiches-de-production",
    SheetKind.PICKING: "bon-de-sortie",
    SheetKind.LABELS: "etiquettes",
    SheetKind.NOTE: "bons-de-livraison",
    SheetKind.ROUTE: "feuilles-de-route",
}


class NothingToPrint(NotFound):
    """There is no batch, delivery or tour to print there."""

    code = "document.nothing"
    message = N_(
        "There is nothing to print there yet.\nPublish the plan of the week, or its tours, first."
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet before it has a number: what it is about and what it says."""

    kind: SheetKind
    subject: str
    day: date
    data: Data

    @property
    def digest(self) -> str:
        """Fingerprint of what it says."""
        return issuing.digest(self.data)


def site_party(site: Settings) -> Party:
    """Return the kitchen as its papers name it."""
    return Party(
        name=site.site_name,
        address=site.site_address,
        siret=site.site_siret,
        approval=site.site_approval,
        phone=site.site_phone,
    )


# --- which papers there are --------------------------------------------------------------------


def menu_papers(facts: Facts, monday: date) -> Iterator[Paper]:
    """Yield the poster of a week for each meal of the day that is served."""
    last = monday + timedelta(days=6)
    for meal in Meal:
        if any(day >= monday and day <= last and each is meal for day, each in facts.services):
            year, week, _weekday = monday.isocalendar()
            poster = build_service.menu(facts, monday, BLANK, meal)
            yield Paper(SheetKind.MENU, f"{year}-W{week:02d}/{meal}", monday, poster)


def production_papers(facts: Facts, first: date, last: date, code: str = "") -> Iterator[Paper]:
    """Yield the production sheets of the batches cooked between two days, or of one of them."""
    for batch in facts.batches:
        if first <= batch.cook_date <= last and code in {"", batch.code}:
            sheet = build_kitchen.production(facts, batch, BLANK)
            yield Paper(SheetKind.PRODUCTION, facts.subject(batch), batch.cook_date, sheet)


def picking_papers(facts: Facts, day: date) -> Iterator[Paper]:
    """Yield the picking list of a day, when something is cooked."""
    if any(batch.cook_date == day for batch in facts.batches):
        listed = build_kitchen.picking(facts, day, BLANK)
        yield Paper(SheetKind.PICKING, day.isoformat(), day, listed)


def label_papers(facts: Facts, day: date, code: str = "") -> Iterator[Paper]:
    """Yield the labels of the batches cooked on a day, or of one of them."""
    own = [batch for batch in facts.batches if batch.cook_date == day and code in {"", batch.code}]
    made = build_kitchen.labels(facts, own, BLANK)
    if made.labels:
        yield Paper(SheetKind.LABELS, facts.subject(own[0]) if code else str(day), day, made)


def note_papers(facts: Facts, day: date) -> Iterator[Paper]:
    """Yield the delivery notes of a day, in the order of the vans' stops."""
    for meal in Meal:
        for door in build_service.note_doors(facts, day, meal):
            note = build_service.note(facts, door, day, meal, BLANK)
            yield Paper(SheetKind.NOTE, f"{day}/{meal}/{door.point.code}", day, note)


def route_papers(facts: Facts, day: date) -> Iterator[Paper]:
    """Yield the route sheets of a day."""
    for lane in build_service.lanes_on(facts, day):
        sheet = build_service.route(facts, lane, day, BLANK)
        yield Paper(SheetKind.ROUTE, f"{day}/{lane.vehicle.code}", day, sheet)


def day_papers(facts: Facts, day: date) -> dict[SheetKind, list[Paper]]:
    """Return the papers of a day by kind."""
    return {
        SheetKind.PICKING: list(picking_papers(facts, day)),
        SheetKind.PRODUCTION: list(production_papers(facts, day, day)),
        SheetKind.LABELS: list(label_papers(facts, day)),
        SheetKind.NOTE: list(note_papers(facts, day)),
        SheetKind.ROUTE: list(route_papers(facts, day)),
    }


def _is_for(facts: Facts, cooked: date, monday: date) -> bool:
    """Tell whether something cooked that day is served from a Monday on."""
    return any(
        batch.cook_date == cooked and batch.service_date >= monday for batch in facts.batches
    )


def gather_week(db: Session, monday: date) -> Facts:
    """Read a week, and the days before it when its first meals may be cooked."""
    return gather(db, monday - timedelta(days=AHEAD), monday + timedelta(days=6))


def week_papers(facts: Facts, monday: date) -> list[tuple[SheetKind, date, list[Paper]]]:
    """Return the papers of a week: its menu, then day by day what there is."""
    found = [(SheetKind.MENU, monday, list(menu_papers(facts, monday)))]
    for offset in range(-AHEAD, 7):
        day = monday + timedelta(days=offset)
        for kind, papers in day_papers(facts, day).items():
            # Before Monday, only what is cooked for this week is its own.
            if offset >= 0 or (kind in COOKING and _is_for(facts, day, monday)):
                found.append((kind, day, papers))
    return [entry for entry in found if entry[2]]


# --- numbers and bytes -------------------------------------------------------------------------


def _with_stamp(paper: Paper, known: issuing.Stamp, site: Settings, at: datetime) -> Data:
    issue = Issue(
        number=known.number,
        data_at=site_time(known.at or at, site.timezone),
        site=site_party(site),
        version=known.version,
        replaces=known.replaces,
        issued=known.issued,
    )
    return replace(paper.data, issue=issue)


def draw(kind: SheetKind, sheets: Sequence[Data], locale: str) -> bytes:
    """Draw sheets of one kind in one PDF; reportlab is loaded here and not before."""
    # The drawing modules are imported late: a web process that prints nothing never loads them.
    from reports.documents import (  # noqa: PLC0415 - cold import: reportlab
        labels,
        menu,
        notes,
        picking,
        production,
        routes,
    )

    if kind is SheetKind.LABELS:
        return labels.render_labels(sheets[0], locale, sheet=labels.BOX)  # type: ignore[arg-type]  # kind tells the class
    draws: dict[SheetKind, Callable[..., bytes]] = {
        SheetKind.MENU: menu.render_menu,
        SheetKind.PRODUCTION: production.render_production,
        SheetKind.PICKING: picking.render_picking,
        SheetKind.NOTE: notes.render_notes,
        SheetKind.ROUTE: routes.render_routes,
    }
    return draws[kind](sheets, locale)


def pdf(
    db: Session,
    actor: Actor,
    *,
    first: date,
    last: date,
    choose: Callable[[Facts], Iterator[Paper]],
    site: Settings,
    at: datetime,
) -> bytes:
    """Return the papers of one kind as a PDF, with the numbers they have; writes nothing.

    Raises:
        NotAllowed: When the actor may not read papers.
        NothingToPrint: When there is no paper.
    """
    allow(actor, "document.view")
    with using(site.locale):
        papers = list(choose(gather(db, first, last)))
        if not papers:
            raise NothingToPrint
        sheets = [
            _with_stamp(paper, issuing.stamp(db, paper.kind, paper.subject, paper.digest), site, at)
            for paper in papers
        ]
        return draw(papers[0].kind, sheets, site.locale)


def issue_papers(
    db: Session, actor: Actor, papers: Sequence[Paper], *, site: Settings, at: datetime
) -> list[Data]:
    """Give papers their numbers, or new versions of those that changed."""
    return [
        _with_stamp(
            paper,
            issuing.issue(
                db,
                actor,
                kind=paper.kind,
                subject=paper.subject,
                day=paper.day,
                printed=paper.digest,
                at=at,
            ),
            site,
            at,
        )
        for paper in papers
    ]


def cooked_on(db: Session, code: str) -> date:
    """Return the day a batch is cooked.

    Raises:
        NothingToPrint: When there is no such batch.
    """
    batch = queries.batch_by_code(db, code)
    if batch is None:
        raise NothingToPrint
    return batch.cook_date


def issue_week(db: Session, actor: Actor, *, monday: date, site: Settings, at: datetime) -> int:
    """Number every paper of a week and return how many there are.

    Raises:
        NothingToPrint: When the week has no published plan.
    """
    allow(actor, "document.issue")
    with using(site.locale):
        found = week_papers(gather_week(db, monday), monday)
        if not found:
            raise NothingToPrint
        for _kind, _day, papers in found:
            issue_papers(db, actor, papers, site=site, at=at)
    return sum(len(papers) for _kind, _day, papers in found)


def write_week(
    db: Session, monday: date, folder: Path, at: datetime, *, site: Settings | None = None
) -> list[Path]:
    """Number every paper of a week and write them to a folder, one file a kind and day."""
    site = site or settings()
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with using(site.locale):
        for kind, day, papers in week_papers(gather_week(db, monday), monday):
            sheets = issue_papers(db, system("documents"), papers, site=site, at=at)
            path = folder / f"{day.isoformat()}-{FILE_NAMES[kind]}.pdf"
            path.write_bytes(draw(kind, sheets, site.locale))
            written.append(path)
    return written
