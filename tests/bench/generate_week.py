"""Plausible week problems from a seed, in any size, for benches and property tests."""

import random

from planning.week.problem import (
    Demand,
    Diet,
    Ingredient,
    Line,
    Lot,
    Problem,
    Recipe,
    Rules,
    Service,
    Shift,
    Size,
    Station,
    Step,
    Window,
)

EXCLUSIONS = ("eggs", "fish", "gluten", "meat", "milk", "nuts", "pork")
DIETS = (
    Diet(code="standard"),
    Diet(code="no_pork", excludes=("pork",)),
    Diet(code="vegetarian", excludes=("fish", "meat")),
    Diet(code="no_milk", excludes=("milk",)),
    Diet(code="no_gluten", excludes=("gluten",)),
    Diet(code="no_nuts", excludes=("nuts",)),
)
SHARES = (0.62, 0.16, 0.15, 0.03, 0.02, 0.02)
COMPONENTS = ("starter", "main", "side", "dessert")
GRAMS = {"starter": 120, "main": 180, "side": 200, "dessert": 110}


def week_problem(
    seed: int,
    *,
    meals: int = 1250,
    services: int = 5,
    recipes: int = 96,
    lots: int = 120,
    foods: int = 90,
) -> Problem:
    """Return a problem whose horizon starts on the kitchen day before the first service."""
    rng = random.Random(seed)  # noqa: S311 - a reproducible draw, not a secret
    ingredients = tuple(_food(rng, index) for index in range(foods))
    dishes = tuple(_dish(rng, index, ingredients) for index in range(recipes))
    days = services + 1
    each = meals // services
    people = max(1, each // 250)
    # food in sight covers about two thirds of what the week cooks
    lot_grams = meals * sum(GRAMS.values()) * 2 // (3 * max(1, lots))
    demands = []
    for day in range(1, days):
        for diet, share in zip(DIETS, SHARES, strict=True):
            portions = max(1, round(each * share * rng.uniform(0.9, 1.1)))
            child = portions // 5
            demands.append(Demand(service=f"d{day}", diet=diet.code, portions=portions - child))
            if child:
                demands.append(
                    Demand(service=f"d{day}", diet=diet.code, size="child", portions=child)
                )
    machines = [("prep", 3), ("kettle", 2), ("oven", 2), ("stove", 4), ("chiller", 3)]
    open_windows = tuple(Window(day=day, start=420, end=960) for day in range(days))
    return Problem(
        start_date="2026-11-20",
        days=days,
        exclusions=EXCLUSIONS,
        ingredients=ingredients,
        recipes=dishes,
        diets=DIETS,
        services=tuple(
            Service(code=f"d{day}", day=day, ready_minute=600) for day in range(1, days)
        ),
        demands=tuple(demands),
        lots=tuple(_lot(rng, index, ingredients, days, lot_grams) for index in range(lots)),
        stations=tuple(
            Station(
                code=f"{kind}-{number + 1}",
                kind=kind,
                windows=open_windows,
                capacity_grams=45_000 if kind == "chiller" else 0,
            )
            for kind, count in machines
            for number in range(count * people)
        ),
        shifts=tuple(Shift(day=day, start=420, end=960, heads=6 * people) for day in range(days)),
        sizes=(Size(code="child", permille=700), Size(code="standard", permille=1000)),
        rules=Rules(repeat_days=3),
    )


def _food(rng: random.Random, index: int) -> Ingredient:
    contains: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    draw = rng.random()
    if draw < 0.10:
        contains = ("milk",)
    elif draw < 0.18:
        contains = ("gluten",)
    elif draw < 0.26:
        contains = ("meat", "pork") if rng.random() < 0.4 else ("meat",)
    elif draw < 0.30:
        contains = ("fish",)
    elif draw < 0.34:
        contains = ("eggs",)
    elif draw < 0.37:
        unknown = ("nuts",)
    return Ingredient(
        code=f"food-{index:03d}",
        contains=contains,
        unknown=unknown,
        price_cents_per_kg=rng.randrange(60, 900),
        pack_grams=rng.choice((500, 1000, 2500, 5000)),
        first_day=rng.choice((0, 0, 0, 1)),
        kcal_per_100g=rng.randrange(20, 400),
        co2e_g_per_kg=rng.randrange(300, 6000),
    )


def _dish(rng: random.Random, index: int, foods: tuple[Ingredient, ...]) -> Recipe:
    component = COMPONENTS[index % len(COMPONENTS)]
    grams = GRAMS[component]
    chosen = rng.sample(foods, rng.randrange(3, 7))
    share = grams * 1000 // len(chosen)
    cold = component in ("starter", "dessert") and rng.random() < 0.5
    cooking = Step(
        kind=rng.choice(("kettle", "oven")),
        fixed_minutes=10,
        load_minutes=rng.choice((30, 40, 50)),
        load_portions=rng.choice((120, 160, 300)),
        hands=0,
        small_kind="stove",
        small_portions=40,
    )
    prep = Step(kind="prep", fixed_minutes=10, load_minutes=25, load_portions=150, hands=1)
    chill = Step(kind="chiller", load_minutes=120, hands=0)
    return Recipe(
        code=f"dish-{index:03d}",
        component=component,
        lines=tuple(Line(ingredient=food.code, milligrams=share) for food in chosen),
        steps=(prep,) if cold else (prep, cooking, chill),
        portion_grams=grams,
        ahead=not cold,
        family=f"family-{index % 17}",
        liking=rng.randrange(30, 95),
    )


def _lot(
    rng: random.Random, index: int, foods: tuple[Ingredient, ...], days: int, share: int
) -> Lot:
    food = rng.choice(foods)
    kind = rng.choice(("stock", "stock", "donation", "offer", "offer"))
    first = 0 if kind == "stock" else rng.randrange(2)
    local = kind == "offer" and rng.random() < 0.8
    price = food.price_cents_per_kg or 0
    ends = kind == "donation" or rng.random() < 0.3
    return Lot(
        code=f"lot-{index:03d}",
        ingredient=food.code,
        grams=rng.randrange(share // 4, share * 7 // 4),
        kind=kind,
        first_day=first,
        last_day=rng.randrange(first, days + 1) if ends else None,
        cents_per_kg=price * 9 // 10 if kind == "offer" else 0,
        pack_grams=1000 if kind == "offer" else 1,
        local=local,
        value_cents_per_kg=price,
    )
