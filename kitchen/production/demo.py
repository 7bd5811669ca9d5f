"""The demo's kitchen: machines and people for about 260 meals a day, cooked ahead."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from kitchen.core.actor import Actor
from kitchen.core.vocabulary import StationKind
from kitchen.production import service

OPENS, CLOSES = 420, 930
MACHINES: tuple[tuple[StationKind, str, str, int, int], ...] = (
    (StationKind.PREP, "Légumerie", "Vegetable preparation", 2, 0),
    (StationKind.COLD_PREP, "Préparation froide", "Cold preparation", 2, 0),
    (StationKind.KETTLE, "Marmite 100 L", "Kettle 100 L", 2, 0),
    (StationKind.BRATT_PAN, "Sauteuse 100 L", "Bratt pan 100 L", 1, 0),
    (StationKind.STOVE, "Feu vif", "Stove", 4, 0),
    (StationKind.OVEN, "Four 10 GN", "Combi oven 10 GN", 2, 45_000),
    (StationKind.CHILLER, "Cellule 10 GN", "Blast chiller 10 GN", 2, 45_000),
    (StationKind.PACKING, "Conditionnement", "Packing", 2, 0),
)
HEADS, COOKS = 4, 2


def build(db: Session, actor: Actor, *, monday: date, at: datetime) -> None:
    """Set the machines up and staff the Friday before and the week."""
    for kind, name_fr, name_en, count, capacity in MACHINES:
        for number in range(1, count + 1):
            service.add_station(
                db,
                actor,
                code=f"{kind.value}-{number}",
                name_fr=f"{name_fr} {number}",
                name_en=f"{name_en} {number}",
                kind=kind,
                open_minute=OPENS,
                close_minute=CLOSES,
                capacity_grams=capacity,
                at=at,
            )
    for offset in (-3, 0, 1, 2, 3, 4):
        service.add_shift(
            db,
            actor,
            day=monday + timedelta(days=offset),
            start_minute=OPENS,
            end_minute=CLOSES,
            heads=HEADS,
            cooks=COOKS,
            at=at,
        )
    db.flush()
