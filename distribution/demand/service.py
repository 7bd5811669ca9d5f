"""Commands on demand: ask for meals, change before the cut-off, cancel; count; take a forecast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, select

from distribution.demand.history import DoorOutlook, Portions
from distribution.demand.models import MealOrder, MealOrderLine, ServedCount
from distribution.demand.queries import takes_dinners
from distribution.partners.models import DropPoint
from distribution.partners.queries import Door
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.clock import instant, site_date
from kitchen.core.errors import BadInput, Conflict
from kitchen.core.i18n import N_, gettext
from kitchen.core.vocabulary import DIET_BY_CODE, Meal, SizeClass

CUT_OFF_DAYS = 3
CUT_OFF_MINUTE = 720

Lines = dict[tuple[str, SizeClass], int]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a door saw of one diet at one service."""

    asked: int
    delivered: int
    left_over: int = 0
    turned_away: int = 0


class PastCutOff(Conflict):
    """The kitchen has already counted this service."""

    code = "demand.past_cut_off"
    message = N_("The orders of this day are closed since %(limit)s.\nCall the kitchen.")


class DoorsClosed(Conflict):
    """A service cannot be moved to a day on which its doors are closed."""

    code = "demand.doors_closed"
    message = N_("Closed on that day: %(doors)s.\nChoose another day, or open these doors.")


class NotServedYet(Conflict):
    """A meal is counted after it is served, not before."""

    code = "demand.not_served_yet"
    message = N_("This day is still to come.\nCount the meals once they are served.")


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
    late: bool = False,
) -> MealOrder:
    """Ask for the meals of one day, replacing what was asked, or forecast, before.

    `late` is for the kitchen, when a door calls after the cut-off and the plan can still follow.

    Raises:
        PastCutOff: When the kitchen has already counted that day.
        BadInput: When a diet is unknown, a number negative, or a dinner cannot be kept at the door;
            every one is named.
    """
    allow(actor, "meal_order.change", point.partner_id)
    if late:
        allow(actor, "meal_order.late")
    elif at > cut_off(day, timezone) and not actor.everything:
        raise PastCutOff(limit=cut_off(day, timezone).isoformat(timespec="minutes"))
    wrong = _unknown(day, [diet for diet, _ in lines])
    if meal is Meal.DINNER and not takes_dinners(point):
        wrong.append(
            (point.name, gettext("This door takes hot meals only: no dinner can wait there."))
        )
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
    row.forecast = False
    db.add(row)
    db.flush()
    db.exec(delete(MealOrderLine).where(col(MealOrderLine.order_id) == row.id))
    for (diet, size), portions in sorted(lines.items()):
        if portions:
            db.add(MealOrderLine(order_id=row.id, diet=diet, size=size, portions=portions))
    db.flush()
    asked = sum(lines.values())
    audit(db, actor, "meal_order.changed", row.id, at=at, day=str(day), meal=meal, meals=asked)
    return row


def _unknown(day: date, diets: list[str]) -> list[tuple[str, str]]:
    return [
        (f"{day} {diet}", gettext("Unknown diet: %(diet)s.", diet=diet))
        for diet in diets
        if diet not in DIET_BY_CODE
    ]


def move_day(
    db: Session, actor: Actor, outlets: list[Door], *, day: date, to: date, at: datetime
) -> int:
    """Serve every meal of a day on another one, added to what was asked there; return the meals.

    Raises:
        DoorsClosed: When a door with meals does not open on the new day; each is named.
    """
    allow(actor, "meal_order.late")
    points = {door.point.id: door for door in outlets}
    rows = [
        row
        for row in db.exec(
            select(MealOrder)
            .where(MealOrder.day == day, col(MealOrder.cancelled).is_(False))
            .order_by(col(MealOrder.drop_point_id))
        )
        if row.drop_point_id in points
    ]
    closed = [
        points[row.drop_point_id].point.name
        for row in rows
        if not points[row.drop_point_id].on(to.weekday())
    ]
    if closed:
        raise DoorsClosed(doors=", ".join(sorted(closed)))
    moved = 0
    for row in rows:
        moved += _add_to(db, row, to, at)
        row.cancelled, row.changed_at = True, at
        db.add(row)
    db.flush()
    audit(db, actor, "meal_order.day_moved", None, at=at, day=str(day), to=str(to), meals=moved)
    return moved


def _add_to(db: Session, row: MealOrder, to: date, at: datetime) -> int:
    """Add an order's lines to the same door's order of another day."""
    there = db.exec(
        select(MealOrder).where(
            MealOrder.drop_point_id == row.drop_point_id,
            MealOrder.day == to,
            MealOrder.meal == row.meal,
        )
    ).one_or_none() or MealOrder(
        drop_point_id=row.drop_point_id, day=to, meal=row.meal, format=row.format, changed_at=at
    )
    if there.cancelled:
        db.exec(delete(MealOrderLine).where(col(MealOrderLine.order_id) == there.id))
    there.cancelled, there.changed_at = False, at
    db.add(there)
    db.flush()
    known = {
        (line.diet, line.size): line
        for line in db.exec(select(MealOrderLine).where(MealOrderLine.order_id == there.id))
    }
    moved = 0
    for line in db.exec(select(MealOrderLine).where(MealOrderLine.order_id == row.id)):
        into = known.get((line.diet, line.size)) or MealOrderLine(
            order_id=there.id, diet=line.diet, size=line.size, portions=0
        )
        ranged = line.high_portions or into.high_portions
        into.low_portions = (into.low_portions or into.portions if ranged else 0) + (
            line.low_portions or line.portions if ranged else 0
        )
        into.high_portions = (
            (into.high_portions or into.portions) + (line.high_portions or line.portions)
            if ranged
            else 0
        )
        into.portions += line.portions
        moved += line.portions
        db.add(into)
    return moved


def cancel(db: Session, actor: Actor, row: MealOrder, *, at: datetime) -> MealOrder:
    """Cancel a day's order: it leaves counts, sheets and tours together."""
    point = db.get(DropPoint, row.drop_point_id)
    allow(actor, "meal_order.change", point.partner_id if point else None)
    row.cancelled = True
    row.changed_at = at
    db.add(row)
    audit(db, actor, "meal_order.cancelled", row.id, at=at, day=str(row.day))
    return row


def count(
    db: Session,
    actor: Actor,
    point: DropPoint,
    *,
    day: date,
    tallies: Mapping[str, Tally],
    timezone: str,
    at: datetime,
    meal: Meal = Meal.LUNCH,
) -> list[ServedCount]:
    """Keep what came of one service, by diet, replacing an earlier count of it.

    Raises:
        NotServedYet: When the day is still to come.
        BadInput: When a diet is unknown or a number impossible; every one is named.
    """
    allow(actor, "meal_count.record", point.partner_id)
    if day > site_date(at, timezone):
        raise NotServedYet
    wrong = _unknown(day, list(tallies))
    for diet, tally in tallies.items():
        if min(tally.asked, tally.delivered, tally.left_over, tally.turned_away) < 0:
            wrong.append((f"{day} {diet}", gettext("A number of meals cannot be negative.")))
        elif tally.left_over > tally.delivered:
            wrong.append((f"left-{diet}", gettext("More meals are left over than were received.")))
    if wrong:
        raise BadInput(wrong)
    db.exec(
        delete(ServedCount).where(
            col(ServedCount.drop_point_id) == point.id,
            col(ServedCount.day) == day,
            col(ServedCount.meal) == meal,
        )
    )
    rows = [
        ServedCount(
            drop_point_id=point.id,
            day=day,
            meal=meal,
            diet=diet,
            asked=tally.asked,
            delivered=tally.delivered,
            served=tally.delivered - tally.left_over,
            turned_away=tally.turned_away,
            counted_at=at,
        )
        for diet, tally in sorted(tallies.items())
    ]
    db.add_all(rows)
    db.flush()
    audit(
        db,
        actor,
        "meal_count.recorded",
        point.id,
        at=at,
        day=str(day),
        meal=meal,
        served=sum(row.served for row in rows),
        left_over=sum(row.delivered - row.served for row in rows),
        turned_away=sum(row.turned_away for row in rows),
    )
    return rows


def take_forecast(
    db: Session,
    actor: Actor,
    outlooks: list[DoorOutlook],
    *,
    monday: date,
    timezone: str,
    at: datetime,
) -> list[MealOrder]:
    """Fill the services of a week that no one answered, each figure marked as forecast.

    An answer, a cancelled day (an answer too), a closed day and a day already begun are left as
    they are, so that doing it twice does nothing more.
    """
    allow(actor, "demand.forecast")
    today = site_date(at, timezone)
    filled = [
        _fill(db, outlook, monday + timedelta(days=weekday), outlook.portions(weekday), at)
        for outlook in outlooks
        for weekday in outlook.to_fill(monday, today)
    ]
    if filled:
        audit(
            db,
            actor,
            "demand.forecast_taken",
            None,
            at=at,
            monday=str(monday),
            services=len(filled),
            doors=len({row.drop_point_id for row in filled}),
        )
    return filled


def _fill(
    db: Session, outlook: DoorOutlook, day: date, portions: list[Portions], at: datetime
) -> MealOrder:
    point = outlook.door.point
    row = MealOrder(
        drop_point_id=point.id, day=day, meal=outlook.meal, forecast=True, changed_at=at
    )
    db.add(row)
    db.flush()
    for one in portions:
        db.add(
            MealOrderLine(
                order_id=row.id,
                diet=one.diet,
                size=one.size,
                portions=one.expected,
                low_portions=one.low,
                high_portions=one.high,
            )
        )
    db.flush()
    return row
