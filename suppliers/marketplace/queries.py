"""Reads of the marketplace: shops, records that wait for a link, figures."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, case, col, func, select

from suppliers.directory.models import Supplier
from suppliers.marketplace.models import Listing, MatchState, Merchant, Sale, Trade


@dataclass(frozen=True, slots=True)
class MerchantRow:
    """A shop and the supplier it is linked to, or may be linked to."""

    merchant: Merchant
    supplier: Supplier | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The marketplace in figures."""

    merchants: int
    active: int
    waiting: int
    listings: int
    sales: int
    sales_cents: int


def merchants(
    db: Session,
    *,
    trade: Trade | None = None,
    states: Collection[MatchState] = (),
    words: str = "",
) -> list[MerchantRow]:
    """Return shops, those with a proposed link first, then by name."""
    query = (
        select(Merchant, Supplier)
        .outerjoin(Supplier, col(Supplier.id) == col(Merchant.supplier_id))
        .order_by(
            case((col(Merchant.match_state) == MatchState.PROPOSED, 0), else_=1),
            col(Merchant.name),
            col(Merchant.external_id),
        )
    )
    if trade is not None:
        query = query.where(Merchant.trade == trade)
    if states:
        query = query.where(col(Merchant.match_state).in_(states))
    if words.strip():
        query = query.where(col(Merchant.name).icontains(words.strip(), autoescape=True))
    return [MerchantRow(merchant, supplier) for merchant, supplier in db.exec(query)]


def merchant_by_id(db: Session, merchant_id: UUID) -> Merchant | None:
    """Return one shop."""
    return db.get(Merchant, merchant_id)


def merchants_by_key(db: Session, source: str) -> dict[str, Merchant]:
    """Return the shops of a source by their name there."""
    rows = db.exec(select(Merchant).where(Merchant.source == source))
    return {row.external_id: row for row in rows}


def listings_by_key(db: Session, source: str) -> dict[str, Listing]:
    """Return the listings of a source by their name there."""
    rows = db.exec(select(Listing).where(Listing.source == source))
    return {row.external_id: row for row in rows}


def sales_by_key(db: Session, source: str) -> dict[str, Sale]:
    """Return the sales of a source by their name there."""
    rows = db.exec(select(Sale).where(Sale.source == source))
    return {row.external_id: row for row in rows}


def totals(db: Session) -> Totals:
    """Return the marketplace in figures."""
    states = db.exec(select(Merchant.active, Merchant.match_state)).all()
    listings = db.exec(select(func.count()).select_from(Listing)).one()
    sales, cents = db.exec(
        select(func.count(), func.coalesce(func.sum(Sale.amount_cents), 0)).select_from(Sale)
    ).one()
    return Totals(
        merchants=len(states),
        active=sum(active for active, _ in states),
        waiting=sum(state in (MatchState.UNMATCHED, MatchState.PROPOSED) for _, state in states),
        listings=listings,
        sales=sales,
        sales_cents=int(cents),
    )
