"""What may change under a week: noted where it belongs, then the week is planned again.

The week's page knows no farm and no door; what it may choose from is handed to it from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from distribution.demand import queries as demand
from distribution.demand import service as meals
from distribution.partners.queries import doors
from kitchen.catalogue import queries as catalogue
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.config import Settings
from kitchen.core.errors import BadInput
from kitchen.core.i18n import gettext, kilos, locale
from kitchen.core.vocabulary import DIET_BY_CODE, Funding, Meal, SizeClass
from kitchen.production import queries as production
from kitchen.production import service as kitchen
from kitchen.stock import queries as stock
from kitchen.stock import service as stores
from kitchen.stock.models import LotSource
from kitchen.week import service as weeks
from kitchen.week.horizon import SERVICE_DAYS, start_of
from kitchen.week.models import PlanRun, Week
from suppliers.offers import queries as offer_queries
from suppliers.offers import service as offers
from suppliers.offers.models import OfferState
from suppliers.receipts import service as orders

MOST_KILOS = 10_000
MOST_MEALS = 5_000
Choices = dict[str, list[tuple[str, str]]]
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """Who says what changed, in which week, and when."""

    db: Session
    actor: Actor
    week: Week
    site: Settings
    at: datetime
    fields: Fields

    @property
    def today(self) -> date:
        """The day it is at the site."""
        return site_date(self.at, self.site.timezone)


def choices(db: Session, week: Week) -> Choices:
    """Return what each kind of change may be about, as (value, words)."""
    monday, last = week.monday, week.monday + timedelta(days=SERVICE_DAYS - 1)
    french = locale() == "fr"
    waiting = (OfferState.DECLARED, OfferState.ACCEPTED, OfferState.PARTLY)
    return {
        "station": [
            (row.code, row.name_fr if french else row.name_en) for row in production.stations(db)
        ],
        "food": sorted(
            (
                (code, row.name_fr if french else row.name_en)
                for code, row in catalogue.ingredients(db).items()
            ),
            key=lambda pair: pair[1].casefold(),
        ),
        "lot": [
            (row.lot.code, f"{row.name} · {kilos(row.grams)} · {row.lot.code}")
            for row in sorted(stock.lots_in_hand(db), key=lambda one: (one.name, one.lot.code))
        ],
        "offer": [
            (str(row.offer.id), _offer_words(row))
            for row in offer_queries.offers_between(db, start_of(monday), last, states=waiting)
        ],
        "door": [(door.point.code, door.point.name) for door in doors(db)],
    }


def _offer_words(row: offer_queries.OfferRow) -> str:
    weight = kilos(row.offer.taken_grams or row.offer.grams_min)
    return f"{row.offer.product} · {weight} · {row.supplier.name}"


def take(
    db: Session, actor: Actor, week: Week, fields: Fields, *, site: Settings, at: datetime
) -> PlanRun:
    """Note one change where it belongs, and queue a plan near the one in force.

    Raises:
        BadInput: When the form is not complete; every fault is named.
        KitchenError: What the slice that notes it refuses.
    """
    note = KINDS.get(fields.get("kind", ""))
    if note is None:
        raise BadInput([("kind", gettext("Choose what changed."))])
    note(Change(db, actor, week, site, at, fields))
    return weeks.ask_replan(db, actor, week, at=at)


def _day(change: Change, name: str = "day") -> date:
    try:
        day = date.fromisoformat(change.fields.get(name, ""))
    except ValueError as error:
        raise BadInput([(name, gettext("A date is needed."))]) from error
    if day < change.today:
        raise BadInput([(name, gettext("This day is past."))])
    return day


def _number(change: Change, name: str, most: int, words: str) -> float:
    try:
        value = float(change.fields.get(name, "").replace(",", ".").strip())
    except ValueError as error:
        raise BadInput([(name, words)]) from error
    if not 0 <= value <= most:
        raise BadInput([(name, words)])
    return value


def _station(change: Change) -> None:
    kitchen.note_outage(
        change.db,
        change.actor,
        day=_day(change),
        station_code=change.fields.get("station", ""),
        reason=change.fields.get("reason", ""),
        at=change.at,
    )


def _absence(change: Change) -> None:
    heads = _number(change, "heads", 100, gettext("Say how many people are away."))
    kitchen.note_outage(
        change.db,
        change.actor,
        day=_day(change),
        heads=int(heads),
        reason=change.fields.get("reason", ""),
        at=change.at,
    )


def _donation(change: Change) -> None:
    food = catalogue.ingredients(change.db).get(change.fields.get("food", ""))
    if food is None:
        raise BadInput([("food", gettext("Choose a food of the catalogue."))])
    words = gettext("A weight in kilos is needed, such as 4,9.")
    grams = round(_number(change, "kilos", MOST_KILOS, words) * 1000)
    use_by = _day(change, "use_by") if change.fields.get("use_by") else None
    stores.receive_lot(
        change.db,
        change.actor,
        ingredient_id=food.id,
        grams=grams,
        received_on=change.today,
        supplier_name=change.fields.get("giver", "").strip()[:80] or gettext("gift"),
        source=LotSource.DONATION,
        funding=Funding.GIFT,
        storage=food.storage,
        use_by=use_by,
        at=change.at,
    )


def _lot(change: Change) -> None:
    lot = stock.lot_by_code(change.db, change.fields.get("lot", ""))
    if lot is None:
        raise BadInput([("lot", gettext("Choose a lot that is in the stores."))])
    stores.discard(
        change.db,
        change.actor,
        lot,
        grams=stock.balance(change.db, lot.id),
        reason=change.fields.get("reason", "").strip()[:200] or gettext("lost"),
        at=change.at,
    )


def _offer(change: Change) -> None:
    try:
        offer_id = UUID(change.fields.get("offer", ""))
    except ValueError as error:
        raise BadInput([("offer", gettext("Choose an offer of this week."))]) from error
    offers.fall_through(change.db, change.actor, offer_id, at=change.at)
    orders.strike_offer(change.db, change.actor, offer_id, at=change.at)


def _headcount(change: Change) -> None:
    door = next(
        (one for one in doors(change.db) if one.point.code == change.fields.get("door", "")), None
    )
    diet = change.fields.get("diet", "")
    if door is None or diet not in DIET_BY_CODE:
        raise BadInput([("door", gettext("Choose a door and a diet."))])
    portions = int(_number(change, "portions", MOST_MEALS, gettext("A number of meals is needed.")))
    day = _day(change)
    meal = Meal(change.fields["meal"]) if change.fields.get("meal") in set(Meal) else Meal.LUNCH
    lines = {
        (line.diet, line.size): line.portions
        for line in demand.door_week(change.db, door, day, day).get((day, meal), [])
    }
    others = sum(
        count
        for (code, size), count in lines.items()
        if code == diet and size != SizeClass.STANDARD
    )
    if others > portions:
        lines = {key: count for key, count in lines.items() if key[0] != diet}
        others = 0
    lines[diet, SizeClass.STANDARD] = portions - others
    meals.order(
        change.db,
        change.actor,
        door.point,
        day=day,
        meal=meal,
        lines=lines,
        timezone=change.site.timezone,
        at=change.at,
        late=True,
    )


def _service(change: Change) -> None:
    day, to = _day(change), _day(change, "to")
    if day == to:
        raise BadInput([("to", gettext("Choose another day."))])
    meals.move_day(change.db, change.actor, doors(change.db), day=day, to=to, at=change.at)


KINDS: dict[str, Callable[[Change], None]] = {
    "station": _station,
    "absence": _absence,
    "donation": _donation,
    "lot": _lot,
    "offer": _offer,
    "headcount": _headcount,
    "service": _service,
}
