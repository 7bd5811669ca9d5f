"""The list of suppliers and the card of each."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.accounts.policy import can
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import NotFound
from kitchen.core.i18n import day_name
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import LABEL_LABELS
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render
from suppliers.directory import queries, service
from suppliers.directory.geography import is_local
from suppliers.directory.models import KIND_LABELS, Supplier, SupplierKind

router = APIRouter()
RENEW_DAYS = 60
MONDAY = date(2024, 1, 1)  # any Monday: its week gives the names of the days


def weekdays(supplier: Supplier) -> str:
    """Write the days on which a supplier delivers."""
    days = [day_name(MONDAY + timedelta(days=day)).split()[0] for day in supplier.delivery_weekdays]
    return ", ".join(days) or _("on request")


def near(supplier: Supplier) -> bool:
    """Tell whether what comes from a supplier counts as local."""
    return is_local(supplier.distance_metres, short_circuit=supplier.short_circuit)


@router.get("/suppliers", name="directory:list", dependencies=[Depends(May("supplier.view"))])
def suppliers(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    kind: str = "",
) -> Response:
    """List suppliers, and the certificates that end soon."""
    wanted = SupplierKind(kind) if kind in set(SupplierKind) else None
    soon = site_date(now, site.timezone) + timedelta(days=RENEW_DAYS)
    return render(
        request,
        "directory/list.html",
        suppliers=queries.suppliers(db, kind=wanted),
        ending=queries.certificates_ending(db, before=soon),
        kind=wanted,
        kinds=KIND_LABELS,
        labels=LABEL_LABELS,
        weekdays=weekdays,
        is_local=near,
    )


@router.get("/suppliers/{code}", name="directory:card")
def card(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: Annotated[Actor, Depends(May("supplier.view"))],
    code: str,
) -> Response:
    """Show one supplier with its proofs."""
    supplier = _found(db, code)
    return render(
        request,
        "directory/card.html",
        supplier=supplier,
        certificates=queries.certificates(db, supplier.id),
        today=site_date(now, site.timezone),
        kinds=KIND_LABELS,
        labels=LABEL_LABELS,
        weekdays=weekdays,
        is_local=near,
        may_suspend=can(actor, "supplier.suspend"),
    )


@router.post("/suppliers/{code}/suspend", name="directory:suspend")
def suspend(
    request: Request,
    db: Db,
    now: Now,
    actor: Annotated[Actor, Depends(May("supplier.suspend"))],
    code: str,
    fields: Fields,
) -> Response:
    """Take nothing more from a supplier for now."""
    supplier = service.suspend(
        db, actor, _found(db, code).id, reason=fields.get("reason", ""), at=now
    )
    notice = _("%(name)s is suspended.", name=supplier.name)
    return redirect(request, "directory:card", notice=notice, code=supplier.code)


@router.post("/suppliers/{code}/resume", name="directory:resume")
def resume(
    request: Request,
    db: Db,
    now: Now,
    actor: Annotated[Actor, Depends(May("supplier.suspend"))],
    code: str,
) -> Response:
    """Lift a suspension."""
    supplier = service.resume(db, actor, _found(db, code).id, at=now)
    notice = _("%(name)s may deliver again.", name=supplier.name)
    return redirect(request, "directory:card", notice=notice, code=supplier.code)


def _found(db: Db, code: str) -> Supplier:
    supplier = queries.supplier_by_code(db, code)
    if supplier is None:
        raise NotFound
    return supplier
