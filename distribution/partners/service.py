"""Commands on partners: register an organisation, open a door."""

from datetime import datetime

from sqlmodel import Session

from distribution.partners.models import DropPoint, OpeningWindow, Partner, TransferType
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from kitchen.core.errors import KitchenError
from kitchen.core.i18n import N_

LAST_MINUTE = 1440


class WrongWindow(KitchenError):
    """An opening that ends before it begins."""

    code = "partners.wrong_window"
    status = 422
    message = N_("%(door)s: the opening ends before it begins.\nMaybe the two times are swapped.")


def register(
    db: Session,
    actor: Actor,
    *,
    name: str,
    kind: str,
    at: datetime,
    transfer: TransferType = TransferType.FREE_FOOD_AID,
    habilitation: str = "",
) -> Partner:
    """Register an organisation that will serve meals."""
    allow(actor, "partner.register")
    partner = Partner(
        code=next_code(db, "P", width=3),
        name=name,
        kind=kind,
        transfer=transfer,
        habilitation=habilitation,
    )
    db.add(partner)
    db.flush()
    audit(db, actor, "partner.registered", partner.id, at=at, partner=partner.code)
    return partner


def open_door(
    db: Session,
    actor: Actor,
    partner: Partner,
    *,
    name: str,
    address: str,
    commune: str,
    lat_microdeg: int,
    lon_microdeg: int,
    formats: tuple[str, ...],
    most_meals: int,
    windows: list[tuple[int, int, int]],
    at: datetime,
    access_note: str = "",
    contact_role: str = "",
) -> DropPoint:
    """Open a door of a partner; `windows` are (weekday, from minute, to minute).

    Raises:
        WrongWindow: When a window ends before it begins.
    """
    allow(actor, "partner.register")
    for weekday, start, end in windows:
        if not (0 <= weekday <= 6 and 0 <= start < end <= LAST_MINUTE):  # noqa: PLR2004 - a week
            raise WrongWindow(door=name)
    point = DropPoint(
        partner_id=partner.id,
        code=next_code(db, "D", width=3),
        name=name,
        address=address,
        commune=commune,
        lat_microdeg=lat_microdeg,
        lon_microdeg=lon_microdeg,
        access_note=access_note,
        contact_role=contact_role,
        formats=sorted(formats),
        most_meals=most_meals,
    )
    db.add(point)
    db.flush()
    for weekday, start, end in windows:
        db.add(
            OpeningWindow(drop_point_id=point.id, weekday=weekday, from_minute=start, to_minute=end)
        )
    db.flush()
    audit(db, actor, "partner.door_opened", point.id, at=at, door=point.code)
    return point
