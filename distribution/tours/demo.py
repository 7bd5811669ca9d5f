"""The demo's vans."""

from datetime import datetime

from sqlmodel import Session

from distribution.tours import service
from kitchen.core.actor import Actor

VANS = (
    ("van-1", "Camionnette 1", 12, True, "conducteur A", 540, 780),
    ("van-2", "Camionnette 2", 12, True, "conductrice B", 540, 780),
    ("van-3", "Camionnette 3", 10, False, "conducteur C", 540, 780),
)


def build(db: Session, actor: Actor, *, at: datetime) -> None:
    """Add three vans, two of them refrigerated."""
    for code, name, boxes, refrigerated, driver, start, end in VANS:
        service.add_vehicle(
            db,
            actor,
            code=code,
            name=name,
            boxes=boxes,
            refrigerated=refrigerated,
            driver=driver,
            start_minute=start,
            end_minute=end,
            at=at,
        )
