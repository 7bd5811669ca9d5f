"""Pure: opens a recipe into foods, scales it, and sums what it contains, costs and weighs."""

from collections import defaultdict
from dataclasses import dataclass, field

from kitchen.core.vocabulary import Allergen, Presence

PER_100_G = ("kcal", "protein_mg", "carbs_mg", "fat_mg", "saturated_mg", "fibre_mg", "salt_mg")


@dataclass(frozen=True, slots=True)
class Food:
    """What a sheet needs to know of a food."""

    code: str
    name: str
    usable_permille: int
    price_cents_per_kg: int
    co2e_g_per_kg: int
    per_100g: tuple[int, ...]
    presences: tuple[tuple[Allergen, Presence], ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a sheet: a food, or a base by its code, in net milligrams."""

    net_milligrams: int
    food: Food | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """A base and the weight its lines make, in grams."""

    code: str
    name: str
    yield_grams: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A food of a recipe once its bases are opened, for one portion."""

    food: Food
    net_micrograms: int
    via: str = ""

    @property
    def gross_micrograms(self) -> int:
        """Weight before peeling and trimming, rounded up."""
        return -(-self.net_micrograms * 1000 // self.food.usable_permille)


class CircularBase(ValueError):
    """A base that contains itself."""


def open_parts(
    parts: tuple[Part, ...], bases: dict[str, Base], path: tuple[str, ...] = ()
) -> list[Opened]:
    """Replace bases by their foods: 150 g of a base that yields 1000 g takes 15 % of its lines.

    Raises:
        CircularBase: When a base contains itself.
        KeyError: When a base is not known.
    """
    opened: list[Opened] = []
    for part in parts:
        if part.food is not None:
            opened.append(Opened(part.food, part.net_milligrams * 1000, path[0] if path else ""))
            continue
        if part.base in path:
            raise CircularBase(" > ".join((*path, part.base)))
        base = bases[part.base]
        for inner in open_parts(base.parts, bases, (*path, part.base)):
            scaled = inner.net_micrograms * part.net_milligrams // (base.yield_grams * 1000)
            opened.append(Opened(inner.food, scaled, path[0] if path else part.base))
    return opened


def presences(opened: list[Opened]) -> dict[Allergen, Presence]:
    """Return the strongest presence of each allergen over all foods; absent ones are left out.

    Unknown is stronger than may contain: it must be treated as present.
    """
    order = [Presence.MAY_CONTAIN, Presence.UNKNOWN, Presence.CONTAINS]
    found: dict[Allergen, Presence] = {}
    for line in opened:
        for allergen, presence in line.food.presences:
            if presence is Presence.ABSENT:
                continue
            if allergen not in found or order.index(presence) > order.index(found[allergen]):
                found[allergen] = presence
    return {allergen: found[allergen] for allergen in Allergen if allergen in found}


def tags(opened: list[Opened]) -> tuple[str, ...]:
    """Return every food tag met, sorted."""
    return tuple(sorted({tag for line in opened for tag in line.food.tags}))


FLESH = {Allergen.FISH, Allergen.CRUSTACEANS, Allergen.MOLLUSCS}


def is_vegetarian(opened: list[Opened]) -> bool:
    """Tell whether no animal was killed for it: no meat, fish, seafood or gelatine."""
    held = {
        allergen
        for line in opened
        for allergen, presence in line.food.presences
        if presence is Presence.CONTAINS
    }
    return not ({"meat", "gelatine"} & set(tags(opened)) or FLESH & held)


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of one portion."""

    cost_millicents: int
    co2e_g: int
    nutrients: dict[str, int] = field(default_factory=dict)


def totals(opened: list[Opened]) -> Totals:
    """Sum cost (gross weight), climate (gross weight) and nutrients (net weight) of a portion."""
    cost = sum(line.gross_micrograms * line.food.price_cents_per_kg for line in opened)
    climate = sum(line.gross_micrograms * line.food.co2e_g_per_kg for line in opened)
    sums: dict[str, int] = defaultdict(int)
    for line in opened:
        for name, value in zip(PER_100_G, line.food.per_100g, strict=True):
            sums[name] += line.net_micrograms * value
    return Totals(
        cost_millicents=cost // 10**6,
        co2e_g=climate // 10**9,
        nutrients={name: value // 10**8 for name, value in sums.items()},
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """A food to weigh for so many portions, in grams rounded up once on the sum."""

    food: Food
    via: str
    gross_grams: int
    net_grams: int


def scale(opened: list[Opened], standard_permille: int) -> list[Weighed]:
    """Scale a recipe to a weight in thousandths of standard portions, one line a food and base."""
    net: dict[tuple[str, str], int] = defaultdict(int)
    foods: dict[str, Food] = {}
    for line in opened:
        net[line.food.code, line.via] += line.net_micrograms
        foods[line.food.code] = line.food
    weighed = []
    for (code, via), micrograms in net.items():
        food = foods[code]
        total = micrograms * standard_permille
        weighed.append(
            Weighed(
                food=food,
                via=via,
                gross_grams=-(-total * 1000 // (food.usable_permille * 10**9)),
                net_grams=-(-total // 10**9),
            )
        )
    return weighed
