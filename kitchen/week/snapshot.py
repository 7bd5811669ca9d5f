"""Turns the kitchen's rows, and the demand and arrivals handed in, into a planning problem.

Day 0 is the last kitchen day before the Monday, when Monday's dishes are cooked. Rows come in a
fixed order, so that the same state gives the same bytes. What is not counted is listed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from kitchen.core.vocabulary import (
    DIETS,
    SIZE_PERMILLE,
    Funding,
    Meal,
    MealFormat,
    SizeClass,
)
from kitchen.production.queries import BatchRow
from kitchen.stock import queries as stock
from kitchen.stock.models import LotSource
from kitchen.week import goal_prices, kitchen_hours, menu_facts
from kitchen.week.horizon import (
    COOKED_BEFORE,
    READY_MINUTE,
    SERVICE_DAYS,
    service_code,
    start_of,
)
from kitchen.week.models import DishLock, WeekRules
from planning.week import problem as p
from planning.week.plan import Plan

COMPONENTS = ("starter", "main", "side", "dessert")
# Shares by value that collective kitchens owe (EGalim): labelled, organic, labelled meat and fish.
LABELLED, ORGANIC, ANIMAL = 500, 200, 600


@dataclass(frozen=True, slots=True)
class Asked:
    """Portions asked for one service, as the demand side hands them in; a range of 0 to 0 is none.

    `sold` tells that the people who eat pay for it.
    """

    day: date
    meal: Meal
    door: str
    diet: str
    size: SizeClass
    portions: int
    low: int = 0
    high: int = 0
    format: MealFormat = MealFormat.CHILLED
    sold: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """Food that will come, as the supply side hands it in.

    `grams` are sure, or agreed; a range of 0 to 0 grams is none.
    """

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
    labels: tuple[str, ...] = ()
    low_grams: int = 0
    high_grams: int = 0

    def counted_on(self, permille: int) -> int:
        """Return the grams that a plan may use, of which some are hoped for only."""
        if self.committed:
            return self.grams
        return self.grams + max(0, self.high_grams - self.grams) * permille // 1000


LeftOut = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A problem, and what could not be counted in it."""

    problem: p.Problem
    left_out: list[LeftOut]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is decided already: the manager's rules and locks, the plan in force, the hour."""

    rules: WeekRules = field(default_factory=WeekRules)
    locks: tuple[DishLock, ...] = ()
    in_force: tuple[p.Problem, Plan] | None = None
    now: kitchen_hours.Now = kitchen_hours.NEVER


def settled(
    *,
    monday: date,
    at: datetime,
    timezone: str,
    rules: WeekRules,
    locks: list[DishLock],
    in_force: tuple[p.Problem, Plan] | None,
) -> Settled:
    """Gather what is decided, at an instant."""
    now = kitchen_hours.now_of(at, start_of(monday), timezone)
    return Settled(rules, tuple(locks), in_force, now)


def freeze(
    db: Session,
    *,
    monday: date,
    today: date,
    asked: list[Asked],
    coming: list[Coming],
    done: Settled,
    together_permille: int = 0,
) -> Snapshot:
    """Freeze the state of a week as a planning problem.

    `together_permille` is how far doors rise and fall together, as their past counts tell.
    Batches at work are made already; services whose food has left are not asked for again.
    """
    start = start_of(monday)
    days = COOKED_BEFORE + SERVICE_DAYS
    left_out: list[LeftOut] = []
    working = kitchen_hours.at_work(db, start, days)
    lots = (*_lots(db, start, left_out), *_coming(coming, start, days, done.rules, left_out))
    there = {lot.ingredient for lot in lots}
    known, recipes = menu_facts.dishes(db, start, days, there)
    made = kitchen_hours.made(working, start, done.in_force)
    rules = done.rules
    services = _services(asked, working, start, days)
    codes = {row.code for row in services}
    problem = p.Problem(
        start_date=start.isoformat(),
        days=days,
        exclusions=menu_facts.exclusions(),
        ingredients=menu_facts.foods(db, today, start),
        recipes=recipes,
        diets=tuple(
            p.Diet(
                code=diet.code,
                excludes=tuple(sorted(diet.excludes)),
                least_kcal=rules.least_kcal,
                most_kcal=rules.most_kcal,
                least_protein_mg=rules.least_protein_g * 1000,
            )
            for diet in DIETS
        ),
        services=services,
        demands=_demands(asked, start, done.now),
        lots=lots,
        stations=kitchen_hours.stations(db, start, days, done.now, working),
        shifts=kitchen_hours.shifts(db, start, days, done.now, working),
        sizes=tuple(
            p.Size(code=size.value, permille=permille) for size, permille in SIZE_PERMILLE.items()
        ),
        locks=tuple(
            p.Lock(
                service=service_code((lock.service_date - start).days, lock.meal),
                recipe=lock.recipe_code,
                keep=lock.keep,
            )
            for lock in done.locks
            if lock.recipe_code in known
            and service_code((lock.service_date - start).days, lock.meal) in codes
        ),
        published=tuple(row for row in _published(done.in_force, made) if row.service in codes),
        made=made,
        frequencies=menu_facts.frequencies(db, start, services, rules, working),
        rules=p.Rules(
            dishes_per_component=rules.dishes_per_component,
            repeat_days=rules.repeat_days,
            budget_cents=rules.budget_cents,
            cooling_minutes=menu_facts.COOLING_MINUTES,
            cleaning_minutes=menu_facts.CLEANING_MINUTES,
            cold_room_grams=rules.cold_room_grams,
            safety_permille=rules.safety_permille,
            together_permille=together_permille,
            vegetarian_services=rules.vegetarian_services,
            quality_permille=LABELLED,
            organic_permille=ORGANIC,
            animal_permille=ANIMAL,
        ),
        prices=goal_prices.kept(rules.prices),
    )
    return Snapshot(problem, left_out)


def _services(
    asked: list[Asked], working: list[BatchRow], start: date, days: int
) -> tuple[p.Service, ...]:
    """Return a lunch every day of service, and a dinner where one is asked for or cooked."""
    dinners = {(row.day - start).days for row in asked if row.meal is Meal.DINNER}
    dinners |= {
        (row.batch.service_date - start).days for row in working if row.batch.meal is Meal.DINNER
    }
    return tuple(
        p.Service(
            code=service_code(day, meal),
            day=day,
            meal=meal.value,
            ready_minute=READY_MINUTE,
            components=COMPONENTS,
        )
        for day in range(COOKED_BEFORE, days)
        for meal in Meal
        if meal is Meal.LUNCH or day in dinners
    )


def _published(
    in_force: tuple[p.Problem, Plan] | None, made: tuple[p.Made, ...]
) -> tuple[p.Lock, ...]:
    """The dishes of the plan in force that are still to cook."""
    if in_force is None:
        return ()
    done = {(row.service, row.recipe) for row in made}
    served = {(line.service, line.recipe) for line in in_force[1].menu} - done
    return tuple(p.Lock(service=code, recipe=recipe) for code, recipe in sorted(served))


def _demands(asked: list[Asked], start: date, now: kitchen_hours.Now) -> tuple[p.Demand, ...]:
    """Return what is asked, door by door; a meal that has left for its doors is not asked again."""
    return tuple(
        p.Demand(
            service=service_code((row.day - start).days, row.meal),
            diet=row.diet,
            size=row.size.value,
            portions=row.portions,
            door=row.door,
            format=row.format.value if row.format is MealFormat.COLD else "",
            low=row.low,
            high=row.high,
            sold=row.sold,
        )
        for row in sorted(
            asked,
            key=lambda one: (
                one.day,
                one.meal is Meal.DINNER,
                one.diet,
                one.size.value,
                one.door,
            ),
        )
        if ((row.day - start).days, READY_MINUTE) > now
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
                no_resale=lot.funding is Funding.FSE_PLUS,  # free of charge to the end (F-15)
                value_cents_per_kg=lot.value_cents_per_kg,
            )
        )
    return rows


def _coming(
    coming: list[Coming], start: date, days: int, rules: WeekRules, left_out: list[LeftOut]
) -> list[p.Lot]:
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
                grams=row.counted_on(rules.promised_permille),
                low_grams=row.low_grams,
                high_grams=row.high_grams,
                # what was promised to a farm comes, whether the plan uses it or not
                kind="order" if row.committed and row.kind == "offer" else row.kind,
                first_day=first,
                last_day=last,
                cents_per_kg=0 if row.committed else row.price_cents_per_kg,
                least_grams=0 if row.committed else row.least_grams,
                pack_grams=max(1, row.pack_grams) if row.kind == "offer" else 1,
                local=row.local,
                labels=row.labels,
                value_cents_per_kg=row.value_cents_per_kg,
            )
        )
    return rows
