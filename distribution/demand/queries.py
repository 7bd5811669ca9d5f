"""Reads of demand: a week by door, diet and size, and what is not counted, with the reason."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from distribution.demand.models import MealOrder, MealOrderLine
from distribution.partners.models import DropPoint, TransferType
from distribution.partners.queries import Door, doors
from kitchen.core.vocabulary import Meal, MealFormat, SizeClass

CLOSED = "demand.door_closed"
INACTIVE = "demand.partner_paused"
OVER_CAPACITY = "demand.over_capacity"
HOT_DINNER = "demand.hot_dinner"


@dataclass(frozen=True, slots=True, order=True)
class Asked:
    """Portions of one diet and size, for one door and service.

    The range is 0 to 0 for numbers a door gave; a figure taken from the forecast carries its own.
    """

    day: date
    meal: Meal
    door_code: str
    diet: str
    size: SizeClass
    portions: int
    low_portions: int = 0
    high_portions: int = 0
    format: MealFormat = MealFormat.CHILLED
    sold: bool = False  # the partner's people pay for their meal


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Portions that are not planned, and why."""

    day: date
    door_name: str
    portions: int
    code: str


def takes_dinners(point: DropPoint) -> bool:
    """Tell whether a door can keep a meal until the evening: chilled to reheat, or eaten cold."""
    return not point.formats or bool({MealFormat.CHILLED, MealFormat.COLD} & set(point.formats))


def week_demand(db: Session, first: date, last: date) -> tuple[list[Asked], list[NotCounted]]:
    """Return what is asked between two days, in a fixed order, and what cannot be counted.

    A door that is closed that day, or whose partner is paused, is listed with its portions:
    nothing is dropped silently. So is a dinner asked for hot: the evening's meals leave chilled
    with the day's tour, and are reheated where they are eaten.
    """
    by_id = {door.point.id: door for door in doors(db)}
    lines: dict[UUID, list[MealOrderLine]] = defaultdict(list)
    for line in db.exec(select(MealOrderLine)):
        lines[line.order_id].append(line)
    asked: list[Asked] = []
    left_out: list[NotCounted] = []
    for order in _orders(db, first, last):
        total = sum(line.portions for line in lines[order.id])
        door = by_id.get(order.drop_point_id)
        if door is None:
            left_out.append(NotCounted(order.day, "?", total, INACTIVE))
        elif not door.on(order.day.weekday()):
            left_out.append(NotCounted(order.day, door.point.name, total, CLOSED))
        elif order.meal is Meal.DINNER and order.format is MealFormat.HOT:
            left_out.append(NotCounted(order.day, door.point.name, total, HOT_DINNER))
        else:
            asked += [
                Asked(
                    order.day,
                    order.meal,
                    door.point.code,
                    line.diet,
                    line.size,
                    line.portions,
                    line.low_portions,
                    line.high_portions,
                    order.format,
                    door.partner.transfer is TransferType.PAID,
                )
                for line in lines[order.id]
                if line.portions
            ]
    return sorted(asked), left_out


def _orders(db: Session, first: date, last: date) -> list[MealOrder]:
    return list(
        db.exec(
            select(MealOrder)
            .where(
                MealOrder.day >= first, MealOrder.day <= last, col(MealOrder.cancelled).is_(False)
            )
            .order_by(col(MealOrder.day), col(MealOrder.meal).desc(), col(MealOrder.drop_point_id))
        )
    )


def door_week(
    db: Session, door: Door, first: date, last: date
) -> dict[tuple[date, Meal], list[MealOrderLine]]:
    """Return the lines of one door by day and meal."""
    orders = {
        order.id: order
        for order in _orders(db, first, last)
        if order.drop_point_id == door.point.id
    }
    table: dict[tuple[date, Meal], list[MealOrderLine]] = defaultdict(list)
    for line in db.exec(select(MealOrderLine).order_by(MealOrderLine.diet)):
        if line.order_id in orders:
            order = orders[line.order_id]
            table[order.day, order.meal].append(line)
    return dict(table)


def meals_by_door(db: Session, day: date, meal: Meal | None = None) -> dict[str, int]:
    """Return the meals of a day by door code: all that its van brings, or those of one meal."""
    asked, _ = week_demand(db, day, day)
    table: dict[str, int] = defaultdict(int)
    for row in asked:
        if meal in (None, row.meal):
            table[row.door_code] += row.portions
    return dict(sorted(table.items()))
