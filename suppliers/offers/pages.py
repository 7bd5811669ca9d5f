"""Two sides of an offer: the grower's phone page, and the list the kitchen answers from."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import ValidationError

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.catalogue.queries import ingredients
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import kilos, ngettext
from kitchen.core.idempotency import first_time
from kitchen.core.vocabulary import LABEL_LABELS
from kitchen.web.forms import Fields, complaints, read
from kitchen.web.render import redirect, render
from suppliers.directory.models import Supplier
from suppliers.offers import board, calendar, service
from suppliers.offers.choice import amount, decimal_price, elided, lowered, unit_word
from suppliers.offers.deps import farm_of, farms_of
from suppliers.offers.models import (
    HANDOVER_LABELS,
    REASON_LABELS,
    STATE_LABELS,
    Offer,
    OfferState,
)
from suppliers.offers.schemas import DeclareForm, DeclineForm, PartForm, thousandths

router = APIRouter()
WEEK = timedelta(days=calendar.DAYS_A_WEEK)
MayDeclare = Annotated[Actor, Depends(May("offer.declare"))]
MayWithdraw = Annotated[Actor, Depends(May("offer.withdraw"))]
MayAnswer = Annotated[Actor, Depends(May("offer.answer"))]


@router.get("/my-offers/new", name="offers:new")
def new(
    request: Request, db: Db, now: Now, site: Site, actor: MayDeclare, farm: str = ""
) -> Response:
    """Show what a farm may offer, as far as it is chosen in the link."""
    chosen = farm_of(db, actor, farm)
    if chosen is None:
        return render(request, "offers/farms.html", farms=farms_of(db, actor), target="offers:new")
    query = dict(request.query_params)
    found = board.sheet(db, chosen, ingredients(db), query, at=now, timezone=site.timezone)
    return _sheet_page(request, found, query, [])


@router.post("/my-offers", name="offers:declare")
def declare(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: MayDeclare,
    fields: Fields,
    key: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Make the offer; a form that cannot be taken comes back with what was typed."""
    farm = farm_of(db, actor, fields.get("farm", ""))
    if farm is None:
        raise NotFound
    if key and not first_time(db, actor, key, at=now):
        return redirect(request, "offers:mine", query={"farm": farm.code})
    try:
        offer = _declared(db, actor, farm, fields, now)
    except (ValidationError, BadInput) as refused:
        found = board.sheet(db, farm, ingredients(db), fields, at=now, timezone=site.timezone)
        return _sheet_page(request, found, fields, complaints(refused))
    notice = elided(
        _(
            "%(amount)s of %(product)s offered.",
            amount=amount(offer.unit, offer.unit_count),
            product=lowered(offer.product),
        )
    )
    return redirect(request, "offers:mine", query={"farm": farm.code}, notice=notice)


@router.post("/my-offers/repeat", name="offers:repeat")
def repeat(
    request: Request, db: Db, now: Now, site: Site, actor: MayDeclare, fields: Fields
) -> Response:
    """Offer last week's products again."""
    farm = farm_of(db, actor, fields.get("farm", ""))
    if farm is None:
        raise NotFound
    monday = calendar.call_week(site_date(now, site.timezone))
    made = service.repeat_last_week(db, actor, supplier_id=farm.id, monday=monday, at=now)
    notice = ngettext("%(count)s offer repeated.", "%(count)s offers repeated.", len(made))
    return redirect(request, "offers:mine", query={"farm": farm.code}, notice=notice)


@router.post("/my-offers/{offer_id}/withdraw", name="offers:withdraw")
def withdraw(request: Request, db: Db, now: Now, actor: MayWithdraw, offer_id: UUID) -> Response:
    """Take an own offer back."""
    offer = service.withdraw(db, actor, offer_id, at=now)
    notice = _("Offer withdrawn: %(product)s.", product=lowered(offer.product))
    return redirect(request, "offers:mine", notice=notice)


@router.get("/offers", name="offers:list", dependencies=[Depends(May("offer.list"))])
def offers(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    week: str = "",
    state: str = "",
) -> Response:
    """List a week's offers, those to answer first."""
    monday = board.read_week(week) or board.default_week(db, site_date(now, site.timezone))
    wanted = (OfferState(state),) if state in set(OfferState) else ()
    filters = [("", _("All"))] + [(one.value, _(label)) for one, label in STATE_LABELS.items()]
    return render(
        request,
        "offers/list.html",
        week=board.week(db, monday, wanted),
        state=state if wanted else "",
        filters=filters,
        reasons=REASON_LABELS,
        state_labels=STATE_LABELS,
        label_labels=LABEL_LABELS,
        amount=amount,
        before=monday - WEEK,
        after=monday + WEEK,
        iso=board.iso_week,
    )


@router.post("/offers/accept-all", name="offers:accept_all")
def accept_all(request: Request, db: Db, now: Now, actor: MayAnswer, fields: Fields) -> Response:
    """Take every waiting offer of a week."""
    monday = board.read_week(fields.get("week", ""))
    if monday is None:
        raise NotFound
    taken = service.accept_all(db, actor, first=monday, last=board.friday(monday), at=now)
    notice = ngettext(
        "%(count)s offer taken in full.", "%(count)s offers taken in full.", len(taken)
    )
    return redirect(request, "offers:list", query={"week": fields["week"]}, notice=notice)


@router.post("/offers/{offer_id}/accept", name="offers:accept")
def accept(request: Request, db: Db, now: Now, actor: MayAnswer, offer_id: UUID) -> Response:
    """Take a whole offer."""
    return _answered(request, service.accept(db, actor, offer_id, at=now))


@router.post("/offers/{offer_id}/part", name="offers:part")
def part(
    request: Request, db: Db, now: Now, actor: MayAnswer, offer_id: UUID, fields: Fields
) -> Response:
    """Take a part of an offer, in kilograms."""
    form = read(PartForm, fields)
    grams = thousandths(form.kilograms)
    if grams is None:
        raise BadInput([("kilograms", _("Write the kilos as a figure, such as 12,5."))])
    offer = service.accept(
        db, actor, offer_id, grams=grams, reason=form.reason, words=form.words, at=now
    )
    return _answered(request, offer)


@router.post("/offers/{offer_id}/decline", name="offers:decline")
def decline(
    request: Request, db: Db, now: Now, actor: MayAnswer, offer_id: UUID, fields: Fields
) -> Response:
    """Take nothing of an offer, and say why."""
    form = read(DeclineForm, fields)
    offer = service.decline(db, actor, offer_id, reason=form.reason, words=form.words, at=now)
    return _answered(request, offer)


def _sheet_page(
    request: Request,
    sheet: board.Sheet,
    typed: dict[str, str],
    errors: list[tuple[str, str]],
) -> Response:
    return render(
        request,
        "offers/new.html",
        status=422 if errors else 200,
        sheet=sheet,
        typed=typed,
        errors=errors,
        amount=amount,
        unit_word=unit_word,
        price=decimal_price,
        handovers=HANDOVER_LABELS,
    )


def _answered(request: Request, offer: Offer) -> Response:
    notice = (
        _(
            "%(weight)s of %(product)s taken: the grower sees it now.",
            weight=kilos(offer.taken_grams),
            product=lowered(offer.product),
        )
        if offer.taken_grams
        else _("Offer %(code)s declined: the grower sees the reason now.", code=offer.code)
    )
    week = board.iso_week(calendar.monday_of(offer.available_from))
    return redirect(request, "offers:list", query={"week": week}, notice=elided(notice))


def _declared(db: Db, actor: Actor, farm: Supplier, fields: dict[str, str], at: Now) -> Offer:
    """Declare what the form says."""
    form = read(DeclareForm, fields)
    food = ingredients(db).get(form.product)
    if food is None:
        raise NotFound
    price = thousandths(form.price) if form.price else 0
    if price is None:
        raise BadInput([("price", _("Write the price as a figure, such as 1,10."))])
    return service.declare(
        db,
        actor,
        supplier_id=farm.id,
        ingredient_id=food.id,
        unit=form.unit,
        unit_count=form.count,
        least_units=form.least,
        available_from=form.first,
        available_until=form.last,
        use_by=form.use_by,
        gift=form.gift,
        price_cents_per_kg=price // 10,
        handover=form.handover,
        note=form.note,
        at=at,
    )
