"""Where a food comes from: lots, offers and purchases in the order a buyer would use them.

Foods do not compete once a menu stands: the cost of each follows from the grams wanted of it at
each place (a cooking day and, where some food must not be sold, whether those who eat pay).
Cheapest sources come first, and food that would be lost before food that keeps.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planning.params import Weights
from planning.week.derive import is_at_risk
from planning.week.problem import Ingredient, Lot, Problem

NO_FOOD = 1_000_000_000  # price of asking for food that cannot be had
NO_GRAM = 1_000_000
PURCHASE = ""

Place = tuple[int, bool]  # a day of cooking; for people who pay, where some food is not for sale


@dataclass(frozen=True, slots=True)
class Source:
    """One lot, offer or shop, and the places it can serve, scarcest first."""

    code: str  # the lot; empty for a purchase
    grams: int
    days: tuple[int, ...]  # by their number among the places
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
    problem: Problem, food: Ingredient, places: Sequence[Place], weights: Weights
) -> tuple[Source, ...]:
    """Return the sources of a food for some places to cook for, best first."""
    found = [
        _lot(lot, problem.days, places, weights)
        for lot in problem.lots
        if lot.ingredient == food.code and lot.grams
    ]
    if food.price_cents_per_kg is not None:
        found.append(
            Source(
                code=PURCHASE,
                grams=10**12,
                days=tuple(at for at, (day, _) in enumerate(places) if day >= food.first_day),
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


def _lot(lot: Lot, horizon: int, places: Sequence[Place], weights: Weights) -> Source:
    last = lot.last_day if lot.last_day is not None else 10**6
    is_offer = lot.kind == "offer"
    far = 0 if lot.local else lot.value_cents_per_kg * weights.far_cent
    saved = 1000 * weights.lost_gram if is_at_risk(lot, horizon) else 0
    return Source(
        code=lot.code,
        grams=lot.grams,
        days=tuple(
            at
            for at, (day, sold) in enumerate(places)
            if lot.first_day <= day <= last and not (sold and lot.no_resale)
        ),
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


# columns of a source among the tables of a week
GRAMS, CENTS_PER_KG, CENT_PRICE, USE_PRICE, PACK, LEAST, CODED, DAYS, DAYS_END = range(9)

Ints = NDArray[np.int64]


def rows_of(
    sources: tuple[Source, ...], add: Callable[[Iterable[int]], tuple[int, int]]
) -> list[tuple[int, ...]]:
    """Return sources as rows; `add` keeps a list of days and says where it begins and ends."""
    return [
        (
            row.grams, row.cents_per_kg, row.cent_price, row.use_price, row.pack_grams,
            row.least_grams, int(bool(row.code)), *add(row.days),
        )
        for row in sources
    ]  # fmt: skip


def floor(sources: tuple[Source, ...]) -> int:
    """Return a price that no need of a food can go below: all that saves, used."""
    return sum(
        source.grams * source.use_price // 1000 for source in sources if source.use_price < 0
    )


def fill(sources: tuple[Source, ...], wanted: Sequence[int]) -> list[tuple[Source, int, int]]:
    """Return (source, day, grams) serving the grams wanted on each day, as far as food goes."""
    rows, links = _arrays(sources)
    asked = np.array(wanted, dtype=np.int64)
    flows = spread(rows, links, 0, len(rows), asked, asked.copy())
    return [
        (source, day, int(flows[rank, day]))
        for rank, source in enumerate(sources)
        for day in range(len(wanted))
        if flows[rank, day]
    ]


def cost(sources: tuple[Source, ...], wanted: Sequence[int]) -> tuple[int, int]:
    """Return the price of the grams wanted on each day, and the cents of it."""
    rows, links = _arrays(sources)
    asked = np.array(wanted, dtype=np.int64)
    price, cash = price_of(rows, links, 0, len(rows), asked, asked.copy())
    return int(price), int(cash)


def _arrays(sources: tuple[Source, ...]) -> tuple[Ints, Ints]:
    flat: list[int] = []

    def add(days: Iterable[int]) -> tuple[int, int]:
        begin = len(flat)
        flat.extend(days)
        return begin, len(flat)

    rows = np.array(rows_of(sources, add), dtype=np.int64).reshape(-1, 9)
    return rows, np.array(flat, dtype=np.int64)


# -- what the search compiles -----------------------------------------------------------------


def price_of(
    source: Ints, links: Ints, first: int, last: int, wanted: Ints, left: Ints
) -> tuple[int, int]:
    """Return the price of the grams wanted on each day, and the cents of it.

    `source` rows `first` to `last` are the food's; `left` is a desk of one figure a day.
    """
    missing = 0
    for day in range(len(wanted)):
        left[day] = wanted[day]
        missing += wanted[day]
    price = cash = 0
    for row in range(first, last):
        if not missing:
            return price, cash
        room = source[row, GRAMS]
        for link in range(source[row, DAYS], source[row, DAYS_END]):
            grams = min(left[links[link]], room)
            left[links[link]] -= grams
            room -= grams
            if not room:
                break
        used = source[row, GRAMS] - room
        if used:
            missing -= used
            cents = cents_of(source, row, used)
            cash += cents
            price += cents * source[row, CENT_PRICE] + used * source[row, USE_PRICE] // 1000
    if not missing:
        return price, cash
    return _price_of_flows(source, links, first, last, wanted, left)


def _price_of_flows(
    source: Ints, links: Ints, first: int, last: int, wanted: Ints, left: Ints
) -> tuple[int, int]:
    """The same where sources must make room for each other, or food is missing."""
    flows = spread(source, links, first, last, wanted, left)
    price = cash = 0
    missing = 0
    for day in range(len(wanted)):
        missing += left[day]
    for row in range(first, last):
        used = 0
        for day in range(len(wanted)):
            used += flows[row - first, day]
        if used:
            cents = cents_of(source, row, used)
            cash += cents
            price += cents * source[row, CENT_PRICE] + used * source[row, USE_PRICE] // 1000
    if missing:
        price += NO_FOOD + missing * NO_GRAM
    return price, cash


def cents_of(source: Ints, row: int, used: int) -> int:
    """Money paid for the grams used: whole packs, and at least the minimum."""
    cents = source[row, CENTS_PER_KG]
    if not cents:
        return 0
    taken = max(used, source[row, LEAST])
    if source[row, PACK] > 1:
        taken = -(-taken // source[row, PACK]) * source[row, PACK]
        if source[row, CODED]:
            taken = min(taken, source[row, GRAMS])
    return -(-taken * cents // 1000)


def spread(source: Ints, links: Ints, first: int, last: int, wanted: Ints, left: Ints) -> Ints:
    """Return grams by (source, day) serving what is wanted; `left` is what could not be served."""
    flows = np.zeros((max(1, last - first), len(wanted)), dtype=np.int64)
    rooms = np.zeros(max(1, last - first), dtype=np.int64)
    for day in range(len(wanted)):
        left[day] = wanted[day]
    for row in range(first, last):
        rooms[row - first] = source[row, GRAMS]
        for link in range(source[row, DAYS], source[row, DAYS_END]):
            day = links[link]
            grams = min(left[day], rooms[row - first])
            left[day] -= grams
            rooms[row - first] -= grams
            flows[row - first, day] += grams
    for day in range(len(wanted)):
        while left[day] and _make_room(source, links, first, last, left, flows, rooms, day):
            pass
    return flows


def _make_room(
    source: Ints, links: Ints, first: int, last: int, left: Ints, flows: Ints, rooms: Ints,
    day: int,
) -> bool:  # fmt: skip
    """Serve a day still short by the shortest chain of days handed over to other sources."""
    days = len(left)
    giver = np.full(days, -1, dtype=np.int64)  # source that gives a day up
    before = np.full(days, -1, dtype=np.int64)  # the day it serves instead
    queue = np.empty(days, dtype=np.int64)
    queue[0] = before[day] = day
    count, at = 1, 0
    while at < count:
        short = queue[at]
        at += 1
        for row in range(first, last):
            if not _serves(source, links, row, short):
                continue
            if rooms[row - first]:
                _hand_over(first, left, flows, rooms, row, short, giver, before)
                return True
            for link in range(source[row, DAYS], source[row, DAYS_END]):
                other = links[link]
                if before[other] < 0 and flows[row - first, other]:
                    giver[other], before[other] = row, short
                    queue[count] = other
                    count += 1
    return False


def _serves(source: Ints, links: Ints, row: int, day: int) -> bool:
    found = False
    for link in range(source[row, DAYS], source[row, DAYS_END]):
        found = found or links[link] == day
    return found


def _hand_over(
    first: int, left: Ints, flows: Ints, rooms: Ints, row: int, last_day: int, giver: Ints,
    before: Ints,
) -> None:  # fmt: skip
    """Move as many grams as the whole chain bears."""
    grams = rooms[row - first]
    day = last_day
    while giver[day] >= 0:
        grams = min(grams, flows[giver[day] - first, day])
        day = before[day]
    grams = min(grams, left[day])
    left[day] -= grams
    rooms[row - first] -= grams
    flows[row - first, last_day] += grams
    day = last_day
    while giver[day] >= 0:
        flows[giver[day] - first, day] -= grams
        flows[giver[day] - first, before[day]] += grams
        day = before[day]


COMPILED = (_serves, _hand_over, _make_room, spread, cents_of, _price_of_flows, price_of)
