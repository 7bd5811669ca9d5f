"""The planning problem of one production week, as plain data.

Days are indexes from 0; dates, names and rows stay outside. Codes are opaque. Tuples are in the
order their maker chose and kept: same problem, same bytes, same plan. Weights are grams, money
cents, times minutes after local midnight.
"""

from dataclasses import dataclass, field
from typing import Any

FORMAT = "tablee/week-problem"
VERSION = 1


def doc(text: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - field metadata
    """Describe a field, for the JSON Schema; a `signed` one may be negative."""
    return {"doc": text, **options}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """A food: what it contains, and whether it can be bought."""

    code: str
    contains: tuple[str, ...] = field(
        default=(), metadata=doc("Allergen and tag codes present or possibly present.")
    )
    unknown: tuple[str, ...] = field(
        default=(), metadata=doc("Codes nobody could tell about: treated as present.")
    )
    price_cents_per_kg: int | None = field(
        default=None, metadata=doc("Wholesale price; null when it cannot be bought.")
    )
    pack_grams: int = field(default=1, metadata=doc("Weight of one purchase pack."))
    first_day: int = field(default=0, metadata=doc("First day a purchase can be in the kitchen."))
    kcal_per_100g: int = 0
    protein_mg_per_100g: int = 0
    co2e_g_per_kg: int = 0
    animal: bool = field(default=False, metadata=doc("Meat or fish, with a share of its own."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An ingredient of a recipe, raw and gross, for one standard portion."""

    ingredient: str
    milligrams: int = field(metadata=doc("Milligrams a standard portion, raw and unpeeled."))
    step_portions: int = field(
        default=0,
        metadata=doc(
            "0 in proportion; else the amount is for each started group of so many standard"
            " portions (a group larger than any batch: once a batch)."
        ),
    )
    via: str = field(default="", metadata=doc("The sub-recipe that brings it, if any."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Work on one kind of station, repeated for each load."""

    kind: str = field(metadata=doc("Kind of station."))
    fixed_minutes: int = field(default=0, metadata=doc("Minutes once a batch."))
    load_minutes: int = field(default=0, metadata=doc("Minutes for each load."))
    load_portions: int = field(default=0, metadata=doc("Portions in a load; 0 means no limit."))
    hands: int = field(default=1, metadata=doc("People held; 0 when it runs alone."))
    skill: str = field(default="", metadata=doc("Skill these people need; empty for anyone."))
    raw: bool = field(
        default=False, metadata=doc("Handles raw food: the place is cleaned before ready food.")
    )
    small_kind: str = field(default="", metadata=doc("Kind used by batches of few portions."))
    small_portions: int = field(default=0, metadata=doc("Largest batch that is a small one."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A dish, its sub-recipes already opened into ingredients."""

    code: str
    component: str
    lines: tuple[Line, ...]
    steps: tuple[Step, ...] = field(default=(), metadata=doc("Work, in order."))
    portion_grams: int = field(default=0, metadata=doc("Cooked weight of a standard portion."))
    shelf_life_days: int = field(default=3, metadata=doc("Days after cooking it may be served."))
    ahead: bool = field(default=True, metadata=doc("Cooked the kitchen day before and chilled."))
    family: str = field(default="", metadata=doc("Dishes alike: one a day, spread over the week."))
    tags: tuple[str, ...] = field(default=(), metadata=doc("Frequency and diet tags."))
    formats: tuple[str, ...] = field(default=(), metadata=doc("Formats; empty means any."))
    days: tuple[int, ...] | None = field(
        default=None, metadata=doc("Days it may be served; null means every day.")
    )
    least_portions: int = 0
    most_portions: int = field(default=0, metadata=doc("Largest batch; 0 means no limit."))
    liking: int = field(default=50, metadata=doc("How well it is liked, 0 to 100."))
    variant_of: str = field(default="", metadata=doc("The dish this is a version of."))
    served_day: int | None = field(
        default=None,
        metadata=doc(
            "Day it was last served before day 0, negative; null if long ago.", signed=True
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Diet:
    """A group's exclusions."""

    code: str
    excludes: tuple[str, ...] = field(default=(), metadata=doc("Allergen and tag codes."))
    least_kcal: int = field(default=0, metadata=doc("Energy of a meal, warned below; 0 none."))
    most_kcal: int = field(default=0, metadata=doc("Energy of a meal, warned above; 0 none."))
    least_protein_mg: int = field(default=0, metadata=doc("Protein of a meal, warned below."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A portion size."""

    code: str
    permille: int = field(metadata=doc("Weight against a standard portion, in thousandths."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One meal of one day, and when its food must be packed."""

    code: str
    day: int
    meal: str = "lunch"
    ready_minute: int = field(default=600, metadata=doc("Packed by then: the first tour loads."))
    components: tuple[str, ...] = field(
        default=("starter", "main", "side", "dessert"), metadata=doc("What everyone is given.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Portions asked for one service by one diet, size and door."""

    service: str
    diet: str
    portions: int
    size: str = "standard"
    door: str = field(default="", metadata=doc("Drop point, opaque."))
    format: str = field(
        default="", metadata=doc("The only format its door can receive; empty takes any.")
    )
    sold: bool = field(default=False, metadata=doc("The people who eat it pay for it."))
    low: int = field(default=0, metadata=doc("Lower end of the range, 0 when it is not one."))
    high: int = field(default=0, metadata=doc("Upper end of the range, 0 when it is not one."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Food that is or will be there: stock, confirmed order, farm offer or donation."""

    code: str
    ingredient: str
    grams: int
    kind: str = field(default="stock", metadata=doc("stock, order, offer or donation."))
    first_day: int = field(default=0, metadata=doc("First day it is in the kitchen."))
    last_day: int | None = field(
        default=None,
        metadata=doc("Last day it may be cooked (use-by); null without one.", signed=True),
    )
    cents_per_kg: int = field(default=0, metadata=doc("Money to spend if taken; 0 when paid."))
    least_grams: int = field(default=0, metadata=doc("Taken at least this much, or not at all."))
    pack_grams: int = field(default=1, metadata=doc("Taken in packs of this weight."))
    local: bool = field(default=False, metadata=doc("From a neighbouring farm."))
    labels: tuple[str, ...] = ()
    low_grams: int = field(
        default=0, metadata=doc("Lower end of what may come, 0 when it is not a range.")
    )
    high_grams: int = field(
        default=0, metadata=doc("Upper end of what may come, 0 when it is not a range.")
    )
    no_resale: bool = field(
        default=False, metadata=doc("Its funding forbids that anyone pays for what it becomes.")
    )
    value_cents_per_kg: int = field(default=0, metadata=doc("Full value, for shares and gifts."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An opening of a station or shift on one day."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One machine or table."""

    code: str
    kind: str
    windows: tuple[Window, ...]
    capacity_grams: int = field(
        default=0, metadata=doc("Shared up to this weight; 0 takes one batch at a time.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """People at work on one day."""

    day: int
    start: int
    end: int
    heads: int
    skills: tuple[str, ...] = field(default=(), metadata=doc("What all of them can do."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A person's decision on a dish at a service."""

    service: str
    recipe: str
    keep: bool = field(default=True, metadata=doc("True serves it, false bans it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Portions already cooked, in the cold room: a new plan counts on them, and leaves them."""

    service: str
    recipe: str
    diet: str
    portions: int
    size: str = "standard"
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """A recommended count over the successive meals of the window (GEM-RCN, 20 meals)."""

    tag: str
    services: tuple[str, ...] = field(
        default=(),
        metadata=doc("Services counted: those of one meal, whose people differ; empty counts all."),
    )
    least: int = 0
    most: int = field(default=1000, metadata=doc("1000 when there is no upper limit."))
    before: int = field(default=0, metadata=doc("Counted in earlier weeks of the window."))
    times: int = field(
        default=1, metadata=doc("What a meal away counts; many times makes it a hard rule.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the manager may set."""

    dishes_per_component: int = field(default=4, metadata=doc("Dishes a component and service."))
    repeat_days: int = field(default=5, metadata=doc("A main, starter or side returns later."))
    budget_cents: int = field(default=0, metadata=doc("Warned above; 0 without a budget."))
    cold_room_grams: int = field(default=0, metadata=doc("Cooked food at night; 0 no limit."))
    cooling_minutes: int = field(default=120, metadata=doc("+63 to +10 °C, order of 21/12/2009."))
    vegetarian_services: int = field(default=0, metadata=doc("Services vegetarian for all."))
    together_permille: int = field(
        default=0,
        metadata=doc("How far doors rise and fall together on a day, in replays: a correlation."),
    )
    safety_permille: int = field(
        default=0,
        metadata=doc("Each dish is cooked for this share of what counts may be; 0 as expected."),
    )
    cleaning_minutes: int = field(
        default=0, metadata=doc("Between raw and ready food, or allergens, on one place; 0 off.")
    )
    quality_permille: int = field(default=0, metadata=doc("Labelled share by value; 0 unchecked."))
    organic_permille: int = field(default=0, metadata=doc("Organic share by value; 0 unchecked."))
    animal_permille: int = field(
        default=0, metadata=doc("Labelled share of meat and fish by value; 0 unchecked.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a unit of a goal weighs for this kitchen, instead of the original price."""

    goal: str = field(metadata=doc("A goal of `planning.params.Weights`, such as lost_gram."))
    hundredths_of_cent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A week to plan."""

    start_date: str = field(metadata=doc("Date of day 0, a label only."))
    days: int = field(metadata=doc("Length of the horizon, at most 21."))
    exclusions: tuple[str, ...] = field(metadata=doc("Every allergen and tag code in use."))
    ingredients: tuple[Ingredient, ...]
    recipes: tuple[Recipe, ...]
    diets: tuple[Diet, ...]
    services: tuple[Service, ...]
    demands: tuple[Demand, ...]
    lots: tuple[Lot, ...] = ()
    stations: tuple[Station, ...] = ()
    shifts: tuple[Shift, ...] = ()
    sizes: tuple[Size, ...] = (Size(code="standard", permille=1000),)
    locks: tuple[Lock, ...] = ()
    published: tuple[Lock, ...] = field(default=(), metadata=doc("Dishes of the plan in force."))
    made: tuple[Made, ...] = field(default=(), metadata=doc("Cooked already; nobody's to change."))
    frequencies: tuple[Frequency, ...] = ()
    rules: Rules = Rules()
    prices: tuple[Price, ...] = field(
        default=(),
        metadata=doc("Prices that differ from the original ones; scenarios lean on them."),
    )
