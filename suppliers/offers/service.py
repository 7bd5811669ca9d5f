"""Commands on offers: declare, repeat, withdraw; accept, decline, take all of a week."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.catalogue.models import Ingredient
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from kitchen.core.errors import BadInput, KitchenError, NotFound
from kitchen.core.i18n import N_, gettext, kilos
from suppliers.directory import queries as directory
from suppliers.directory import service as suppliers
from suppliers.offers import checks, queries
from suppliers.offers.calendar import DAYS_A_WEEK
from suppliers.offers.models import (
    AnswerReason,
    Handover,
    Offer,
    OfferState,
    OfferUnit,
    UsualProduct,
)
from suppliers.offers.units import short_name, unit_grams


class OfferClosed(KitchenError):
    """Only an offer that waits for an answer can be answered or withdrawn."""

    code = "offer.closed"
    status = 409
    message = N_(
        "Offer %(code)s is already closed.\n"
        "Reload the page to see its answer; call the kitchen to change it."
    )


class TooMuch(KitchenError):
    """More would be taken than was offered."""

    code = "offer.too_much"
    status = 409
    message = N_("%(asked)s cannot be taken of %(offered)s offered.\nTake at most the whole offer.")


class BelowMinimum(KitchenError):
    """The grower does not come for so little."""

    code = "offer.below_minimum"
    status = 409
    message = N_(
        "%(asked)s is under the minimum of %(minimum)s that goes with this offer.\n"
        "Take at least the minimum, or decline."
    )


class NothingToRepeat(KitchenError):
    """There is no earlier week to copy, or all of it was offered again already."""

    code = "offer.nothing_to_repeat"
    status = 409
    message = N_("There is nothing left to repeat from last week.\nChoose a product below.")


def set_usual(
    db: Session,
    actor: Actor,
    *,
    supplier_id: UUID,
    ingredient_id: UUID,
    price_cents_per_kg: int,
    at: datetime,
    name: str = "",
    crate_grams: int = 10_000,
    bunch_grams: int | None = None,
    piece_grams: int | None = None,
) -> UsualProduct:
    """Keep a product among a supplier's usual ones, with its weights and price.

    Raises:
        NotFound: When the supplier or the ingredient does not exist.
        BadInput: When a weight or the price cannot be.
    """
    allow(actor, "offer.declare", supplier_id)
    suppliers.found(db, supplier_id)
    ingredient = _ingredient(db, ingredient_id)
    weights = {"crate_grams": crate_grams, "bunch_grams": bunch_grams, "piece_grams": piece_grams}
    lines = [
        (name, gettext("A weight is more than zero."))
        for name, grams in weights.items()
        if grams is not None and grams <= 0
    ]
    lines += checks.price_problems(price_cents_per_kg, gift=False)
    if lines:
        raise BadInput(lines)
    usual = queries.usual_product(db, supplier_id, ingredient_id)
    if usual is None:
        usual = UsualProduct(
            supplier_id=supplier_id,
            ingredient_id=ingredient_id,
            name="",
            position=len(queries.usual_products(db, supplier_id)),
        )
    usual.name = name.strip()[:60] or short_name(ingredient.name_fr)
    usual.price_cents_per_kg = price_cents_per_kg
    usual.crate_grams = crate_grams
    usual.bunch_grams, usual.piece_grams = bunch_grams, piece_grams
    db.add(usual)
    db.flush()
    audit(db, actor, "offer.usual_set", usual.id, at=at, price_cents_per_kg=price_cents_per_kg)
    return usual


def declare(
    db: Session,
    actor: Actor,
    *,
    supplier_id: UUID,
    ingredient_id: UUID,
    unit: OfferUnit,
    unit_count: int,
    available_from: date,
    available_until: date,
    at: datetime,
    price_cents_per_kg: int = 0,
    gift: bool = False,
    least_units: int | None = None,
    harvest_from: date | None = None,
    harvest_until: date | None = None,
    use_by: date | None = None,
    best_before: date | None = None,
    min_order_grams: int = 0,
    handover: Handover = Handover.DELIVERED,
    note: str = "",
    product: str = "",
) -> Offer:
    """Say what a supplier can bring. A gift costs nothing, whatever price was typed.

    `least_units` is what is sure when the rest hangs on the weather. The signs claimed are those
    proved on the first day.

    Raises:
        NotFound: When the supplier or the ingredient does not exist, or is not the actor's.
        SupplierSuspended: When the kitchen takes nothing from it for now.
        BadInput: When a figure or a date cannot be.
    """
    allow(actor, "offer.declare", supplier_id)
    supplier = suppliers.active(db, supplier_id)
    ingredient = _ingredient(db, ingredient_id)
    usual = queries.usual_product(db, supplier_id, ingredient_id)
    each = unit_grams(unit, usual)
    least = unit_count if least_units is None else least_units
    lines = checks.count_problems(unit_count, least, each)
    lines += checks.date_problems(available_from, available_until, use_by, at.date())
    lines += checks.price_problems(price_cents_per_kg, gift=gift)
    if gift and ingredient.needs_date and use_by is None:
        lines.append(("use_by", gettext("Chilled food is given with its use-by date.")))
    if min_order_grams < 0 or min_order_grams > unit_count * each:
        lines.append(
            ("min_order_grams", gettext("The minimum lies between nothing and the whole offer."))
        )
    if harvest_from and harvest_until and harvest_until < harvest_from:
        lines.append(("harvest_until", gettext("The end comes before the start.")))
    if lines:
        raise BadInput(lines)
    offer = Offer(
        code=next_code(db, "O"),
        supplier_id=supplier.id,
        ingredient_id=ingredient.id,
        product=product.strip()[:60] or (usual.name if usual else short_name(ingredient.name_fr)),
        unit=unit,
        unit_count=unit_count,
        grams_min=least * each,
        grams_max=unit_count * each,
        available_from=available_from,
        available_until=available_until,
        harvest_from=harvest_from,
        harvest_until=harvest_until,
        use_by=use_by,
        best_before=best_before,
        gift=gift,
        price_cents_per_kg=0 if gift else price_cents_per_kg,
        min_order_grams=min_order_grams,
        pack_grams=each,
        labels=[label.value for label in directory.labels_on(db, supplier.id, available_from)],
        handover=handover,
        note=note.strip()[:300],
        declared_at=at,
    )
    db.add(offer)
    db.flush()
    audit(db, actor, "offer.declared", offer.id, at=at, code=offer.code, grams=offer.grams_max)
    return offer


def repeat_last_week(
    db: Session, actor: Actor, *, supplier_id: UUID, monday: date, at: datetime
) -> list[Offer]:
    """Offer again, for the week of `monday`, what was offered the week before.

    A product already offered for that week is left alone, so pressing twice repeats once.

    Raises:
        NotFound: When the supplier does not exist, or is not the actor's.
        SupplierSuspended: When the kitchen takes nothing from it for now.
        NothingToRepeat: When there is nothing, or nothing left, to copy.
    """
    allow(actor, "offer.declare", supplier_id)
    supplier = suppliers.active(db, supplier_id)
    week = timedelta(days=DAYS_A_WEEK)
    made = []
    for old in queries.left_to_repeat(db, supplier_id, monday):
        fresh = Offer.model_validate(
            old.model_dump(
                include={
                    "supplier_id",
                    "ingredient_id",
                    "product",
                    "unit",
                    "unit_count",
                    "grams_min",
                    "grams_max",
                    "gift",
                    "price_cents_per_kg",
                    "min_order_grams",
                    "pack_grams",
                    "handover",
                    "note",
                }
            )
            | {
                "code": next_code(db, "O"),
                "available_from": old.available_from + week,
                "available_until": old.available_until + week,
                "use_by": old.use_by + week if old.use_by else None,
                "best_before": old.best_before + week if old.best_before else None,
                "labels": [
                    label.value
                    for label in directory.labels_on(db, supplier.id, old.available_from + week)
                ],
                "declared_at": at,
            }
        )
        db.add(fresh)
        made.append(fresh)
    if not made:
        raise NothingToRepeat
    db.flush()
    audit(db, actor, "offer.repeated", supplier.id, at=at, offers=len(made))
    return made


def withdraw(db: Session, actor: Actor, offer_id: UUID, *, at: datetime) -> Offer:
    """Take back an offer that nobody has answered.

    Raises:
        NotFound: When there is no such offer, or it is another supplier's.
        OfferClosed: When it was answered or withdrawn.
    """
    allow(actor, "offer.withdraw")
    offer = _open(db, actor, offer_id, "offer.withdraw")
    offer.state = OfferState.WITHDRAWN
    db.add(offer)
    audit(db, actor, "offer.withdrawn", offer.id, at=at, code=offer.code)
    return offer


def fall_through(db: Session, actor: Actor, offer_id: UUID, *, at: datetime) -> Offer:
    """Note that a supplier cannot bring what it offered, taken or not.

    Raises:
        NotFound: When there is no such offer.
        OfferClosed: When it was withdrawn already.
    """
    allow(actor, "offer.answer")
    offer = queries.lock(db, offer_id)
    if offer is None:
        raise NotFound
    if offer.state is OfferState.WITHDRAWN:
        raise OfferClosed(code=offer.code)
    offer.state, offer.taken_grams, offer.answered_at = OfferState.WITHDRAWN, 0, at
    db.add(offer)
    audit(db, actor, "offer.fell_through", offer.id, at=at, code=offer.code)
    return offer


def accept(
    db: Session,
    actor: Actor,
    offer_id: UUID,
    *,
    at: datetime,
    grams: int | None = None,
    reason: AnswerReason = AnswerReason.ENOUGH,
    words: str = "",
) -> Offer:
    """Take an offer, whole or in part, and expect it on its days. A part says why not all.

    Raises:
        NotFound: When there is no such offer.
        OfferClosed: When it was answered or withdrawn.
        TooMuch: When more is taken than was offered.
        BelowMinimum: When less is taken than the grower comes for.
        BadInput: When nothing, or less, is taken.
    """
    allow(actor, "offer.answer")
    offer = _open(db, actor, offer_id, "offer.answer")
    wanted = offer.grams_max if grams is None else grams
    if wanted <= 0:
        raise BadInput([("grams", gettext("Take more than zero, or decline the offer."))])
    if wanted > offer.grams_max:
        raise TooMuch(asked=kilos(wanted), offered=kilos(offer.grams_max))
    if wanted < offer.min_order_grams:
        raise BelowMinimum(asked=kilos(wanted), minimum=kilos(offer.min_order_grams))
    whole = wanted == offer.grams_max
    offer.state = OfferState.ACCEPTED if whole else OfferState.PARTLY
    offer.taken_grams = wanted
    offer.answer_reason = None if whole else reason
    offer.answer_words = words.strip()[:300]
    offer.answered_at = at
    db.add(offer)
    audit(db, actor, "offer.accepted", offer.id, at=at, code=offer.code, grams=wanted)
    return offer


def decline(
    db: Session,
    actor: Actor,
    offer_id: UUID,
    *,
    reason: AnswerReason,
    at: datetime,
    words: str = "",
) -> Offer:
    """Take nothing of an offer, and say why: the answer always comes back.

    Raises:
        NotFound: When there is no such offer.
        OfferClosed: When it was answered or withdrawn.
        BadInput: When the reason is "another" and no word says which.
    """
    allow(actor, "offer.answer")
    offer = _open(db, actor, offer_id, "offer.answer")
    if reason is AnswerReason.OTHER and not words.strip():
        raise BadInput([("words", gettext("Write the reason: the grower will read it."))])
    offer.state = OfferState.DECLINED
    offer.answer_reason = reason
    offer.answer_words = words.strip()[:300]
    offer.answered_at = at
    db.add(offer)
    audit(db, actor, "offer.declined", offer.id, at=at, code=offer.code, reason=reason.value)
    return offer


def accept_all(db: Session, actor: Actor, *, first: date, last: date, at: datetime) -> list[Offer]:
    """Take in full every offer of a span that waits for an answer."""
    allow(actor, "offer.answer")
    rows = queries.offers_between(db, first, last, states=(OfferState.DECLARED,))
    return [accept(db, actor, row.offer.id, at=at) for row in rows]


def _open(db: Session, actor: Actor, offer_id: UUID, action: str) -> Offer:
    offer = queries.lock(db, offer_id)
    if offer is None:
        raise NotFound
    allow(actor, action, offer.supplier_id)
    if offer.state is not OfferState.DECLARED:
        raise OfferClosed(code=offer.code)
    return offer


def _ingredient(db: Session, ingredient_id: UUID) -> Ingredient:
    ingredient = db.get(Ingredient, ingredient_id)
    if ingredient is None:
        raise NotFound
    return ingredient
