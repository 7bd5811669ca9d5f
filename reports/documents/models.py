"""Tables: which sheet was issued under which number, and in which version."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.i18n import N_
from kitchen.core.types import UtcDateTime, enum_type


class SheetKind(StrEnum):
    """What can be printed."""

    MENU = "menu"
    PRODUCTION = "production"
    PICKING = "picking"
    LABELS = "labels"
    NOTE = "note"
    ROUTE = "route"


KIND_LABELS: dict[SheetKind, str] = {
    SheetKind.MENU: N_("Menu of the week"),
    SheetKind.PRODUCTION: N_("Production sheets"),
    SheetKind.PICKING: N_("Picking list"),
    SheetKind.LABELS: N_("Labels"),
    SheetKind.NOTE: N_("Delivery notes"),
    SheetKind.ROUTE: N_("Route sheets"),
}
#: Numbers begin with the French name of the sheet: fiche de production, bon de livraison...
PREFIXES: dict[SheetKind, str] = {
    SheetKind.MENU: "MS",
    SheetKind.PRODUCTION: "FP",
    SheetKind.PICKING: "BS",
    SheetKind.LABELS: "ET",
    SheetKind.NOTE: "BL",
    SheetKind.ROUTE: "FR",
}


class IssuedSheet(SQLModel, table=True):
    """One version of a sheet that left the printer. Never edited: a change makes a new version."""

    __tablename__ = "issued_sheet"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "version"),
        UniqueConstraint("number", "version"),
        CheckConstraint("version >= 1", name="version_from_one"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: SheetKind = Field(sa_type=enum_type(SheetKind))
    subject: str  # the code of the batch or tour, the day or the week
    day: date = Field(index=True)
    number: str
    version: int = 1
    digest: str  # SHA-256 of what is printed, its number and time left out
    issued_at: datetime = Field(sa_type=UtcDateTime)
