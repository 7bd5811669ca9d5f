"""Pure: who gets which batch, and in how many pans it travels.

Pan weights are those of GN pans 65 mm deep, shallow enough to cool through in two hours (K-16,
K-17): 6.5 kg in a 1/1, 3 kg in a 1/2. A portion or two goes in a small tray (K-18).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kitchen.core.vocabulary import Component

FULL_PAN_GRAMS, HALF_PAN_GRAMS, TRAY_GRAMS = 6500, 3000, 600


@dataclass(frozen=True, slots=True)
class Pans:
    """Containers of a load."""

    full: int = 0
    half: int = 0
    tray: int = 0

    @property
    def count(self) -> int:
        """Return how many containers there are."""
        return self.full + self.half + self.tray

    def __add__(self, other: "Pans") -> "Pans":
        """Put two loads side by side: what is apart stays apart."""
        return Pans(self.full + other.full, self.half + other.half, self.tray + other.tray)


@dataclass(frozen=True, slots=True, order=True)
class Supply:
    """Portions a batch makes for one diet and size."""

    batch: str
    component: Component
    diet: str
    size: str
    portions: int


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """Meals one door asks for one diet and size."""

    door: str
    diet: str
    size: str
    portions: int


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """Portions of a batch that go to a door."""

    door: str
    batch: str
    diet: str
    size: str
    portions: int


def _slot(component: Component) -> Component:
    """Return the part of the meal a batch fills; a complete dish stands for the main one."""
    return Component.MAIN if component is Component.COMPLETE else component


def _fill(need: int, left: dict[str, int]) -> list[tuple[str, int]]:
    """Take a need from batches: from one that holds it all if there is one, else in turn."""
    whole = next((batch for batch, portions in left.items() if portions >= need), None)
    taken: list[tuple[str, int]] = []
    for batch in [whole] if whole else list(left):
        part = min(need, left[batch])
        if part:
            left[batch] -= part
            need -= part
            taken.append((batch, part))
    return taken


def share_out(supplies: Sequence[Supply], wants: Sequence[Want]) -> tuple[Share, ...]:
    """Share the batches of one service over the doors, in a fixed order, never more than is made.

    Whoever eats a complete dish gets no side dish with it.
    """
    shares: list[Share] = []
    complete = {supply.batch for supply in supplies if supply.component is Component.COMPLETE}
    fed_whole: dict[Want, int] = {}
    slots = sorted({_slot(supply.component) for supply in supplies}, key=list(Component).index)
    slots.sort(key=lambda slot: slot is Component.SIDE)
    for slot in slots:
        left: dict[tuple[str, str], dict[str, int]] = {}
        for supply in sorted(supplies):
            if _slot(supply.component) is slot:
                held = left.setdefault((supply.diet, supply.size), {})
                held[supply.batch] = held.get(supply.batch, 0) + supply.portions
        for want in sorted(wants):
            need = want.portions
            if slot is Component.SIDE:
                need -= fed_whole.get(want, 0)
            for batch, part in _fill(need, left.get((want.diet, want.size), {})):
                shares.append(Share(want.door, batch, want.diet, want.size, part))
                if batch in complete:
                    fed_whole[want] = fed_whole.get(want, 0) + part
    return tuple(sorted(shares))


def short(
    supplies: Sequence[Supply], wants: Sequence[Want], shares: Sequence[Share]
) -> Mapping[Want, int]:
    """Return the meals without a main dish, by who asked for them."""
    mains = {supply.batch for supply in supplies if _slot(supply.component) is Component.MAIN}
    fed: dict[tuple[str, str, str], int] = {}
    for share in shares:
        if share.batch in mains:
            key = (share.door, share.diet, share.size)
            fed[key] = fed.get(key, 0) + share.portions
    return {
        want: missing
        for want in sorted(wants)
        if (missing := want.portions - fed.get((want.door, want.diet, want.size), 0)) > 0
    }


def pans(grams: int) -> Pans:
    """Return the pans that hold a weight; the last part goes in a smaller one if it fits."""
    if 0 < grams <= TRAY_GRAMS:
        return Pans(tray=1)
    full, rest = divmod(max(grams, 0), FULL_PAN_GRAMS)
    if rest == 0:
        return Pans(full)
    return Pans(full, 1) if rest <= HALF_PAN_GRAMS else Pans(full + 1)


def split_portions(portions: int, grams: int) -> tuple[int, ...]:
    """Spread portions evenly over the pans that hold their weight, every pan with a portion."""
    count = min(max(pans(grams).count, 1), portions)
    low, more = divmod(portions, count)
    return tuple(low + 1 if index < more else low for index in range(count))
