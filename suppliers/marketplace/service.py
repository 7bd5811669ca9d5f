"""Commands on shops of the marketplace: link one to a supplier, or say that it is none."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import NotFound
from suppliers.directory import service as suppliers
from suppliers.marketplace import queries
from suppliers.marketplace.models import MatchState, Merchant


def link(
    db: Session, actor: Actor, merchant_id: UUID, *, supplier_id: UUID, at: datetime
) -> Merchant:
    """Decide that a shop is one of our suppliers.

    Raises:
        NotFound: When the shop or the supplier does not exist.
    """
    allow(actor, "marketplace.match")
    merchant = _found(db, merchant_id)
    supplier = suppliers.found(db, supplier_id)
    merchant.supplier_id, merchant.match_state = supplier.id, MatchState.MATCHED
    db.add(merchant)
    audit(db, actor, "marketplace.linked", merchant.id, at=at, supplier=supplier.code)
    return merchant


def set_aside(db: Session, actor: Actor, merchant_id: UUID, *, at: datetime) -> Merchant:
    """Decide that a shop is none of our suppliers; it stops waiting.

    Raises:
        NotFound: When the shop does not exist.
    """
    allow(actor, "marketplace.match")
    merchant = _found(db, merchant_id)
    merchant.supplier_id, merchant.match_state = None, MatchState.NOT_A_SUPPLIER
    db.add(merchant)
    audit(db, actor, "marketplace.set_aside", merchant.id, at=at)
    return merchant


def _found(db: Session, merchant_id: UUID) -> Merchant:
    merchant = queries.merchant_by_id(db, merchant_id)
    if merchant is None:
        raise NotFound
    return merchant
