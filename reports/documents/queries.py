"""Reads: what was issued of a sheet."""

from sqlmodel import Session, col, select

from reports.documents.models import IssuedSheet, SheetKind


def latest(db: Session, kind: SheetKind, subject: str) -> IssuedSheet | None:
    """Return the last version issued of a sheet."""
    return db.exec(
        select(IssuedSheet)
        .where(IssuedSheet.kind == kind, IssuedSheet.subject == subject)
        .order_by(col(IssuedSheet.version).desc())
        .limit(1)
    ).first()
