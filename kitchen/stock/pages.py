"""Stock by lot, first expired first; a lot's card; dates and losses."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import STORAGE_LABELS, Storage
from kitchen.stock import queries, service
from kitchen.stock.models import SOURCE_LABELS
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render

router = APIRouter()
SOON_DAYS = 4
Viewer = Annotated[Actor, Depends(May("stock.view"))]


@router.get("/stock", name="stock:list")
def stock(
    request: Request, db: Db, now: Now, site: Site, actor: Viewer, area: str = "", words: str = ""
) -> Response:
    """List what is in the stores, by area, first expired first."""
    del actor
    today = site_date(now, site.timezone)
    every = queries.lots_in_hand(db)
    wanted = words.casefold().strip()
    rows = [
        row
        for row in every
        if (not area or row.lot.storage.value == area)
        and (not wanted or wanted in f"{row.name} {row.lot.code}".casefold())
    ]
    return render(
        request,
        "stock/list.html",
        rows=rows,
        today=today,
        soon=SOON_DAYS,
        area=area,
        words=words,
        areas=[(one.value, STORAGE_LABELS[one]) for one in Storage],
        storage=STORAGE_LABELS,
        sources=SOURCE_LABELS,
        blocks=service.BLOCK_LABELS,
        total=sum(row.grams for row in every),
        ending=sum(row.grams for row in every if row.ends_within(today, SOON_DAYS)),
        blocked=sum(1 for row in every if row.lot.blocked or row.is_expired(today)),
    )


@router.get("/stock/{code}", name="stock:lot")
def lot(request: Request, db: Db, now: Now, site: Site, actor: Viewer, code: str) -> Response:
    """Show one lot: where it came from, what left it, what it still holds."""
    del actor
    row = queries.lot_row(db, code)
    if row is None:
        raise NotFound
    return render(
        request,
        "stock/lot.html",
        row=row,
        moves=queries.moves_of(db, row.lot.id),
        today=site_date(now, site.timezone),
        storage=STORAGE_LABELS,
        sources=SOURCE_LABELS,
        blocks=service.BLOCK_LABELS,
    )


@router.post("/stock/{code}/date", name="stock:date")
def enter_date(
    request: Request,
    db: Db,
    now: Now,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("stock.date"))],
    code: str,
) -> Response:
    """Write the use-by date that was missing."""
    row = queries.lot_row(db, code)
    if row is None:
        raise NotFound
    try:
        use_by = date.fromisoformat(fields.get("use_by", ""))
    except ValueError as error:
        raise BadInput([("use_by", gettext("A date is needed."))]) from error
    service.enter_date(db, actor, row.lot, use_by=use_by, at=now)
    return redirect(request, "stock:lot", code=code, notice=gettext("Date written down."))


@router.post("/stock/{code}/discard", name="stock:discard")
def discard(
    request: Request,
    db: Db,
    now: Now,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("stock.discard"))],
    code: str,
) -> Response:
    """Throw the rest of a lot away, with the reason."""
    row = queries.lot_row(db, code)
    if row is None:
        raise NotFound
    service.discard(
        db, actor, row.lot, grams=row.grams, reason=fields.get("reason", "")[:200], at=now
    )
    return redirect(request, "stock:list", notice=gettext("Thrown away and written down."))
