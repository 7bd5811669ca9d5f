"""Orders to send and confirm, and the form at the door where goods are weighed in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.accounts.policy import can
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import ngettext
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render
from suppliers.offers import board
from suppliers.offers.choice import amount
from suppliers.offers.deps import farm_of, farms_of
from suppliers.offers.models import REASON_LABELS, STATE_LABELS
from suppliers.offers.queries import cents
from suppliers.receipts import door, grower, queries, service
from suppliers.receipts.goods_in import receive
from suppliers.receipts.models import ORDER_STATE_LABELS, VERDICT_LABELS, OrderState
from suppliers.receipts.queries import OrderRow

router = APIRouter()
MaySee = Annotated[Actor, Depends(May("order.view"))]
MayWrite = Annotated[Actor, Depends(May("order.write"))]
MayConfirm = Annotated[Actor, Depends(May("order.confirm"))]
MayReceive = Annotated[Actor, Depends(May("receipt.receive"))]
TONES = {
    "draft": "wait",
    "sent": "wait",
    "confirmed": "good",
    "received": "good",
    "cancelled": "plain",
}


@router.get("/my-offers", name="offers:mine")
def mine(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: Annotated[Actor, Depends(May("offer.view"))],
    farm: str = "",
) -> Response:
    """Show a grower the answers to its offers, its orders, and the dishes its food goes into."""
    chosen = farm_of(db, actor, farm)
    if chosen is None:
        return render(request, "offers/farms.html", farms=farms_of(db, actor), target="offers:mine")
    return render(
        request,
        "receipts/mine.html",
        answers=board.answers(db, chosen, at=now, timezone=site.timezone),
        to_confirm=grower.to_confirm(db, chosen.id),
        dishes=grower.dishes(db, chosen.id),
        amount=amount,
        cents=cents,
        food_name=board.food_name,
        reasons=REASON_LABELS,
        state_labels=STATE_LABELS,
    )


@router.get("/orders", name="orders:list")
def orders(
    request: Request, db: Db, now: Now, site: Site, actor: MaySee, state: str = ""
) -> Response:
    """List orders, the latest first."""
    wanted = (OrderState(state),) if state in set(OrderState) else ()
    filters = [("", _("All"))]
    filters += [(one.value, _(label)) for one, label in ORDER_STATE_LABELS.items()]
    return render(
        request,
        "receipts/orders.html",
        rows=queries.orders(db, states=wanted),
        arrivals=queries.receipts(db, limit=10),
        monday=board.default_week(db, site_date(now, site.timezone)),
        state=state if wanted else "",
        filters=filters,
        states=ORDER_STATE_LABELS,
        tones=TONES,
        food_name=board.food_name,
        iso=board.iso_week,
        may_write=can(actor, "order.write"),
        may_receive=can(actor, "receipt.receive"),
    )


@router.post("/orders/from-offers", name="orders:from_offers")
def from_offers(request: Request, db: Db, now: Now, actor: MayWrite, fields: Fields) -> Response:
    """Write the orders of a week for what was taken of its offers."""
    monday = board.read_week(fields.get("week", ""))
    if monday is None:
        raise NotFound
    made = service.order_taken_offers(db, actor, first=monday, last=board.friday(monday), at=now)
    notice = ngettext("%(count)s order written.", "%(count)s orders written.", len(made))
    return redirect(request, "orders:list", notice=notice, query={"state": "draft"})


@router.post("/orders/{order_id}/send", name="orders:send")
def send(request: Request, db: Db, now: Now, actor: MayWrite, order_id: UUID) -> Response:
    """Send an order."""
    order = service.send(db, actor, order_id, at=now)
    return redirect(request, "orders:list", notice=_("Order %(code)s sent.", code=order.code))


@router.post("/orders/{order_id}/confirm", name="orders:confirm")
def confirm(request: Request, db: Db, now: Now, actor: MayConfirm, order_id: UUID) -> Response:
    """Note the supplier's yes."""
    order = service.confirm(db, actor, order_id, at=now)
    notice = _("Order %(code)s is confirmed.", code=order.code)
    return redirect(
        request, "orders:list" if can(actor, "order.view") else "offers:mine", notice=notice
    )


@router.post("/orders/{order_id}/cancel", name="orders:cancel")
def cancel(request: Request, db: Db, now: Now, actor: MayWrite, order_id: UUID) -> Response:
    """Give an order up."""
    order = service.cancel(db, actor, order_id, at=now)
    notice = _("Order %(code)s is cancelled.", code=order.code)
    return redirect(request, "orders:list", notice=notice)


@router.get(
    "/orders/{order_id}/receive",
    name="orders:receive",
    dependencies=[Depends(May("receipt.receive"))],
)
def receive_form(request: Request, db: Db, order_id: UUID) -> Response:
    """Show the form at the door."""
    return _form(request, db, _found(db, order_id))


@router.post("/orders/{order_id}/receive", name="orders:take_in")
def take_in(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: MayReceive,
    order_id: UUID,
    fields: Fields,
) -> Response:
    """Take goods in; a form that cannot be taken comes back with what was typed."""
    row = _found(db, order_id)
    try:
        receipt = receive(
            db,
            actor,
            supplier_id=row.supplier.id,
            order_id=row.order.id,
            lines=door.arrived(row, fields, queries.offers_of_lines(db, row)),
            received_on=site_date(now, site.timezone),
            delivery_note=fields.get("delivery_note", ""),
            vehicle_clean=bool(fields.get("vehicle_clean")),
            at=now,
        )
    except BadInput as refused:
        return _form(request, db, row, fields, refused.lines)
    notice = _("Arrival %(code)s taken into stock.", code=receipt.code)
    return redirect(request, "orders:list", notice=notice)


def _found(db: Db, order_id: UUID) -> OrderRow:
    row = queries.order_row(db, order_id)
    if row is None:
        raise NotFound
    return row


def _form(
    request: Request,
    db: Db,
    row: OrderRow,
    typed: dict[str, str] | None = None,
    errors: list[tuple[str, str]] | None = None,
) -> Response:
    offers = queries.offers_of_lines(db, row)

    def use_by(line: queries.LineRow) -> str:
        offer = offers.get(line.line.offer_id) if line.line.offer_id else None
        return offer.use_by.isoformat() if offer and offer.use_by else ""

    def place(field: str) -> str:
        number = int(field.split(".")[1]) if field.count(".") > 1 else 0
        return board.food_name(row.lines[number - 1].ingredient) if number else field

    return render(
        request,
        "receipts/receive.html",
        status=422 if errors else 200,
        row=row,
        typed=typed or {},
        errors=errors or [],
        place=place,
        use_by=use_by,
        verdicts=VERDICT_LABELS,
        food_name=board.food_name,
        needs_reading=door.needs_reading,
        decimal=lambda grams: f"{grams / 1000:g}",
    )
