"""The demo's housing records: invented residences and works."""

from collections import Counter
from datetime import date, datetime

from sqlmodel import Session

from distribution.housing import service
from distribution.partners.models import DropPoint
from kitchen.core.actor import Actor

RECORDS = (
    ("T-2024-01", "Résidence des Dunes (exemple)", "R-01", "Calais", 12, "microwave", "Isolation des combles", date(2024, 3, 4), 4_850_000, 620),
    ("T-2024-02", "Résidence des Dunes (exemple)", "R-01", "Calais", 12, "microwave", "Peinture des communs", date(2024, 9, 16), 1_240_000, 310),
    ("T-2025-03", "Maison du Canal (exemple)", "R-02", "Guînes", 6, "oven", "Réfection de la cuisine", date(2025, 2, 10), 2_315_000, 280),
    ("T-2025-04", "Pension du Phare (exemple)", "R-03", "Calais", 18, "none", "Coin repas avec micro-ondes", date(2025, 6, 2), 890_000, 140),
    ("T-2026-05", "Logis d'Ardres (exemple)", "R-04", "Ardres", 8, "oven", "Menuiseries", date(2026, 1, 12), 3_120_000, 410),
    ("T-2026-06", "Foyer de la Hem (exemple)", "R-05", "Audruicq", 10, "microwave", "Accessibilité", date(2026, 5, 18), 2_760_000, 350),
)  # fmt: skip


def build(db: Session, actor: Actor, points: list[DropPoint], *, at: datetime) -> int:
    """Take the demo's housing records in."""
    count = Counter(point.commune for point in points)
    doors = {point.commune: point.id for point in points if count[point.commune] == 1}
    records = [service.WorkRecord(*row) for row in RECORDS]
    return service.take_records(db, actor, records, source="demo", at=at, doors=doors)
