"""Reads of partners, doors and opening windows."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from distribution.partners.models import DropPoint, OpeningWindow, Partner


@dataclass(frozen=True, slots=True)
class Door:
    """A drop point with its partner and windows."""

    point: DropPoint
    partner: Partner
    windows: tuple[OpeningWindow, ...]

    def on(self, weekday: int) -> list[tuple[int, int]]:
        """Return the windows of a weekday, in order."""
        return sorted(
            (row.from_minute, row.to_minute) for row in self.windows if row.weekday == weekday
        )


def doors(db: Session, only: frozenset[UUID] | None = None) -> list[Door]:
    """Return the doors of active partners, by code; limited to some partners when given."""
    windows: dict[UUID, list[OpeningWindow]] = defaultdict(list)
    for row in db.exec(select(OpeningWindow)):
        windows[row.drop_point_id].append(row)
    rows = db.exec(
        select(DropPoint, Partner)
        .join(Partner, col(Partner.id) == col(DropPoint.partner_id))
        .where(col(Partner.active).is_(True))
        .order_by(col(DropPoint.code))
    )
    return [
        Door(point, partner, tuple(windows[point.id]))
        for point, partner in rows
        if only is None or partner.id in only
    ]


def partner_by_code(db: Session, code: str) -> Partner | None:
    """Return the partner with a code."""
    return db.exec(select(Partner).where(Partner.code == code)).one_or_none()
