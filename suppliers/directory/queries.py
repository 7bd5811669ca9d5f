"""Reads of suppliers and their certificates."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from kitchen.core.vocabulary import Label
from suppliers.directory.models import Certificate, Supplier, SupplierKind


def supplier_by_id(db: Session, supplier_id: UUID) -> Supplier | None:
    """Return one supplier."""
    return db.get(Supplier, supplier_id)


def supplier_by_code(db: Session, code: str) -> Supplier | None:
    """Return the supplier with a code."""
    return db.exec(select(Supplier).where(Supplier.code == code)).one_or_none()


def supplier_by_name(db: Session, name: str) -> Supplier | None:
    """Return the supplier with exactly this name."""
    return db.exec(select(Supplier).where(Supplier.name == name)).one_or_none()


def suppliers(
    db: Session,
    *,
    kind: SupplierKind | None = None,
    only: Collection[UUID] | None = None,
    active_only: bool = False,
) -> list[Supplier]:
    """Return suppliers by name, limited to `only` when it is given."""
    query = select(Supplier).order_by(Supplier.name)
    if kind is not None:
        query = query.where(Supplier.kind == kind)
    if only is not None:
        query = query.where(col(Supplier.id).in_(only))
    if active_only:
        query = query.where(col(Supplier.active).is_(True))
    return list(db.exec(query))


def certificates(db: Session, supplier_id: UUID) -> list[Certificate]:
    """Return the certificates of a supplier, the longest valid first."""
    return list(
        db.exec(
            select(Certificate)
            .where(Certificate.supplier_id == supplier_id)
            .order_by(col(Certificate.valid_until).desc(), Certificate.label)
        )
    )


def labels_on(db: Session, supplier_id: UUID, day: date) -> list[Label]:
    """Return the signs a supplier may claim on a day: only what is proved that day counts."""
    return sorted(
        {
            certificate.label
            for certificate in certificates(db, supplier_id)
            if certificate.valid_from <= day <= certificate.valid_until
        }
    )


def certificates_ending(db: Session, *, before: date) -> list[tuple[Supplier, Certificate]]:
    """Return certificates of active suppliers that end before a day, the soonest first.

    A certificate followed by a later one of the same label is left out: it was renewed.
    """
    rows = db.exec(
        select(Supplier, Certificate)
        .join(Certificate, col(Certificate.supplier_id) == Supplier.id)
        .where(col(Supplier.active).is_(True))
        .order_by(col(Certificate.valid_until))
    ).all()
    last = {(c.supplier_id, c.label): c.valid_until for _, c in rows}
    return [
        (supplier, c)
        for supplier, c in rows
        if c.valid_until < before and last[c.supplier_id, c.label] == c.valid_until
    ]
