"""Stock by lot, first expired first; a lot's card; dates and losses."""

from datetime import date
from decimal import Decimal, InvalidOperation
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
from kitchen.stock.models import MOVE_LABELS, SOURCE_LABELS, Lot
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render

router = APIRouter()
SOON_DAYS = 4
MOST_KILOS = 100_000
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
        kinds=MOVE_LABELS,
        reasons=[
            (code, label) for code, label in service.BLOCK_LABELS.items() if code != service.NO_DATE
        ],
    )


def _lot(db: Db, code: str) -> Lot:
    found = queries.lot_by_code(db, code)
    if found is None:
        raise NotFound
    return found


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
    known = _lot(db, code)
    try:
        use_by = date.fromisoformat(fields.get("use_by", ""))
    except ValueError as error:
        raise BadInput([("use_by", gettext("A date is needed."))]) from error
    service.enter_date(db, actor, known, use_by=use_by, at=now)
    return redirect(request, "stock:lot", code=code, notice=gettext("Date written down."))


@router.post("/stock/{code}/count", name="stock:count")
def count(
    request: Request,
    db: Db,
    now: Now,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("stock.count"))],
    code: str,
) -> Response:
    """Write down what the scales say."""
    known = _lot(db, code)
    try:
        kilos = Decimal(fields.get("kilos", "").replace(",", ".").strip())
    except InvalidOperation as error:
        raise BadInput([("kilos", gettext("A weight in kilos is needed, such as 4,9."))]) from error
    if not kilos.is_finite() or kilos > MOST_KILOS:
        raise BadInput([("kilos", gettext("A weight in kilos is needed, such as 4,9."))])
    service.count(db, actor, known, grams=round(kilos * 1000), at=now)
    return redirect(request, "stock:lot", code=code, notice=gettext("Weight written down."))


@router.post("/stock/{code}/block", name="stock:block")
def block(
    request: Request,
    db: Db,
    now: Now,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("stock.block"))],
    code: str,
) -> Response:
    """Forbid the use of a lot: recall, temperature, quality."""
    service.block(db, actor, _lot(db, code), reason=fields.get("reason", ""), at=now)
    said = gettext("Blocked: no batch can take it.")
    return redirect(request, "stock:lot", code=code, notice=said)


@router.post("/stock/{code}/release", name="stock:release")
def release(
    request: Request,
    db: Db,
    now: Now,
    actor: Annotated[Actor, Depends(May("stock.release"))],
    code: str,
) -> Response:
    """Allow a blocked lot again."""
    service.release(db, actor, _lot(db, code), at=now)
    return redirect(request, "stock:lot", code=code, notice=gettext("Released: it may be used."))


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
    known = _lot(db, code)
    reason = fields.get("reason", "").strip()[:200]
    if not reason:
        raise BadInput([("reason", gettext("Say why it is thrown away."))])
    service.discard(db, actor, known, grams=queries.balance(db, known.id), reason=reason, at=now)
    return redirect(request, "stock:list", notice=gettext("Thrown away and written down."))
