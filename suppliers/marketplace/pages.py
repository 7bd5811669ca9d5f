"""The shops of the marketplace, and the records that wait for a person's decision."""

import csv
import io
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now
from kitchen.accounts.policy import can
from kitchen.core.actor import Actor
from kitchen.core.errors import NotFound
from kitchen.core.i18n import gettext as _
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render
from suppliers.directory import queries as directory
from suppliers.directory.rows import guarded
from suppliers.marketplace import queries, service
from suppliers.marketplace.models import MATCH_LABELS, TRADE_LABELS, MatchState, Trade

router = APIRouter()
WAITING = (MatchState.PROPOSED, MatchState.UNMATCHED)
TONES = {"matched": "good", "proposed": "wait", "unmatched": "wait", "not_a_supplier": "plain"}
MayView = Annotated[Actor, Depends(May("marketplace.view"))]
MayMatch = Annotated[Actor, Depends(May("marketplace.match"))]


@router.get("/marketplace", name="marketplace:list")
def merchants(
    request: Request,
    db: Db,
    actor: MayView,
    trade: str = "",
    words: str = "",
    waiting: str = "",
) -> Response:
    """List shops, filtered."""
    wanted = Trade(trade) if trade in set(Trade) else None
    states = WAITING if waiting else ()
    return render(
        request,
        "marketplace/list.html",
        rows=queries.merchants(db, trade=wanted, states=states, words=words),
        totals=queries.totals(db),
        suppliers=directory.suppliers(db),
        trade=wanted,
        words=words,
        waiting=bool(waiting),
        trades=TRADE_LABELS,
        states=MATCH_LABELS,
        tones=TONES,
        may_match=can(actor, "marketplace.match"),
    )


@router.get(
    "/marketplace.csv",
    name="marketplace:export",
    dependencies=[Depends(May("marketplace.view"))],
)
def export(db: Db) -> Response:
    """Send the shops as a table that no spreadsheet program runs as formulas."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow(("external_id", "name", "trade", "commune", "joined_on", "active"))
    for row in queries.merchants(db):
        shop = row.merchant
        cells = (
            shop.external_id,
            shop.name,
            shop.trade.value,
            shop.commune,
            shop.joined_on.isoformat() if shop.joined_on else "",
            "oui" if shop.active else "non",
        )
        writer.writerow(guarded(cell) for cell in cells)
    return Response(
        # The mark tells spreadsheet programs that this is UTF-8.
        ("\ufeff" + sheet.getvalue()).encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="commercants.csv"'},
    )


@router.post("/marketplace/{merchant_id}/link", name="marketplace:link")
def link(
    request: Request, db: Db, now: Now, actor: MayMatch, merchant_id: UUID, fields: Fields
) -> Response:
    """Link a shop to a supplier."""
    supplier = directory.supplier_by_code(db, fields.get("supplier", ""))
    if supplier is None:
        raise NotFound
    merchant = service.link(db, actor, merchant_id, supplier_id=supplier.id, at=now)
    notice = _("%(shop)s is linked to %(supplier)s.", shop=merchant.name, supplier=supplier.name)
    return redirect(request, "marketplace:list", notice=notice, query={"waiting": "1"})


@router.post("/marketplace/{merchant_id}/set-aside", name="marketplace:set_aside")
def set_aside(request: Request, db: Db, now: Now, actor: MayMatch, merchant_id: UUID) -> Response:
    """Note that a shop is none of our suppliers."""
    merchant = service.set_aside(db, actor, merchant_id, at=now)
    notice = _("%(shop)s is not a supplier: it waits no longer.", shop=merchant.name)
    return redirect(request, "marketplace:list", notice=notice, query={"waiting": "1"})
