"""Whose page it is: the own farm of a grower, or the farm the kitchen takes an offer for."""

from sqlmodel import Session

from kitchen.accounts.policy import own_scopes
from kitchen.core.actor import Actor
from kitchen.core.errors import NotFound
from suppliers.directory import queries as directory
from suppliers.directory.models import Supplier


def farms_of(db: Session, actor: Actor) -> list[Supplier]:
    """Return the suppliers this person may offer for: the own ones, or all for the kitchen."""
    return directory.suppliers(db, only=own_scopes(actor, "offer.declare"), active_only=True)


def farm_of(db: Session, actor: Actor, code: str) -> Supplier | None:
    """Return the supplier meant, or None when one must be chosen first.

    Raises:
        NotFound: When the code is not that of a supplier of this person.
    """
    farms = farms_of(db, actor)
    if code:
        for farm in farms:
            if farm.code == code:
                return farm
        raise NotFound
    return farms[0] if len(farms) == 1 else None
