"""Commands on suppliers: register, change, certify, suspend, resume."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from kitchen.core.errors import BadInput, KitchenError, NotFound
from kitchen.core.i18n import N_, gettext
from kitchen.core.vocabulary import Label
from suppliers.directory import queries
from suppliers.directory.geography import CALAIS, Point, metres_between
from suppliers.directory.models import Certificate, Supplier, SupplierKind

SIRET_DIGITS = 14
LATITUDE_LIMIT, LONGITUDE_LIMIT = 90_000_000, 180_000_000


class SupplierNameTaken(KitchenError):
    """Two suppliers with one name would be mixed up at the door."""

    code = "supplier.name_taken"
    status = 409
    message = N_(
        "A supplier is already called %(name)s.\nMaybe it is the same: open its card from the list."
    )


class SupplierSuspended(KitchenError):
    """The kitchen takes nothing from this supplier for now."""

    code = "supplier.suspended"
    status = 409
    message = N_(
        "%(name)s is suspended: it can neither offer nor deliver.\n"
        "Maybe lift the suspension on its card first."
    )


def siret_is_valid(siret: str) -> bool:
    """Check the 14 digits of a French establishment number and its Luhn key.

    La Poste's establishments follow another rule (digit sum divisible by 5); none of them
    supplies food, so they are left out.
    """
    if len(siret) != SIRET_DIGITS or not siret.isascii() or not siret.isdigit():
        return False
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(siret)]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0  # noqa: PLR2004 - Luhn


def _problems(
    name: str, point: Point, siret: str | None, weekdays: Collection[int]
) -> list[tuple[str, str]]:
    lines = []
    if not name.strip():
        lines.append(("name", gettext("A supplier needs a name.")))
    if abs(point.latitude_microdeg) > LATITUDE_LIMIT:
        lines.append(("latitude_microdeg", gettext("A latitude lies between -90 and 90 degrees.")))
    if abs(point.longitude_microdeg) > LONGITUDE_LIMIT:
        lines.append(
            ("longitude_microdeg", gettext("A longitude lies between -180 and 180 degrees."))
        )
    if siret and not siret_is_valid(siret):
        lines.append(("siret", gettext("This SIRET number is not valid: check its 14 digits.")))
    if any(day not in range(7) for day in weekdays):
        lines.append(("delivery_weekdays", gettext("A weekday is a number from 0 (Monday) to 6.")))
    return lines


def register(
    db: Session,
    actor: Actor,
    *,
    name: str,
    kind: SupplierKind,
    commune: str,
    point: Point,
    at: datetime,
    kitchen: Point = CALAIS,
    short_circuit: bool = False,
    siret: str | None = None,
    phone: str = "",
    email: str = "",
    delivery_weekdays: Collection[int] = (),
    note: str = "",
) -> Supplier:
    """Write a supplier into the directory.

    Raises:
        BadInput: When a field cannot be taken.
        SupplierNameTaken: When the name is in use.
    """
    allow(actor, "supplier.register")
    siret = "".join((siret or "").split()) or None
    if lines := _problems(name, point, siret, delivery_weekdays):
        raise BadInput(lines)
    if queries.supplier_by_name(db, name.strip()):
        raise SupplierNameTaken(name=name.strip())
    supplier = Supplier(
        code=next_code(db, "F", width=3),
        name=name.strip(),
        kind=kind,
        commune=commune.strip(),
        latitude_microdeg=point.latitude_microdeg,
        longitude_microdeg=point.longitude_microdeg,
        distance_metres=metres_between(kitchen, point),
        short_circuit=short_circuit,
        siret=siret,
        phone=phone.strip(),
        email=email.strip(),
        delivery_weekdays=sorted(set(delivery_weekdays)),
        note=note.strip(),
        created_at=at,
    )
    db.add(supplier)
    db.flush()
    audit(db, actor, "supplier.registered", supplier.id, at=at, code=supplier.code)
    return supplier


def certify(
    db: Session,
    actor: Actor,
    supplier_id: UUID,
    *,
    label: Label,
    valid_from: date,
    valid_until: date,
    at: datetime,
    body: str = "",
    number: str = "",
) -> Certificate:
    """Keep a certificate; the sign counts only on the days it covers.

    Raises:
        NotFound: When there is no such supplier.
        BadInput: When the dates are in the wrong order.
    """
    allow(actor, "supplier.register")
    supplier = found(db, supplier_id)
    if valid_until < valid_from:
        raise BadInput([("valid_until", gettext("The end comes before the start."))])
    certificate = Certificate(
        supplier_id=supplier.id,
        label=label,
        body=body.strip(),
        number=number.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    db.add(certificate)
    db.flush()
    audit(
        db,
        actor,
        "supplier.certified",
        supplier.id,
        at=at,
        label=label.value,
        until=valid_until.isoformat(),
    )
    return certificate


def suspend(db: Session, actor: Actor, supplier_id: UUID, *, reason: str, at: datetime) -> Supplier:
    """Take nothing more from a supplier until the suspension is lifted.

    Raises:
        NotFound: When there is no such supplier.
        BadInput: When no reason is given: it is what the next reader will look for.
    """
    allow(actor, "supplier.suspend")
    supplier = found(db, supplier_id)
    if not reason.strip():
        raise BadInput([("reason", gettext("Say why: the supplier and your team will ask."))])
    supplier.active = False
    supplier.note = reason.strip()[:500]
    db.add(supplier)
    audit(db, actor, "supplier.suspended", supplier.id, at=at, reason=supplier.note)
    return supplier


def resume(db: Session, actor: Actor, supplier_id: UUID, *, at: datetime) -> Supplier:
    """Lift a suspension.

    Raises:
        NotFound: When there is no such supplier.
    """
    allow(actor, "supplier.suspend")
    supplier = found(db, supplier_id)
    supplier.active = True
    db.add(supplier)
    audit(db, actor, "supplier.resumed", supplier.id, at=at)
    return supplier


def found(db: Session, supplier_id: UUID) -> Supplier:
    """Return a supplier.

    Raises:
        NotFound: When there is none with this id.
    """
    supplier = queries.supplier_by_id(db, supplier_id)
    if supplier is None:
        raise NotFound
    return supplier


def active(db: Session, supplier_id: UUID) -> Supplier:
    """Return a supplier that may deliver.

    Raises:
        NotFound: When there is none with this id.
        SupplierSuspended: When it is suspended.
    """
    supplier = found(db, supplier_id)
    if not supplier.active:
        raise SupplierSuspended(name=supplier.name)
    return supplier
