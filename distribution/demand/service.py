"""Commands on demand: ask for meals, change before the cut-off, cancel."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, select

from distribution.demand.models import MealOrder, MealOrderLine
from distribution.partners.models import DropPoint
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.clock import instant
from kitchen.core.errors import BadInput, Conflict
from kitchen.core.i18n import N_, gettext
from kitchen.core.vocabulary import DIET_BY_CODE, Meal, SizeClass

CUT_OFF_DAYS = 3
CUT_OFF_MINUTE = 720

Lines = dict[tuple[str, SizeClass], int]


class PastCutOff(Conflict):
    """The kitchen has already counted this service."""

    code = "demand.past_cut_off"
    message = N_("The orders of this day are closed since %(limit)s.\nCall the kitchen.")


def cut_off(day: date, timezone: str) -> datetime:
    """Return the last instant to change a day's order (J-3 at noon, K-13)."""
    return instant(day - timedelta(days=CUT_OFF_DAYS), CUT_OFF_MINUTE, timezone)


def order(
    db: Session,
    actor: Actor,
    point: DropPoint,
    *,
    day: date,
    lines: Lines,
    timezone: str,
    at: datetime,
    meal: Meal = Meal.LUNCH,
) -> MealOrder:
    """Ask for the meals of one day, replacing what was asked before.

    Raises:
        PastCutOff: When the kitchen has already counted that day (the coordinator may still).
        BadInput: When a diet is unknown or a number negative; every one is named.
    """
    allow(actor, "meal_order.change", point.partner_id)
    if at > cut_off(day, timezone) and not actor.everything:
        raise PastCutOff(limit=cut_off(day, timezone).isoformat(timespec="minutes"))
    wrong = [
        (f"{day} {diet}", gettext("Unknown diet: %(diet)s.", diet=diet))
        for diet, _ in lines
        if diet not in DIET_BY_CODE
    ]
    wrong += [
        (f"{day} {diet}", gettext("A number of meals cannot be negative."))
        for (diet, _), portions in lines.items()
        if portions < 0
    ]
    if wrong:
        raise BadInput(wrong)
    row = db.exec(
        select(MealOrder).where(
            MealOrder.drop_point_id == point.id, MealOrder.day == day, MealOrder.meal == meal
        )
    ).one_or_none()
    if row is None:
        row = MealOrder(drop_point_id=point.id, day=day, meal=meal, changed_at=at)
    row.changed_at = at
    row.cancelled = False
    db.add(row)
    db.flush()
    db.exec(delete(MealOrderLine).where(col(MealOrderLine.order_id) == row.id))
    for (diet, size), portions in sorted(lines.items()):
        if portions:
            db.add(MealOrderLine(order_id=row.id, diet=diet, size=size, portions=portions))
    db.flush()
    audit(db, actor, "meal_order.changed", row.id, at=at, day=str(day), meals=sum(lines.values()))
    return row


def cancel(db: Session, actor: Actor, row: MealOrder, *, at: datetime) -> MealOrder:
    """Cancel a day's order: it leaves counts, sheets and tours together."""
    point = db.get(DropPoint, row.drop_point_id)
    allow(actor, "meal_order.change", point.partner_id if point else None)
    row.cancelled = True
    row.changed_at = at
    db.add(row)
    audit(db, actor, "meal_order.cancelled", row.id, at=at, day=str(row.day))
    return row
