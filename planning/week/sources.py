"""Where a food comes from: lots, offers and purchases in the order a buyer would use them.

Foods do not compete once a menu stands: the cost of each follows from the grams wanted of it on
each cooking day. Cheapest sources come first, and food that would be lost before food that keeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planning.params import Weights
from planning.week.derive import is_at_risk
from planning.week.problem import Ingredient, Lot, Problem

NO_FOOD = 1_000_000_000  # price of asking for food that cannot be had
NO_GRAM = 1_000_000
PURCHASE = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One lot, offer or shop, and the days it can serve, scarcest first."""

    code: str  # the lot; empty for a purchase
    grams: int
    days: tuple[int, ...]  # places among the cooking days
    cents_per_kg: int
    cent_price: int  # hundredths of a cent for each cent paid
    use_price: int  # hundredths of a cent a kilo used: from elsewhere, less what it saves
    pack_grams: int
    least_grams: int
    last_day: int
    is_offer: bool = False

    @property
    def price(self) -> int:
        """Price of a kilo on the plan's scale, what it saves taken off."""
        return self.cents_per_kg * self.cent_price + self.use_price

    def taken(self, used: int) -> int:
        """Grams taken for the grams used: whole packs, and at least the minimum."""
        wanted = max(used, self.least_grams)
        if self.pack_grams <= 1:
            return wanted
        packs = -(-wanted // self.pack_grams) * self.pack_grams
        return min(packs, self.grams) if self.code else packs

    def cents(self, used: int) -> int:
        """Money paid for the grams used."""
        return -(-self.taken(used) * self.cents_per_kg // 1000)


def sources_of(
    problem: Problem, food: Ingredient, days: Sequence[int], weights: Weights
) -> tuple[Source, ...]:
    """Return the sources of a food for some cooking days, best first."""
    found = [
        _lot(lot, problem.days, days, weights)
        for lot in problem.lots
        if lot.ingredient == food.code and lot.grams
    ]
    if food.price_cents_per_kg is not None:
        found.append(
            Source(
                code=PURCHASE,
                grams=10**12,
                days=tuple(at for at, day in enumerate(days) if day >= food.first_day),
                cents_per_kg=food.price_cents_per_kg,
                cent_price=weights.cash_cent,
                use_price=food.price_cents_per_kg * weights.far_cent,
                pack_grams=food.pack_grams,
                least_grams=0,
                last_day=10**6,
            )
        )
    ordered = sorted(
        (row for row in found if row.days),
        # a shop comes last among equals: what is in hand is used first
        key=lambda row: (row.price, row.code == PURCHASE, row.last_day, row.code),
    )
    return tuple(_scarce_first(row, ordered[rank + 1 :]) for rank, row in enumerate(ordered))


def _lot(lot: Lot, horizon: int, days: Sequence[int], weights: Weights) -> Source:
    last = lot.last_day if lot.last_day is not None else 10**6
    is_offer = lot.kind == "offer"
    far = 0 if lot.local else lot.value_cents_per_kg * weights.far_cent
    saved = 1000 * weights.lost_gram if is_at_risk(lot, horizon) else 0
    return Source(
        code=lot.code,
        grams=lot.grams,
        days=tuple(at for at, day in enumerate(days) if lot.first_day <= day <= last),
        cents_per_kg=lot.cents_per_kg if is_offer else 0,
        cent_price=weights.cash_cent,
        use_price=far - saved,
        pack_grams=lot.pack_grams if is_offer else 1,
        least_grams=min(lot.least_grams, lot.grams) if is_offer else 0,
        last_day=last,
        is_offer=is_offer,
    )


def _scarce_first(source: Source, later: list[Source]) -> Source:
    """Order a source's days: first those that fewest of the sources after it can serve."""
    days = sorted(source.days, key=lambda day: (sum(day in row.days for row in later), day))
    return replace(source, days=tuple(days))


Flows = dict[tuple[int, int], int]  # grams by (rank of the source, place of the day)


def fill(sources: tuple[Source, ...], wanted: Sequence[int]) -> list[tuple[Source, int, int]]:
    """Return (source, day, grams) serving the grams wanted on each day, as far as food goes."""
    left = list(wanted)
    flows: Flows = {}
    rooms = []
    for rank, source in enumerate(sources):
        room = source.grams
        for day in source.days:
            grams = min(left[day], room)
            if grams:
                left[day] -= grams
                room -= grams
                flows[rank, day] = grams
        rooms.append(room)
    if any(left):
        _make_room(sources, left, flows, rooms)
    return [(sources[rank], day, grams) for (rank, day), grams in sorted(flows.items()) if grams]


def _make_room(
    sources: tuple[Source, ...], left: list[int], flows: Flows, rooms: list[int]
) -> None:
    """Serve days still short by handing days over to sources that have room."""
    for day in range(len(left)):
        while left[day]:
            path = _handovers(sources, flows, rooms, day)
            if not path:
                break
            room = path[-1][0]
            grams = min(left[day], rooms[room])
            grams = min([grams, *(flows[rank, given] for rank, _, given in path[:-1])])
            left[day] -= grams
            rooms[room] -= grams
            for rank, served, given in path:
                flows[rank, served] = flows.get((rank, served), 0) + grams
                if given != served:
                    flows[rank, given] -= grams


def _handovers(
    sources: tuple[Source, ...], flows: Flows, rooms: list[int], day: int
) -> list[tuple[int, int, int]]:
    """Return the shortest chain of (source, day it will serve, day it gives up for it).

    The last source has room and gives nothing up: it serves the last day that was given up.
    """
    chains: dict[int, list[tuple[int, int, int]]] = {day: []}
    waiting = [day]
    for short in waiting:
        for rank, source in enumerate(sources):
            if short not in source.days:
                continue
            if rooms[rank]:
                return [*chains[short], (rank, short, short)]
            for other in source.days:
                if other not in chains and flows.get((rank, other)):
                    chains[other] = [*chains[short], (rank, short, other)]
                    waiting.append(other)
    return []


def floor(sources: tuple[Source, ...]) -> int:
    """Return a price that no need of a food can go below: all that saves, used."""
    return sum(
        source.grams * source.use_price // 1000 for source in sources if source.use_price < 0
    )


def cost(sources: tuple[Source, ...], wanted: Sequence[int]) -> tuple[int, int]:
    """Return the price of the grams wanted on each day, and the cents of it.

    The inner loop of the search: the same filling as `fill`, without its flows.
    """
    left = list(wanted)
    missing = sum(left)
    price = cash = 0
    for source in sources:
        if not missing:
            return price, cash
        room = source.grams
        used = 0
        for day in source.days:
            grams = left[day]
            if grams:
                grams = min(grams, room)
                left[day] -= grams
                room -= grams
                used += grams
                if not room:
                    break
        if used:
            missing -= used
            price += used * source.use_price // 1000
            if source.cents_per_kg:
                cents = source.cents(used)
                cash += cents
                price += cents * source.cent_price
    if not missing:
        return price, cash
    return _cost_of(fill(sources, wanted), sum(wanted))


def _cost_of(flows: list[tuple[Source, int, int]], wanted: int) -> tuple[int, int]:
    used: dict[str, int] = {}
    for source, _, grams in flows:
        used[source.code] = used.get(source.code, 0) + grams
    price = cash = 0
    for source in {source.code: source for source, _, _ in flows}.values():
        cents = source.cents(used[source.code])
        cash += cents
        price += cents * source.cent_price + used[source.code] * source.use_price // 1000
    missing = wanted - sum(used.values())
    if missing:
        price += NO_FOOD + missing * NO_GRAM
    return price, cash
