"""The field's closed lists: allergens, tags, diets, components, storage, formats."""

from dataclasses import dataclass
from enum import StrEnum

from kitchen.core.i18n import N_


class Allergen(StrEnum):
    """The 14 of Regulation (EU) 1169/2011, annex II, in its order."""

    GLUTEN = "gluten"
    CRUSTACEANS = "crustaceans"
    EGGS = "eggs"
    FISH = "fish"
    PEANUTS = "peanuts"
    SOY = "soy"
    MILK = "milk"
    NUTS = "nuts"
    CELERY = "celery"
    MUSTARD = "mustard"
    SESAME = "sesame"
    SULPHITES = "sulphites"
    LUPIN = "lupin"
    MOLLUSCS = "molluscs"


ALLERGEN_LABELS: dict[Allergen, str] = {
    Allergen.GLUTEN: N_("gluten"),
    Allergen.CRUSTACEANS: N_("crustaceans"),
    Allergen.EGGS: N_("eggs"),
    Allergen.FISH: N_("fish"),
    Allergen.PEANUTS: N_("peanuts"),
    Allergen.SOY: N_("soy"),
    Allergen.MILK: N_("milk"),
    Allergen.NUTS: N_("nuts"),
    Allergen.CELERY: N_("celery"),
    Allergen.MUSTARD: N_("mustard"),
    Allergen.SESAME: N_("sesame"),
    Allergen.SULPHITES: N_("sulphites"),
    Allergen.LUPIN: N_("lupin"),
    Allergen.MOLLUSCS: N_("molluscs"),
}


class Presence(StrEnum):
    """What is known of an allergen in a food. Unknown is treated as present, everywhere."""

    CONTAINS = "contains"
    MAY_CONTAIN = "may_contain"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Tag(StrEnum):
    """What a food is made of, beyond allergens: what a diet may exclude."""

    MEAT = "meat"  # any land animal, poultry and offal included
    PORK = "pork"
    BEEF = "beef"
    POULTRY = "poultry"
    OFFAL = "offal"
    GELATINE = "gelatine"
    ALCOHOL = "alcohol"
    HONEY = "honey"
    RAW_MILK = "raw_milk"


TAG_LABELS: dict[Tag, str] = {
    Tag.MEAT: N_("meat"),
    Tag.PORK: N_("pork"),
    Tag.BEEF: N_("beef"),
    Tag.POULTRY: N_("poultry"),
    Tag.OFFAL: N_("offal"),
    Tag.GELATINE: N_("gelatine"),
    Tag.ALCOHOL: N_("alcohol"),
    Tag.HONEY: N_("honey"),
    Tag.RAW_MILK: N_("raw milk"),
}


class Shape(StrEnum):
    """How a diet or allergy is drawn, so that it is never a colour only."""

    CIRCLE = "circle"  # a diet that leaves animals out
    SHIELD = "shield"  # a food left out by choice
    DIAMOND = "diamond"  # an allergy


@dataclass(frozen=True, slots=True)
class Diet:
    """A group's needs as a set of exclusions (allergen and tag codes), with its mark."""

    code: str
    label: str
    excludes: tuple[str, ...]
    shape: Shape | None
    letter: str


_FLESH = (Tag.MEAT, Allergen.FISH, Allergen.CRUSTACEANS, Allergen.MOLLUSCS, Tag.GELATINE)

DIETS: tuple[Diet, ...] = (
    Diet("standard", N_("standard"), (), None, ""),
    Diet("no_pork", N_("no pork"), (Tag.PORK, Tag.GELATINE), Shape.SHIELD, "P"),
    Diet("vegetarian", N_("vegetarian"), _FLESH, Shape.CIRCLE, "V"),
    Diet(
        "vegan",
        N_("vegan"),
        (*_FLESH, Allergen.MILK, Allergen.EGGS, Tag.HONEY),
        Shape.CIRCLE,
        "Vg",
    ),
    Diet("no_fish", N_("no fish"), (Allergen.FISH,), Shape.DIAMOND, "F"),
    Diet("no_gluten", N_("no gluten"), (Allergen.GLUTEN,), Shape.DIAMOND, "G"),
    Diet("no_milk", N_("no milk"), (Allergen.MILK,), Shape.DIAMOND, "L"),
    Diet("no_eggs", N_("no eggs"), (Allergen.EGGS,), Shape.DIAMOND, "O"),
    Diet(
        "no_nuts", N_("no nuts, no peanuts"), (Allergen.NUTS, Allergen.PEANUTS), Shape.DIAMOND, "N"
    ),
    Diet("no_celery", N_("no celery"), (Allergen.CELERY,), Shape.DIAMOND, "C"),
    Diet("no_mustard", N_("no mustard"), (Allergen.MUSTARD,), Shape.DIAMOND, "M"),
    Diet(
        "no_pork_no_milk",
        N_("no pork, no milk"),
        (Tag.PORK, Tag.GELATINE, Allergen.MILK),
        Shape.DIAMOND,
        "PL",
    ),
)
DIET_BY_CODE: dict[str, Diet] = {diet.code: diet for diet in DIETS}


class Component(StrEnum):
    """A part of a meal (Code rural D.230-25); a complete dish counts as main and side."""

    STARTER = "starter"
    MAIN = "main"
    SIDE = "side"
    DAIRY = "dairy"
    DESSERT = "dessert"
    COMPLETE = "complete"


COMPONENT_LABELS: dict[Component, str] = {
    Component.STARTER: N_("Starter"),
    Component.MAIN: N_("Main dish"),
    Component.SIDE: N_("Side dish"),
    Component.DAIRY: N_("Dairy"),
    Component.DESSERT: N_("Dessert"),
    Component.COMPLETE: N_("Complete dish"),
}


class Meal(StrEnum):
    """The meal of the day a line is for."""

    LUNCH = "lunch"
    DINNER = "dinner"


MEAL_LABELS: dict[Meal, str] = {Meal.LUNCH: N_("lunch"), Meal.DINNER: N_("dinner")}


class MealFormat(StrEnum):
    """How a meal reaches the door, and so what the door can do with it."""

    HOT = "hot"
    CHILLED = "chilled"
    COLD = "cold"  # eaten as it is: salads, sandwiches


FORMAT_LABELS: dict[MealFormat, str] = {
    MealFormat.HOT: N_("hot"),
    MealFormat.CHILLED: N_("chilled, to reheat"),
    MealFormat.COLD: N_("cold, ready to eat"),
}


class SizeClass(StrEnum):
    """Portion size by who eats."""

    CHILD = "child"
    STANDARD = "standard"
    LARGE = "large"


SIZE_LABELS: dict[SizeClass, str] = {
    SizeClass.CHILD: N_("child"),
    SizeClass.STANDARD: N_("adult"),
    SizeClass.LARGE: N_("large"),
}
SIZE_PERMILLE: dict[SizeClass, int] = {
    SizeClass.CHILD: 700,
    SizeClass.STANDARD: 1000,
    SizeClass.LARGE: 1250,
}


class Storage(StrEnum):
    """Where goods are kept, with the order's temperatures (21 Dec. 2009, annex I)."""

    AMBIENT = "ambient"
    COOL = "cool"  # fruit and vegetables, +6 to +10 °C
    CHILLED = "chilled"  # 0 to +4 °C
    FROZEN = "frozen"  # -18 °C


STORAGE_LABELS: dict[Storage, str] = {
    Storage.AMBIENT: N_("dry store"),
    Storage.COOL: N_("vegetable room"),
    Storage.CHILLED: N_("cold room"),
    Storage.FROZEN: N_("freezer"),
}


class Label(StrEnum):
    """Signs that count for the 50/20 shares (EGalim); `local` counts for us only."""

    ORGANIC = "organic"
    CONVERSION = "conversion"
    LABEL_ROUGE = "label_rouge"
    PDO = "pdo"
    PGI = "pgi"
    HVE = "hve"
    SUSTAINABLE_FISHING = "sustainable_fishing"
    FARMSTEAD = "farmstead"
    FAIR_TRADE = "fair_trade"


LABEL_LABELS: dict[Label, str] = {
    Label.ORGANIC: N_("organic"),
    Label.CONVERSION: N_("in conversion to organic"),
    Label.LABEL_ROUGE: N_("Label Rouge"),
    Label.PDO: N_("PDO"),
    Label.PGI: N_("PGI"),
    Label.HVE: N_("HVE"),
    Label.SUSTAINABLE_FISHING: N_("sustainable fishing"),
    Label.FARMSTEAD: N_("farm product"),
    Label.FAIR_TRADE: N_("fair trade"),
}


class Funding(StrEnum):
    """What paid for goods; some money forbids any resale of what is made of them."""

    OWN = "own"
    GIFT = "gift"
    FSE_PLUS = "fse_plus"  # EU programme: free of charge to the end (F-15)
    MMPT = "mmpt"


class StationKind(StrEnum):
    """Kinds of work place; recipes name the kind, the kitchen owns the stations."""

    PREP = "prep"
    COLD_PREP = "cold_prep"
    BLENDER = "blender"
    KETTLE = "kettle"
    BRATT_PAN = "bratt_pan"
    STOVE = "stove"
    OVEN = "oven"
    CHILLER = "chiller"
    PACKING = "packing"


STATION_LABELS: dict[StationKind, str] = {
    StationKind.PREP: N_("vegetable preparation"),
    StationKind.COLD_PREP: N_("cold preparation"),
    StationKind.BLENDER: N_("mixer"),
    StationKind.KETTLE: N_("kettle"),
    StationKind.BRATT_PAN: N_("bratt pan"),
    StationKind.STOVE: N_("stove"),
    StationKind.OVEN: N_("oven"),
    StationKind.CHILLER: N_("blast chiller"),
    StationKind.PACKING: N_("packing"),
}
