"""Pure: opens a recipe into foods, scales it, and sums what it contains, costs and weighs."""

from collections import defaultdict
from dataclasses import dataclass, field

from kitchen.core.vocabulary import Allergen, Presence

WHOLE = 1000  # thousandths of a food that nothing is trimmed off
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
    """A line of a sheet: a food, or a base by its code, in net milligrams.

    With `step_portions`, the amount is for each started group of so many standard portions; in a
    base, of so many times what it yields.
    """

    net_milligrams: int
    food: Food | None = None
    base: str = ""
    step_portions: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """A base and the weight its lines make, in grams."""

    code: str
    name: str
    yield_grams: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A food of a recipe once its bases are opened: in one portion, or in each started group."""

    food: Food
    net_micrograms: int
    via: str = ""
    step_portions: int = 0

    @property
    def gross_micrograms(self) -> int:
        """Weight before peeling and trimming, rounded up."""
        return -(-self.net_micrograms * 1000 // self.food.usable_permille)

    @property
    def shared_by(self) -> int:
        """Portions it is for when the last group is full."""
        return self.step_portions or 1


class CircularBase(ValueError):
    """A base that contains itself."""


def open_parts(
    parts: tuple[Part, ...], bases: dict[str, Base], path: tuple[str, ...] = ()
) -> list[Opened]:
    """Replace bases by their foods: 150 g of a base that yields 1000 g takes 15 % of its lines.

    A sachet for each started 2 kg of dough, 60 g of dough a portion: a sachet for each started
    group of 33 portions (never one too few).

    Raises:
        CircularBase: When a base contains itself.
        KeyError: When a base is not known.
    """
    opened: list[Opened] = []
    for part in parts:
        if part.food is not None:
            net = part.net_milligrams * 1000
            opened.append(Opened(part.food, net, path[0] if path else "", part.step_portions))
            continue
        if part.base in path:
            raise CircularBase(" > ".join((*path, part.base)))
        base = bases[part.base]
        for inner in open_parts(base.parts, bases, (*path, part.base)):
            net, step = _of_base(inner, part, base)
            opened.append(Opened(inner.food, net, path[0] if path else part.base, step))
    return opened


def _of_base(inner: Opened, part: Part, base: Base) -> tuple[int, int]:
    """Return what a part takes of a line of its base: net micrograms, and the step they are for."""
    whole = base.yield_grams * 1000
    if not inner.step_portions:
        return inner.net_micrograms * part.net_milligrams // whole, part.step_portions
    if not part.step_portions:
        step = inner.step_portions * whole // part.net_milligrams
        return inner.net_micrograms, max(1, step)
    groups = -(-part.net_milligrams // (inner.step_portions * whole))
    return inner.net_micrograms * groups, part.step_portions


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
    """Sum cost (gross weight), climate (gross weight) and nutrients (net weight) of a portion.

    What is taken by started groups is shared by a full one.
    """
    gross = [(line.food, line.gross_micrograms // line.shared_by) for line in opened]
    cost = sum(micrograms * food.price_cents_per_kg for food, micrograms in gross)
    climate = sum(micrograms * food.co2e_g_per_kg for food, micrograms in gross)
    sums: dict[str, int] = defaultdict(int)
    for line in opened:
        for name, value in zip(PER_100_G, line.food.per_100g, strict=True):
            sums[name] += line.net_micrograms // line.shared_by * value
    return Totals(
        cost_millicents=cost // 10**6,
        co2e_g=climate // 10**9,
        nutrients={name: value // 10**8 for name, value in sums.items()},
    )


@dataclass(frozen=True, slots=True)
class Need:
    """A food, gross and net: in one portion, or for each started group of `step_portions`."""

    food: Food
    via: str
    step_portions: int
    milligrams: int  # gross
    net_micrograms: int

    def times(self, standard_permille: int) -> int:
        """How often it is taken, in thousandths, for a weight in thousandths of portions."""
        if not self.step_portions:
            return standard_permille
        return 1000 * -(-standard_permille // (self.step_portions * 1000))


def needs(opened: list[Opened]) -> list[Need]:
    """Return what is weighed and planned: one line a food, base and step, in whole milligrams."""
    alike: dict[tuple[str, str, int], list[Opened]] = defaultdict(list)
    for line in opened:
        alike[line.food.code, line.via, line.step_portions].append(line)
    return [
        Need(
            food=lines[0].food,
            via=via,
            step_portions=step,
            milligrams=max(1, -(-sum(line.gross_micrograms for line in lines) // 1000)),
            net_micrograms=sum(line.net_micrograms for line in lines),
        )
        for (_, via, step), lines in alike.items()
    ]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A food to weigh for so many portions, in grams."""

    food: Food
    via: str
    gross_grams: int
    net_grams: int
    step_portions: int = 0


def scale(opened: list[Opened], standard_permille: int) -> list[Weighed]:
    """Scale a recipe to a weight in thousandths of standard portions, one line a food and base.

    The lines of a food add up to its exact sum, rounded up once: what the plan takes of it.
    """
    exact: dict[str, int] = defaultdict(int)
    weighed = []
    for need in needs(opened):
        food, times = need.food, need.times(standard_permille)
        before = -(-exact[food.code] // 10**6)
        exact[food.code] += need.milligrams * times
        gross = -(-exact[food.code] // 10**6) - before
        whole = food.usable_permille == WHOLE
        net = gross if whole else min(gross, -(-need.net_micrograms * times // 10**9))
        weighed.append(
            Weighed(
                food=food,
                via=need.via,
                gross_grams=gross,
                net_grams=net,
                step_portions=need.step_portions,
            )
        )
    return weighed
