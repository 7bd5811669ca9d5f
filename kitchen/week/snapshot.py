"""Turns the kitchen's rows, and the demand and arrivals handed in, into a planning problem.

Day 0 is the last kitchen day before the Monday, when Monday's dishes are cooked. Rows come in a
fixed order, so that the same state gives the same bytes. What is not counted is listed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from kitchen.catalogue import queries as catalogue
from kitchen.catalogue.models import RecipeStep
from kitchen.catalogue.queries import Dish
from kitchen.core.vocabulary import (
    DIETS,
    SIZE_PERMILLE,
    Allergen,
    Component,
    Meal,
    Presence,
    SizeClass,
    StationKind,
    Tag,
)
from kitchen.production import queries as production
from kitchen.stock import queries as stock
from kitchen.stock.models import LotSource
from kitchen.week.horizon import (
    COOKED_BEFORE,
    READY_MINUTE,
    SERVICE_DAYS,
    service_code,
    start_of,
)
from kitchen.week.models import DishLock
from planning.week import problem as p

SMALL_PORTIONS = 40
COOLING_MINUTES = 120
COLD_ROOM_GRAMS = 320_000
COMPONENTS = ("starter", "main", "side", "dessert")
# Adult frequencies of the 2011 order brought to five meals: minima up, maxima down (N-21).
FREQUENCIES = (
    ("RAW_VEG", 3, 1000),
    ("COOKED_VEG", 2, 1000),
    ("STARCH_PULSE", 2, 1000),
    ("FISH70", 1, 1000),
    ("RED_MEAT_WHOLE", 1, 1000),
    ("RAW_FRUIT", 2, 1000),
    ("FAT_STARTER", 0, 1),
    ("FAT_DESSERT", 0, 1),
    ("SWEET_DESSERT", 0, 1),
    ("PL_LE_1", 0, 1),
)
TAP_WATER = "eau"


@dataclass(frozen=True, slots=True)
class Asked:
    """Portions asked for one service, as the demand side hands them in."""

    day: date
    meal: Meal
    door: str
    diet: str
    size: SizeClass
    portions: int


@dataclass(frozen=True, slots=True)
class Coming:
    """Food that will come, as the supply side hands it in."""

    code: str
    kind: str
    ingredient_code: str
    grams: int
    first_date: date
    use_by: date | None
    price_cents_per_kg: int
    least_grams: int
    pack_grams: int
    local: bool
    committed: bool
    value_cents_per_kg: int


LeftOut = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A problem, and what could not be counted in it."""

    problem: p.Problem
    left_out: list[LeftOut]


def freeze(
    db: Session,
    *,
    monday: date,
    today: date,
    asked: list[Asked],
    coming: list[Coming],
    locks: list[DishLock],
    published: tuple[p.Lock, ...] = (),
) -> Snapshot:
    """Freeze the state of a week as a planning problem."""
    start = start_of(monday)
    left_out: list[LeftOut] = []
    dishes = catalogue.dishes(db)
    days = COOKED_BEFORE + SERVICE_DAYS
    problem = p.Problem(
        start_date=start.isoformat(),
        days=days,
        exclusions=tuple(sorted([*Allergen, *Tag])),
        ingredients=_ingredients(db, today, start),
        recipes=tuple(_recipe(dish) for dish in dishes.values() if _is_menu(dish)),
        diets=tuple(
            p.Diet(code=diet.code, excludes=tuple(sorted(diet.excludes))) for diet in DIETS
        ),
        services=tuple(
            p.Service(
                code=service_code(day),
                day=day,
                ready_minute=READY_MINUTE,
                components=COMPONENTS,
            )
            for day in range(COOKED_BEFORE, days)
        ),
        demands=_demands(asked, monday),
        lots=(*_lots(db, start, left_out), *_coming(coming, start, days, left_out)),
        stations=_stations(db, start, days),
        shifts=_shifts(db, start, days),
        sizes=tuple(
            p.Size(code=size.value, permille=permille) for size, permille in SIZE_PERMILLE.items()
        ),
        locks=tuple(
            p.Lock(
                service=service_code((lock.service_date - start).days),
                recipe=lock.recipe_code,
                keep=lock.keep,
            )
            for lock in locks
            if lock.recipe_code in dishes
        ),
        published=published,
        frequencies=tuple(
            p.Frequency(tag=tag, least=least, most=most) for tag, least, most in FREQUENCIES
        ),
        rules=p.Rules(
            cooling_minutes=COOLING_MINUTES,
            cold_room_grams=COLD_ROOM_GRAMS,
            vegetarian_services=1,
        ),
    )
    return Snapshot(problem, left_out)


def _is_menu(dish: Dish) -> bool:
    return dish.recipe.component is not Component.DAIRY


def _ingredients(db: Session, today: date, start: date) -> tuple[p.Ingredient, ...]:
    known = catalogue.presences_by_ingredient(db)
    rows = []
    for food in catalogue.ingredients(db).values():
        if food.code == TAP_WATER:
            continue
        presences = known.get(food.id, {})
        held = [
            allergen.value
            for allergen, presence in presences.items()
            if presence in (Presence.CONTAINS, Presence.MAY_CONTAIN)
        ]
        unknown = [a.value for a, presence in presences.items() if presence is Presence.UNKNOWN]
        there = today + timedelta(days=food.lead_days)
        rows.append(
            p.Ingredient(
                code=food.code,
                contains=tuple(sorted({*held, *food.tags})),
                unknown=tuple(sorted(unknown)),
                price_cents_per_kg=food.price_cents_per_kg,
                pack_grams=food.pack_grams,
                first_day=max(0, (there - start).days),
                kcal_per_100g=food.kcal,
                protein_mg_per_100g=food.protein_mg,
                co2e_g_per_kg=food.co2e_g_per_kg,
            )
        )
    return tuple(rows)


def _recipe(dish: Dish) -> p.Recipe:
    sums: dict[tuple[str, str], int] = {}
    for line in dish.opened:
        if line.food.code != TAP_WATER:
            key = (line.food.code, line.via)
            sums[key] = sums.get(key, 0) + line.gross_micrograms
    recipe = dish.recipe
    tags = sorted({*recipe.tags, *(("vegetarian",) if dish.is_vegetarian else ())})
    return p.Recipe(
        code=recipe.code,
        component=str(recipe.component),
        lines=tuple(
            p.Line(ingredient=code, milligrams=max(1, -(-micrograms // 1000)), via=via)
            for (code, via), micrograms in sorted(sums.items())
        ),
        steps=(*(_step(step) for step in dish.steps), *_after(dish)),
        portion_grams=recipe.portion_grams,
        shelf_life_days=recipe.shelf_life_days,
        ahead=recipe.ahead,
        family=recipe.family,
        tags=tuple(tags),
        liking=recipe.liking,
        variant_of=recipe.variant_of,
    )


def _step(step: RecipeStep) -> p.Step:
    pan = step.station in (StationKind.KETTLE, StationKind.BRATT_PAN)
    return p.Step(
        kind=step.station.value,
        fixed_minutes=step.fixed_minutes,
        load_minutes=step.load_minutes,
        load_portions=step.load_portions,
        hands=step.hands,
        small_kind=StationKind.STOVE.value if pan else "",
        small_portions=SMALL_PORTIONS if pan else 0,
    )


def _after(dish: Dish) -> list[p.Step]:
    """What follows cooking: rapid cooling when it is cooked ahead, then packing."""
    packing = p.Step(
        kind=StationKind.PACKING.value, fixed_minutes=5, load_minutes=15, load_portions=200, hands=1
    )
    if not dish.recipe.ahead:
        return [packing]
    return [
        p.Step(kind=StationKind.CHILLER.value, load_minutes=COOLING_MINUTES, hands=0),
        packing,
    ]


def _demands(asked: list[Asked], monday: date) -> tuple[p.Demand, ...]:
    start = start_of(monday)
    sums: dict[tuple[int, str, str], int] = {}
    for row in asked:
        key = ((row.day - start).days, row.diet, row.size.value)
        sums[key] = sums.get(key, 0) + row.portions
    return tuple(
        p.Demand(service=service_code(day), diet=diet, size=size, portions=portions)
        for (day, diet, size), portions in sorted(sums.items())
    )


def _lots(db: Session, start: date, left_out: list[LeftOut]) -> list[p.Lot]:
    rows = []
    for row in sorted(stock.lots_in_hand(db), key=lambda one: one.lot.code):
        lot = row.lot
        if lot.blocked or row.is_expired(start):
            code = "stock.blocked" if lot.blocked else "stock.expired"
            fact: LeftOut = {"code": code, "lot": lot.code, "name": row.name, "grams": row.grams}
            left_out.append({**fact, "why": lot.blocked} if lot.blocked else fact)
            continue
        rows.append(
            p.Lot(
                code=lot.code,
                ingredient=row.ingredient.code,
                grams=row.grams,
                kind="donation" if lot.source is LotSource.DONATION else "stock",
                last_day=(lot.use_by - start).days if lot.use_by else None,
                local=lot.local,
                labels=tuple(lot.labels),
                value_cents_per_kg=lot.value_cents_per_kg,
            )
        )
    return rows


def _coming(coming: list[Coming], start: date, days: int, left_out: list[LeftOut]) -> list[p.Lot]:
    rows = []
    for row in sorted(coming, key=lambda one: one.code):
        first = max(0, (row.first_date - start).days)
        last = (row.use_by - start).days if row.use_by else None
        if first >= days or (last is not None and last < first):
            left_out.append({"code": "offer.too_late", "offer": row.code, "grams": row.grams})
            continue
        rows.append(
            p.Lot(
                code=row.code,
                ingredient=row.ingredient_code,
                grams=row.grams,
                kind=row.kind,
                first_day=first,
                last_day=last,
                cents_per_kg=0 if row.committed else row.price_cents_per_kg,
                least_grams=0 if row.committed else row.least_grams,
                pack_grams=max(1, row.pack_grams) if row.kind == "offer" else 1,
                local=row.local,
                value_cents_per_kg=row.value_cents_per_kg,
            )
        )
    return rows


def _stations(db: Session, start: date, days: int) -> tuple[p.Station, ...]:
    worked = {
        (row.day - start).days
        for row in production.shifts(db, start, start + timedelta(days=days - 1))
    }
    return tuple(
        p.Station(
            code=row.code,
            kind=row.kind.value,
            capacity_grams=row.capacity_grams,
            windows=tuple(
                p.Window(day=day, start=row.open_minute, end=row.close_minute)
                for day in sorted(worked)
            ),
        )
        for row in production.stations(db)
    )


def _shifts(db: Session, start: date, days: int) -> tuple[p.Shift, ...]:
    rows = production.shifts(db, start, start + timedelta(days=days - 1))
    return tuple(
        p.Shift(
            day=(row.day - start).days,
            start=row.start_minute,
            end=row.end_minute,
            heads=row.heads,
        )
        for row in rows
    )
