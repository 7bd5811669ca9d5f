"""Downloads: the papers of a week, each as a PDF, and the button that numbers them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.accounts.policy import can
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import NotFound
from kitchen.core.i18n import ngettext
from kitchen.web.render import redirect, render
from reports.documents import board, service
from reports.documents.facts import Facts
from reports.documents.models import KIND_LABELS, SheetKind
from reports.documents.service import Paper

router = APIRouter()
MayView = Annotated[Actor, Depends(May("document.view"))]
MayIssue = Annotated[Actor, Depends(May("document.issue"))]


def _monday(week: str) -> date:
    monday = board.monday_of(week)
    if monday is None:
        raise NotFound
    return monday


class Papers:
    """What every download needs, and how it answers."""

    def __init__(self, db: Db, now: Now, site: Site, actor: MayView) -> None:
        self.db = db
        self.now = now
        self.site = site
        self.actor = actor

    def answer(
        self,
        kind: SheetKind,
        name: str,
        first: date,
        last: date,
        choose: Callable[[Facts], Iterator[Paper]],
    ) -> Response:
        """Draw the chosen papers and send them to be read in the browser."""
        made = service.pdf(
            self.db,
            self.actor,
            first=first,
            last=last,
            choose=choose,
            site=self.site,
            at=self.now,
        )
        # Batch codes come from the address: only what a file name may hold goes in the header.
        safe = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-_"))
        return Response(
            made,
            media_type="application/pdf",
            headers={
                "Content-Disposition": f'inline; filename="{service.FILE_NAMES[kind]}-{safe}.pdf"',
            },
        )


Ask = Annotated[Papers, Depends()]


@router.get("/documents", name="documents:index")
def index(
    request: Request, db: Db, now: Now, site: Site, actor: MayView, week: str = ""
) -> Response:
    """List the papers of a week."""
    monday = _monday(week) if week else board.present_week(db, site_date(now, site.timezone))
    return render(
        request,
        "documents/index.html",
        papers=board.week(db, monday, site.locale),
        states=board.STATES,
        kinds={kind: KIND_LABELS[kind] for kind in board.KINDS},
        may_issue=can(actor, "document.issue"),
    )


@router.post("/documents/week/{week}/issue", name="documents:issue")
def issue(request: Request, week: str, db: Db, now: Now, site: Site, actor: MayIssue) -> Response:
    """Number every paper of the week."""
    count = service.issue_week(db, actor, monday=_monday(week), site=site, at=now)
    notice = ngettext("%(count)s paper numbered.", "%(count)s papers numbered.", count)
    return redirect(request, "documents:index", query={"week": week}, notice=notice)


@router.get("/documents/menu/{week}.pdf", name="documents:menu")
def menu(week: str, ask: Ask) -> Response:
    """Send the poster of a week."""
    monday = _monday(week)
    return ask.answer(
        SheetKind.MENU,
        week,
        monday,
        monday + timedelta(days=6),
        lambda facts: service.menu_papers(facts, monday),
    )


@router.get("/documents/production/week/{week}.pdf", name="documents:production_week")
def production_week(week: str, ask: Ask) -> Response:
    """Send the production sheets of every batch cooked in a week."""
    first = _monday(week)
    last = first + timedelta(days=6)
    return ask.answer(
        SheetKind.PRODUCTION,
        week,
        first,
        last,
        lambda facts: service.production_papers(facts, first, last),
    )


@router.get("/documents/production/day/{day}.pdf", name="documents:production_day")
def production_day(day: date, ask: Ask) -> Response:
    """Send the production sheets of a day."""
    return ask.answer(
        SheetKind.PRODUCTION,
        day.isoformat(),
        day,
        day,
        lambda facts: service.production_papers(facts, day, day),
    )


@router.get("/documents/production/{batch_code}.pdf", name="documents:production")
def production(batch_code: str, ask: Ask) -> Response:
    """Send the production sheet of a batch."""
    day = service.cooked_on(ask.db, batch_code)
    return ask.answer(
        SheetKind.PRODUCTION,
        batch_code,
        day,
        day,
        lambda facts: service.production_papers(facts, day, day, batch_code),
    )


@router.get("/documents/picking/{day}.pdf", name="documents:picking")
def picking(day: date, ask: Ask) -> Response:
    """Send the picking list of a day."""
    return ask.answer(
        SheetKind.PICKING,
        day.isoformat(),
        day,
        day,
        lambda facts: service.picking_papers(facts, day),
    )


@router.get("/documents/labels/day/{day}.pdf", name="documents:labels_day")
def labels_day(day: date, ask: Ask) -> Response:
    """Send the labels of everything cooked on a day."""
    return ask.answer(
        SheetKind.LABELS,
        day.isoformat(),
        day,
        day,
        lambda facts: service.label_papers(facts, day),
    )


@router.get("/documents/labels/{batch_code}.pdf", name="documents:labels")
def labels(batch_code: str, ask: Ask) -> Response:
    """Send the labels of a batch."""
    day = service.cooked_on(ask.db, batch_code)
    return ask.answer(
        SheetKind.LABELS,
        batch_code,
        day,
        day,
        lambda facts: service.label_papers(facts, day, batch_code),
    )


@router.get("/documents/delivery-notes/{day}.pdf", name="documents:notes")
def notes(day: date, ask: Ask) -> Response:
    """Send the delivery notes of a day, in the order of the stops."""
    return ask.answer(
        SheetKind.NOTE,
        day.isoformat(),
        day,
        day,
        lambda facts: service.note_papers(facts, day),
    )


@router.get("/documents/routes/{day}.pdf", name="documents:routes")
def routes(day: date, ask: Ask) -> Response:
    """Send the route sheets of a day, one a van."""
    return ask.answer(
        SheetKind.ROUTE,
        day.isoformat(),
        day,
        day,
        lambda facts: service.route_papers(facts, day),
    )
