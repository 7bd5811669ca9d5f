"""Reads of offers: of a week, of a supplier, what was taken from whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, and_, case, col, select

from kitchen.catalogue.models import Ingredient
from suppliers.directory.models import Supplier
from suppliers.offers.models import Offer, OfferState, UsualProduct

TAKEN = (OfferState.ACCEPTED, OfferState.PARTLY)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer with who makes it and of what."""

    offer: Offer
    supplier: Supplier
    ingredient: Ingredient


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What the kitchen took from a supplier in a month."""

    sold_grams: int
    sold_cents: int
    given_grams: int


@dataclass(frozen=True, slots=True)
class Share:
    """What a supplier offered and what was taken of it: the figures of fairness."""

    supplier: Supplier
    offers: int
    offered_grams: int
    taken_grams: int
    taken_cents: int

    @property
    def taken_permille(self) -> int:
        """Return the part taken, in thousandths of what was offered."""
        return self.taken_grams * 1000 // self.offered_grams if self.offered_grams else 0


def offer_by_id(db: Session, offer_id: UUID) -> Offer | None:
    """Return one offer."""
    return db.get(Offer, offer_id)


def lock(db: Session, offer_id: UUID) -> Offer | None:
    """Return one offer, held until the end of the transaction, as it stands now."""
    return db.exec(
        select(Offer)
        .where(Offer.id == offer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def offers_between(
    db: Session,
    first: date,
    last: date,
    *,
    states: Collection[OfferState] = (),
    suppliers: Collection[UUID] | None = None,
) -> list[OfferRow]:
    """Return offers available on at least one day of a span, waiting ones first."""
    query = (
        select(Offer, Supplier, Ingredient)
        .join(Supplier, and_(col(Supplier.id) == col(Offer.supplier_id)))
        .join(Ingredient, and_(col(Ingredient.id) == col(Offer.ingredient_id)))
        .where(Offer.available_from <= last, Offer.available_until >= first)
        .order_by(
            case((col(Offer.state) == OfferState.DECLARED, 0), else_=1),
            col(Offer.available_from),
            col(Supplier.name),
            col(Offer.code),
        )
    )
    if states:
        query = query.where(col(Offer.state).in_(states))
    if suppliers is not None:
        query = query.where(col(Offer.supplier_id).in_(suppliers))
    return [OfferRow(*row) for row in db.exec(query)]


def offers_of(db: Session, supplier_id: UUID, *, limit: int = 12) -> list[OfferRow]:
    """Return the latest offers of a supplier, newest first."""
    rows = db.exec(
        select(Offer, Supplier, Ingredient)
        .join(Supplier, and_(col(Supplier.id) == col(Offer.supplier_id)))
        .join(Ingredient, and_(col(Ingredient.id) == col(Offer.ingredient_id)))
        .where(Offer.supplier_id == supplier_id)
        .order_by(col(Offer.declared_at).desc(), col(Offer.code).desc())
        .limit(limit)
    )
    return [OfferRow(*row) for row in rows]


def last_offer(db: Session, supplier_id: UUID, ingredient_id: UUID) -> Offer | None:
    """Return the latest offer of a product by a supplier."""
    return db.exec(
        select(Offer)
        .where(Offer.supplier_id == supplier_id, Offer.ingredient_id == ingredient_id)
        .order_by(col(Offer.declared_at).desc())
        .limit(1)
    ).first()


def starting_between(db: Session, supplier_id: UUID, first: date, last: date) -> list[Offer]:
    """Return a supplier's offers, withdrawn ones left out, that start within a span."""
    return list(
        db.exec(
            select(Offer)
            .where(
                Offer.supplier_id == supplier_id,
                Offer.available_from >= first,
                Offer.available_from <= last,
                Offer.state != OfferState.WITHDRAWN,
            )
            .order_by(Offer.code)
        )
    )


def left_to_repeat(db: Session, supplier_id: UUID, monday: date) -> list[Offer]:
    """Return last week's offers of products that this week has no offer of yet."""
    week, last = timedelta(days=7), timedelta(days=6)
    taken = {
        (offer.ingredient_id, offer.gift)
        for offer in starting_between(db, supplier_id, monday, monday + last)
    }
    left: dict[tuple[UUID, bool], Offer] = {}
    for old in starting_between(db, supplier_id, monday - week, monday - week + last):
        if (old.ingredient_id, old.gift) not in taken:
            left.setdefault((old.ingredient_id, old.gift), old)
    return list(left.values())


def weeks_with_offers(db: Session, first: date) -> list[date]:
    """Return the first days, from `first` on, of offers that wait for an answer."""
    return list(
        db.exec(
            select(col(Offer.available_from))
            .where(Offer.available_from >= first, Offer.state == OfferState.DECLARED)
            .distinct()
            .order_by(col(Offer.available_from))
        )
    )


def usual_products(db: Session, supplier_id: UUID) -> list[tuple[UsualProduct, Ingredient]]:
    """Return the tiles of a supplier's page, in its order."""
    rows: Sequence[tuple[UsualProduct, Ingredient]] = db.exec(
        select(UsualProduct, Ingredient)
        .join(Ingredient, and_(col(Ingredient.id) == col(UsualProduct.ingredient_id)))
        .where(UsualProduct.supplier_id == supplier_id)
        .order_by(col(UsualProduct.position), col(Ingredient.name_fr))
    ).all()
    return list(rows)


def usual_product(db: Session, supplier_id: UUID, ingredient_id: UUID) -> UsualProduct | None:
    """Return what a supplier usually says of a product."""
    return db.exec(
        select(UsualProduct).where(
            UsualProduct.supplier_id == supplier_id, UsualProduct.ingredient_id == ingredient_id
        )
    ).one_or_none()


def month_sum(db: Session, supplier_id: UUID, first: date, last: date) -> MonthSum:
    """Add up what was taken from a supplier, sold and given, between two days."""
    taken = db.exec(
        select(Offer).where(
            Offer.supplier_id == supplier_id,
            Offer.available_from >= first,
            Offer.available_from <= last,
            col(Offer.state).in_(TAKEN),
        )
    ).all()
    return MonthSum(
        sold_grams=sum(o.taken_grams for o in taken if not o.gift),
        sold_cents=sum(cents(o.taken_grams, o.price_cents_per_kg) for o in taken),
        given_grams=sum(o.taken_grams for o in taken if o.gift),
    )


def shares(db: Session, first: date, last: date) -> list[Share]:
    """Return what each supplier offered and what was taken, the least served first."""
    by_supplier: dict[UUID, list[OfferRow]] = {}
    for row in offers_between(db, first, last):
        if row.offer.state is not OfferState.WITHDRAWN:
            by_supplier.setdefault(row.supplier.id, []).append(row)
    found = [
        Share(
            supplier=rows[0].supplier,
            offers=len(rows),
            offered_grams=sum(row.offer.grams_max for row in rows),
            taken_grams=sum(row.offer.taken_grams for row in rows),
            taken_cents=sum(
                cents(row.offer.taken_grams, row.offer.price_cents_per_kg) for row in rows
            ),
        )
        for rows in by_supplier.values()
    ]
    return sorted(found, key=lambda share: (share.taken_permille, share.supplier.name))


def cents(grams: int, cents_per_kg: int) -> int:
    """Return the price of a weight, rounded half up to the cent."""
    return (grams * cents_per_kg + 500) // 1000
