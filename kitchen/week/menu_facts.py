"""What the planner needs to know of foods and dishes, read from the catalogue and the past."""

from collections import defaultdict
from datetime import date, timedelta

from sqlmodel import Session

from kitchen.catalogue import queries as catalogue
from kitchen.catalogue.models import RecipeStep
from kitchen.catalogue.queries import Dish
from kitchen.core.vocabulary import (
    Allergen,
    Component,
    Meal,
    MealFormat,
    Presence,
    StationKind,
    Tag,
)
from kitchen.production import queries as production
from kitchen.production.models import Batch
from kitchen.production.queries import BatchRow
from kitchen.week.horizon import COOKED_BEFORE
from kitchen.week.kitchen_hours import COOK
from kitchen.week.models import RuleLevel, WeekRules
from planning.week import problem as p

SMALL_PORTIONS = 40
COOLING_MINUTES = 120
CLEANING_MINUTES = 10
TAP_WATER = "eau"
WINDOW = 20  # successive meals of the frequency table (N-18)
PAST_DAYS = 28
HARD_TIMES = 10  # a meal away from a frequency that must be kept counts like so many
ANIMAL = ("meat", "fish", "charcuterie")
HOT_WORK = (StationKind.KETTLE, StationKind.BRATT_PAN, StationKind.STOVE, StationKind.OVEN)
EATEN_HOT = (Component.MAIN, Component.SIDE, Component.COMPLETE)
# Adult frequencies of the order of 30/09/2011, annex I, over 20 meals: (tag, least, most). Of the
# two kinds of sides, "= 10" each, eight are asked: a mixed side counts as neither.
FREQUENCIES: tuple[tuple[str, int, int], ...] = (
    ("RAW_VEG", 10, 1000),
    ("COOKED_VEG", 8, 1000),
    ("STARCH_PULSE", 8, 1000),
    ("FISH70", 4, 1000),
    ("RED_MEAT_WHOLE", 4, 1000),
    ("RAW_FRUIT", 8, 1000),
    ("FAT_STARTER", 0, 4),
    ("FAT_DESSERT", 0, 3),
    ("SWEET_DESSERT", 0, 4),
    ("PL_LE_1", 0, 2),
)


def foods(db: Session, today: date, start: date) -> tuple[p.Ingredient, ...]:
    """Return every food that is bought: what it holds, its packs, and when it can be there."""
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
                animal=food.family in ANIMAL,
            )
        )
    return tuple(rows)


def exclusions() -> tuple[str, ...]:
    """Return every code a diet may leave out."""
    return tuple(sorted([*Allergen, *Tag]))


def dishes(
    db: Session, start: date, days: int, there: set[str]
) -> tuple[dict[str, Dish], tuple[p.Recipe, ...]]:
    """Return the dishes of the catalogue, and their recipes with what was served lately.

    A dish whose vegetables are out of season is left for the months of its season, unless they
    are in hand or offered (`there`).
    """
    every = {
        code: dish
        for code, dish in catalogue.dishes(db).items()
        if dish.recipe.component is not Component.DAIRY
    }
    month = (start + timedelta(days=days - 1)).month
    late = {
        code
        for code, food in catalogue.ingredients(db).items()
        if food.season and month not in food.season and code not in there
    }
    cooled = sum(
        row.capacity_grams for row in production.stations(db) if row.kind is StationKind.CHILLER
    )
    served: dict[str, int] = {}
    for row in past(db, start):
        served[row.batch.recipe_code] = (row.batch.service_date - start).days
    return every, tuple(
        planned(
            dish,
            served.get(code),
            in_season=not any(line.food.code in late for line in dish.opened),
            cooled_grams=cooled,
        )
        for code, dish in every.items()
    )


def planned(
    dish: Dish, served: int | None = None, *, in_season: bool = True, cooled_grams: int = 0
) -> p.Recipe:
    """Turn a dish into what the planner reads: tap water left out, what follows cooking added.

    `cooled_grams` is what the chillers hold together: a hot batch enters them within the hour, so
    it is never larger (0 without such a limit).
    """
    recipe = dish.recipe
    tags = sorted({*recipe.tags, *(("vegetarian",) if dish.is_vegetarian else ())})
    return p.Recipe(
        code=recipe.code,
        component=str(recipe.component),
        lines=tuple(
            p.Line(
                ingredient=need.food.code,
                milligrams=need.milligrams,
                step_portions=need.step_portions,
                via=need.via,
            )
            for need in sorted(
                dish.needs, key=lambda one: (one.food.code, one.via, one.step_portions)
            )
            if need.food.code != TAP_WATER
        ),
        steps=(*(_step(step, dish) for step in dish.steps), *_after(dish)),
        portion_grams=recipe.portion_grams,
        shelf_life_days=recipe.shelf_life_days,
        ahead=recipe.ahead,
        family=recipe.family,
        tags=tuple(tags),
        formats=_formats(dish),
        days=None if in_season else (),
        least_portions=recipe.least_portions,
        most_portions=_most(dish, cooled_grams),
        liking=recipe.liking,
        variant_of=recipe.variant_of,
        served_day=served,
    )


def _most(dish: Dish, cooled_grams: int) -> int:
    """The largest batch: the recipe's own, and what can be cooled at once; 0 without a limit."""
    own = dish.recipe.most_portions
    if not dish.recipe.ahead or not cooled_grams:
        return own
    cooled = max(1, cooled_grams // dish.recipe.portion_grams)
    return min(own or cooled, cooled)


def _formats(dish: Dish) -> tuple[str, ...]:
    """A door that takes only what is eaten as it is cannot serve a dish that is eaten hot."""
    cooked = any(step.station in HOT_WORK for step in dish.steps)
    finished_cold = any(step.station is StationKind.COLD_PREP for step in dish.steps)
    soup = dish.recipe.component is Component.STARTER and cooked and not finished_cold
    if soup or (dish.recipe.component in EATEN_HOT and cooked):
        return (MealFormat.CHILLED.value, MealFormat.HOT.value)
    return ()


def _step(step: RecipeStep, dish: Dish) -> p.Step:
    pan = step.station in (StationKind.KETTLE, StationKind.BRATT_PAN)
    return p.Step(
        kind=step.station.value,
        fixed_minutes=step.fixed_minutes,
        load_minutes=step.load_minutes,
        load_portions=step.load_portions,
        hands=step.hands,
        skill=COOK if step.station in HOT_WORK and step.hands else "",
        raw=step.station is StationKind.PREP and _holds_raw(dish),
        small_kind=StationKind.STOVE.value if pan else "",
        small_portions=SMALL_PORTIONS if pan else 0,
    )


def _holds_raw(dish: Dish) -> bool:
    """Raw meat or fish on a table asks for cleaning before food that is eaten as it is (H-39)."""
    fish = dish.presences.get(Allergen.FISH) is Presence.CONTAINS
    return fish or any(Tag.MEAT in line.food.tags for line in dish.opened)


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


def past(db: Session, start: date) -> list[BatchRow]:
    """Return what was cooked for the services before the planned ones, by date."""
    last = start + timedelta(days=2)
    rows = production.batches(db, (start - timedelta(days=PAST_DAYS), last), by="service_date")
    return sorted(rows, key=lambda row: (row.batch.service_date, row.batch.code))


def frequencies(
    db: Session,
    start: date,
    services: tuple[p.Service, ...],
    rules: WeekRules,
    cooked: list[BatchRow],
) -> tuple[p.Frequency, ...]:
    """Return the table of each meal: its last services and those to plan.

    Lunches and dinners have their own, as other people eat them; a week of lunches alone needs
    not say which it counts. `cooked` is of the week itself.
    """
    meals = {
        meal: tuple(one.code for one in services if one.meal == meal.value)
        for meal in Meal
        if any(one.meal == meal.value for one in services)
    }
    tags = catalogue.tags(db)
    first = start + timedelta(days=COOKED_BEFORE)
    rows: list[p.Frequency] = []
    for meal, codes in meals.items():
        served = production.last_served(
            db, meal, before=first, services=max(0, WINDOW - len(codes))
        )
        now = [row.batch for row in cooked if row.batch.meal is meal]
        length = len({one.service_date for one in served}) + len(codes)
        advised = [(day, tags.get(code, [])) for day, code in _advised([*served, *now])]
        counts = {
            tag: len({day for day, held in advised if tag in held}) for tag, _, _ in FREQUENCIES
        }
        rows += _table(length, counts, rules, codes if len(meals) > 1 else ())
    return tuple(rows)


def _table(
    length: int, before: dict[str, int], rules: WeekRules, services: tuple[str, ...]
) -> list[p.Frequency]:
    """The table of one meal, over so many successive ones.

    With fewer than 20 meals known, it is brought to their number in proportion, as N-21 does for
    longer cycles: minima rounded up, maxima down, but never to none.
    """
    rows = []
    for tag, least, most in FREQUENCIES:
        level = rules.levels.get(tag, RuleLevel.WARN)
        if level == RuleLevel.OFF:
            continue
        rows.append(
            p.Frequency(
                tag=tag,
                services=services,
                least=-(-least * length // WINDOW),
                most=most if most > WINDOW else max(1, most * length // WINDOW),
                before=before[tag],
                times=HARD_TIMES if level == RuleLevel.HARD else 1,
            )
        )
    return rows


def _advised(batches: list[Batch]) -> list[tuple[date, str]]:
    """The dish most people had of each component, by day (N-17); of one meal."""
    eaten: dict[tuple[date, str], dict[str, int]] = defaultdict(dict)
    for one in batches:
        eaten[one.service_date, one.component.value][one.recipe_code] = one.portions
    return [
        (day, min(dishes.items(), key=lambda entry: (-entry[1], entry[0]))[0])
        for (day, _), dishes in eaten.items()
    ]
