"""From rows to the sheets that leave the kitchen: menu, delivery notes, route sheets."""

from collections.abc import Sequence
from datetime import date, timedelta

from distribution.demand.queries import CLOSED, HOT_DINNER, INACTIVE, OVER_CAPACITY
from distribution.partners.queries import Door
from distribution.tours.queries import Lane, Outing, Visit, outings
from kitchen.core.i18n import N_
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import (
    DIET_BY_CODE,
    SIZE_LABELS,
    Component,
    Meal,
    MealFormat,
    SizeClass,
    Tag,
)
from kitchen.production.models import Batch
from planning.tours.validate import read_plan
from reports.documents import packing
from reports.documents.build_kitchen import (
    allergens_of,
    food_name,
    format_of,
    load_grams,
    pans_text,
    portions_by_diet,
)
from reports.documents.data import (
    DeliveryLine,
    DeliveryNote,
    Issue,
    LoadItem,
    Loan,
    MenuDay,
    MenuDish,
    MenuPoster,
    NotCounted,
    Origin,
    Party,
    RouteSheet,
    RouteStop,
)
from reports.documents.facts import BEFORE, Facts, mark_of

MEATS = {Tag.MEAT.value, Tag.PORK.value, Tag.BEEF.value, Tag.POULTRY.value}

#: Why a door or an order is not on the road, for those who read paper.
WHY = {
    CLOSED: N_("the door takes no delivery that day"),
    INACTIVE: N_("the partner is paused"),
    HOT_DINNER: N_("dinners leave chilled, these were asked for hot"),
    OVER_CAPACITY: N_("more meals than the door can take"),
    "tour.closed": N_("the door takes no delivery that day"),
    "tour.too_early": N_("the door closes before a van can be there"),
    "tour.no_room": N_("no van has room left"),
    "tour.no_time": N_("no tour can pass in time"),
}


def _why(code: str) -> str:
    return _(WHY[code]) if code in WHY else _("no van passes there that day")


# --- menu --------------------------------------------------------------------------------------


def _is_vegetarian(facts: Facts, batch: Batch) -> bool:
    dish = facts.dishes.get(batch.recipe_code)
    if dish is not None:
        return dish.is_vegetarian
    held = {*batch.contains, *batch.doubtful}
    return not held & set(DIET_BY_CODE["vegetarian"].excludes)


def _in_season(facts: Facts, batch: Batch) -> bool:
    """Tell whether every food with a season, and at least one, is in it on the day it is served."""
    month = batch.service_date.month
    seasons = [
        food.season for _pick, food, _lot in facts.picks.get(batch.id, []) if len(food.season) > 0
    ]
    local = [months for months in seasons if len(months) < 12]  # noqa: PLR2004 - all year round
    return bool(local) and all(month in months for months in seasons)


def _menu_dish(facts: Facts, batch: Batch) -> MenuDish:
    diets = list(portions_by_diet(facts, batch))
    return MenuDish(
        component=batch.component,
        name=facts.name(batch),
        allergens=allergens_of(batch, facts.dishes.get(batch.recipe_code)),
        vegetarian=_is_vegetarian(facts, batch),
        season=_in_season(facts, batch),
        marks=() if "standard" in diets else tuple(mark_of(diet) for diet in diets),
    )


def _origins(facts: Facts, batches: Sequence[Batch]) -> tuple[Origin, ...]:
    found = {
        (food_name(food), lot.origin or _("not given"))
        for batch in batches
        for _pick, food, lot in facts.picks.get(batch.id, [])
        if lot is not None and MEATS & set(food.tags)
    }
    return tuple(
        Origin(product=name, reared=origin, slaughtered=origin) for name, origin in sorted(found)
    )


def menu(facts: Facts, monday: date, issue: Issue, meal: Meal = Meal.LUNCH) -> MenuPoster:
    """Build the poster of a week: the dish most people eat first, variants under it."""
    days = []
    served = [batch for batch in facts.batches if batch.meal is meal]
    for offset in range(7):
        day = monday + timedelta(days=offset)
        own = [batch for batch in served if batch.service_date == day]
        own.sort(
            key=lambda batch: ("standard" not in portions_by_diet(facts, batch), -batch.portions)
        )
        if own:
            days.append(MenuDay(day=day, dishes=tuple(_menu_dish(facts, each) for each in own)))
        elif offset < 5:  # noqa: PLR2004 - the kitchen's five days
            days.append(MenuDay(day=day, closed=_("No meal served")))
    last = monday + timedelta(days=6)
    week = [batch for batch in served if monday <= batch.service_date <= last]
    return MenuPoster(issue=issue, days=tuple(days), meal=meal, origins=_origins(facts, week))


# --- delivery notes ----------------------------------------------------------------------------


def receiver(door: Door) -> Party:
    """Name a door's organisation and address; its contact is a role, never a person."""
    point, partner = door.point, door.partner
    name = point.name if partner.name in point.name else f"{point.name}, {partner.name}"
    return Party(
        name=name,
        address=f"{point.address}, {point.commune}" if point.commune else point.address,
        habilitation=partner.habilitation,
        contact_role=point.contact_role,
    )


def _delivery_lines(facts: Facts, door: Door, day: date, meal: Meal) -> tuple[DeliveryLine, ...]:
    order = list(Component)
    loads = [load for load in facts.loads(day, meal) if load.door == door.point.code]
    loads.sort(key=lambda load: order.index(facts.by_code[load.batch].component))
    lines = []
    for load in loads:
        batch = facts.by_code[load.batch]
        grams = load_grams(batch, load)
        lines.append(
            DeliveryLine(
                dish=facts.name(batch),
                batch=load.batch,
                portions=load.portions,
                serves=load.serves,
                grams=grams,
                containers=pans_text(packing.pans(grams)),
                use_by=batch.use_by,
                format=format_of(facts, batch, door.point),
                mark=load.mark,
                allergens=allergens_of(batch, facts.dishes.get(batch.recipe_code)),
            )
        )
    return tuple(lines)


def _short(facts: Facts, door: str, day: date, meal: Meal) -> tuple[NotCounted, ...]:
    missing = packing.short(
        facts.supplies(day, meal), facts.wants(day, meal), facts.shares(day, meal)
    )
    return tuple(
        NotCounted(
            f"{mark_of(want.diet).label}, {_(SIZE_LABELS[SizeClass(want.size)])}",
            _("the plan makes no main dish for them"),
            portions,
        )
        for want, portions in missing.items()
        if want.door == door
    )


def _loans(
    facts: Facts, door: Door, day: date, lines: Sequence[DeliveryLine], meal: Meal
) -> tuple[Loan, ...]:
    held = sum((packing.pans(line.grams) for line in lines), packing.Pans())
    # One van brings both meals in the same boxes: they stand on the note of the first.
    first = next(iter(facts.given_by_meal(door.point.code, day)), meal) is meal
    boxes = _boxes_on(facts, door, day) if first else 0
    back = _boxes_before(facts, door, day) if first else 0
    # Small trays are given away; pans and boxes come back.
    named = ((held.full, "GN 1/1"), (held.half, "GN 1/2"))
    found = [Loan(name=name, out=count) for count, name in named if count]
    if boxes or back:
        found.append(Loan(name=_("Insulated box"), out=boxes, expected_back=back))
    return tuple(found)


def _boxes_on(facts: Facts, door: Door, day: date) -> int:
    return sum(
        visit.stop.boxes
        for lane in facts.lanes.get(day, [])
        for visit in lane.visits
        if visit.door.point.code == door.point.code
    )


def _boxes_before(facts: Facts, door: Door, day: date) -> int:
    """Return the boxes left at a door on the last day a van came, which come back now."""
    # A fixed reach: the same note must not change with how many days were read around it.
    near = [each for each in facts.lanes if day - BEFORE <= each < day]
    for earlier in sorted(near, reverse=True):
        if boxes := _boxes_on(facts, door, earlier):
            return boxes
    return 0


def note_doors(facts: Facts, day: date, meal: Meal) -> list[Door]:
    """Return the doors with something to receive, in the order of the vans' stops."""
    given = {share.door for share in facts.shares(day, meal)}
    road = [visit.door.point.code for lane in facts.lanes.get(day, []) for visit in lane.visits]
    ordered = [code for code in road if code in given]
    ordered += sorted(given - set(ordered))
    return [facts.doors[code] for code in ordered]


def note(facts: Facts, door: Door, day: date, meal: Meal, issue: Issue) -> DeliveryNote:
    """Build the delivery note of a door for one service."""
    lines = _delivery_lines(facts, door, day, meal)
    asked = sum(want.portions for want in facts.wants(day, meal) if want.door == door.point.code)
    missing = _short(facts, door.point.code, day, meal)
    return DeliveryNote(
        issue=issue,
        day=day,
        meal=meal,
        receiver=receiver(door),
        lines=lines,
        loans=_loans(facts, door, day, lines, meal),
        portions=asked - sum(each.portions or 0 for each in missing),
        vehicle=facts.van_of.get((day, door.point.code), ""),
        transfer=door.partner.transfer.value,
        not_counted=missing,
    )


# --- route sheets ------------------------------------------------------------------------------


def _planned(facts: Facts, day: date) -> dict[str, Outing]:
    plan, _wrong = read_plan(facts.tours[day].plan.encode())
    return outings(plan) if plan else {}


def _stop(facts: Facts, visit: Visit, day: date) -> RouteStop:
    point, stop = visit.door.point, visit.stop
    windows = visit.door.on(day.weekday())
    # Of several openings, the one the planned arrival falls in, else the next.
    opens, closes = next(
        (window for window in windows if stop.arrive_minute <= window[1]),
        windows[-1] if windows else (stop.arrive_minute, stop.leave_minute),
    )
    before = _boxes_before(facts, visit.door, day)
    meals = facts.asked_by_meal(point.code, day)
    return RouteStop(
        name=point.name,
        address=f"{point.address}, {point.commune}" if point.commune else point.address,
        opens_minute=opens,
        closes_minute=closes,
        arrive_minute=stop.arrive_minute,
        access=point.access_note,
        contact_role=point.contact_role,
        portions=stop.meals,
        load=(LoadItem(name=_("Insulated box"), count=stop.boxes),),
        returns=(LoadItem(name=_("Insulated box"), count=before),) if before else (),
        format=facts.formats.get((point.id, day, Meal.LUNCH), MealFormat.CHILLED),
        meals=_split(meals, stop.meals),
    )


def _split(meals: dict[Meal, int], planned: int) -> tuple[tuple[Meal, int], ...]:
    """Tell the evening's meals from the others; not when the numbers changed since the tour."""
    known = Meal.DINNER in meals and sum(meals.values()) == planned
    return tuple(meals.items()) if known else ()


def lanes_on(facts: Facts, day: date) -> list[Lane]:
    """Return the vans that drive on a day."""
    return [lane for lane in facts.lanes.get(day, []) if lane.visits]


def route(facts: Facts, lane: Lane, day: date, issue: Issue) -> RouteSheet:
    """Build the route sheet of a van."""
    tour = _planned(facts, day).get(lane.vehicle.code)
    first, last = lane.visits[0].stop, lane.visits[-1].stop
    missing = [
        NotCounted(door.point.name, _why(row.code), row.meals)
        for row, door in facts.unserved.get(day, [])
    ]
    missing += [
        NotCounted(left.door_name, _why(left.code), left.portions)
        for left in facts.left_out
        if left.day == day
    ]
    return RouteSheet(
        issue=issue,
        day=day,
        tour=lane.vehicle.name,
        vehicle=lane.vehicle.driver,
        leave_minute=tour.depart if tour else first.arrive_minute,
        back_minute=tour.back if tour else last.leave_minute,
        metres=tour.metres if tour else 0,
        stops=tuple(_stop(facts, visit, day) for visit in lane.visits),
        not_counted=tuple(missing),
    )
