"""The plan in hand during a search, and the bounds that make a bad place cheap to refuse.

For each gap of a van's sequence the state keeps the earliest departure before it and the latest
beginning after it (Solomon's push forward, both ways). They are exact for plain days; where a day
has more rules they are necessary, and `drive` decides.
"""

from typing import NamedTuple, cast

import numpy as np

from planning.compiled import apart
from planning.tours.arrays import (
    BEGIN_PLACE,
    DELIVER,
    END_PLACE,
    EXTRA,
    FAR,
    FIXED,
    METRES,
    MINUTES,
    PER_METRE,
    PLACE,
    READY,
    REST_MINUTES,
    REST_VAN,
    SERVICE,
    SHIFT_END,
    SHIFT_START,
    TRIPS,
    UNDERWAY,
    UNSERVED,
    Day,
    Ints,
)
from planning.tours.compiled import inner
from planning.tours.drive import PAID, STOP, begin_at, begin_by, drive

# layers of `State.items`, `State.size`, `State.van` and `State.gap`: the plan in hand, what a van
# did before it was touched, and the best plan found
NOW, BEFORE, BEST = cast("tuple[int, int, int]", tuple(np.arange(3)))
# columns of `State.van`: stops, price, paid minutes, and the minutes of road, hand-over and
# loading that the paid ones cannot go below; marks for vans touched, and kinds of vans seen; a
# number for what the van does, and the last stop that passed over one of its gaps
STOPS, PRICE, PAID_MINUTES, BUSY, TOUCHED, SEEN, DOES, PASSED = range(8)
# columns of `State.gap`: earliest departure before the gap, latest beginning after it, the places
# on either side and the metres between them; then the deliveries of its trip, by kind of load
EARLY, LATE, BEHIND, AHEAD, BETWEEN, LOAD = range(6)
# columns of `State.where`: van, index in its sequence, how often a required stop had no place,
# whether it has none in the plan last accepted
VAN, AT, ABSENCES, MISSED = range(4)
# rows of `State.scratch`
TIMES, TRIAL, GONE, RANK = range(4)
# columns of `State.spot`: gaps of a van to look at
SPOT_VAN, SPOT_FIRST, SPOT_LAST = range(3)
# columns of `State.offer`: the least a stop may add at a gap, and where that is
BOUND, OFFER_VAN, OFFER_GAP = range(3)
# columns of `State.score`: price in hand, best price, work done, gaps until the next blink, offers,
# stops that asked for a place, numbers given to what vans do
DRIVE_WORK = 40  # to drive a van's day takes as long as to look at so many gaps
PRICE_NOW, PRICE_BEST, WORK, UNTIL_BLINK, OFFERS, ASKED, DOINGS = range(7)


class State(NamedTuple):
    """l items at most in a sequence; row v is van v."""

    items: Ints  # (3, v, l)
    size: Ints  # (3, v)
    van: Ints  # (2, v, 8)
    gap: Ints  # (2, v, l + 1, 5 + d)
    where: Ints  # (n, 4) van -1 when unserved
    never: Ints  # (n, v) number of what the van did when it had no place for a stop
    scratch: Ints  # (4, l)
    trips: Ints  # (t, 7) scratch of `drive`
    spot: Ints  # (n + v, 3)
    offer: Ints  # (gaps, 3)
    score: Ints  # (7,)
    rng: Ints  # (1,) unsigned


def empty(day: Day, seed: int) -> State:
    """Return a state where every van stays at its place, breaks taken before leaving."""
    n, v, d = len(day.stop), len(day.van), day.amount.shape[2]
    trips = int(day.van[:, TRIPS].max(initial=1))
    most = n + trips + len(day.rest) + 3
    start = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & (2**64 - 1)
    state = State(
        items=np.zeros((3, v, most), dtype=np.int64),
        size=np.zeros((3, v), dtype=np.int64),
        van=np.zeros((2, v, 8), dtype=np.int64),
        gap=np.zeros((2, v, most + 1, LOAD + d), dtype=np.int64),
        where=np.tile(np.array([-1, -1, 1, 0], dtype=np.int64), (n, 1)),
        never=np.zeros((n, v), dtype=np.int64),
        scratch=np.zeros((4, most), dtype=np.int64),
        trips=np.zeros((trips + 1, 7), dtype=np.int64),
        spot=np.zeros((n + v, 3), dtype=np.int64),
        offer=np.zeros((v * (trips + 2) + n + len(day.rest), 3), dtype=np.int64),
        score=np.array([FAR, FAR, 0, 50, 0, 0, 0], dtype=np.int64),
        rng=np.array([start or 1], dtype=np.uint64),
    )
    for b, rest in enumerate(day.rest):
        van = rest[REST_VAN]
        state.items[:, van, state.size[NOW, van]] = n + 1 + b
        state.size[:, van] += 1
    return state


def go_on(state: State) -> None:
    """Take the best plan in hand again, as if it were the first."""
    state.items[NOW], state.size[NOW] = state.items[BEST], state.size[BEST]
    state.where[:, VAN] = -1
    state.score[PRICE_NOW] = FAR


def served(day: Day, state: State) -> set[int]:
    """Return the stops of the best plan."""
    return {
        int(item)
        for van in range(len(day.van))
        for item in state.items[BEST, van, : state.size[BEST, van]]
        if item < len(day.stop)
    }


@inner
def copy(state: State, layer: int, other: int) -> None:
    """Copy the sequences of a layer over those of another."""
    for van in range(state.size.shape[1]):
        copy_van(state, van, layer, other)


@inner
def copy_van(state: State, van: int, layer: int, other: int) -> None:
    """Copy a van's sequence."""
    for k in range(state.size[layer, van]):
        state.items[other, van, k] = state.items[layer, van, k]
    state.size[other, van] = state.size[layer, van]


@inner
def keep(state: State, van: int, layer: int, other: int) -> None:
    """Copy all that is known of a van."""
    copy_van(state, van, layer, other)
    for column in range(state.van.shape[2]):
        state.van[other, van, column] = state.van[layer, van, column]
    for k in range(state.size[layer, van] + 1):
        for column in range(state.gap.shape[3]):
            state.gap[other, van, k, column] = state.gap[layer, van, k, column]


@inner
def total(day: Day, state: State) -> int:
    """Price the plan in hand."""
    price = 0
    for van in range(len(day.van)):
        price += state.van[NOW, van, PRICE]
    for stop in range(len(day.stop)):
        if state.where[stop, VAN] < 0:
            price += day.stop[stop, UNSERVED]
    return price


@inner
def refresh(day: Day, state: State, van: int) -> bool:
    """Bring everything kept of a van up to date with its items; False when it cannot drive."""
    apart()
    gap, size = state.gap[NOW, van], state.size[NOW, van]
    state.score[WORK] += size
    state.score[DOINGS] += 1
    state.van[NOW, van, DOES] = state.score[DOINGS]
    busy, extra, stops = _before(day, state, van)
    if busy < 0:
        return False
    road = _after(day, state, van)
    _loads(day, state, van)
    home = day.road[gap[size, BEHIND], day.van[van, END_PLACE], MINUTES]
    state.van[NOW, van, STOPS] = stops
    state.van[NOW, van, BUSY] = busy + home
    if day.simple:
        fixed = day.van[van, FIXED] + road * day.van[van, PER_METRE] + extra
        state.van[NOW, van, PRICE] = fixed if stops else 0
        return bool(gap[size, EARLY] + home <= day.van[van, SHIFT_END])
    state.score[WORK] += DRIVE_WORK
    state.van[NOW, van, PRICE] = drive(
        day, van, state.items[NOW, van], size, state.scratch[TIMES], state.trips
    )
    state.van[NOW, van, PAID_MINUTES] = 0
    row = 0
    while state.van[NOW, van, PRICE] > 0 and state.trips[row, STOP] >= 0:
        state.van[NOW, van, PAID_MINUTES] += state.trips[row, PAID]
        row += 1
    return bool(state.van[NOW, van, PRICE] >= 0)


@inner
def _before(day: Day, state: State, van: int) -> tuple[int, int, int]:
    """Write what stands before each gap; returns busy minutes (-1: too late), extras, stops."""
    n, kitchen = len(day.stop), day.kitchen
    items, gap = state.items[NOW, van], state.gap[NOW, van]
    place, clock = day.van[van, BEGIN_PLACE], day.van[van, SHIFT_START]
    busy, ready, stops, extra = 0, 0, 0, 0
    if day.van[van, UNDERWAY] < 0:
        busy = day.road[place, kitchen, MINUTES] + day.loading
        clock += busy
        place = kitchen
    gap[0, EARLY] = clock
    gap[0, BEHIND] = place
    for k in range(state.size[NOW, van]):
        item = items[k]
        if item > n:
            # at least; when exactly depends on where the next stop is
            clock += day.rest[item - n - 1, REST_MINUTES]
        elif item == n:
            travel = day.road[place, kitchen, MINUTES] + day.loading
            clock += travel
            busy += travel
            place, ready = kitchen, 0
        else:
            state.where[item, VAN], state.where[item, AT] = van, k
            stops += 1
            ready = max(ready, day.stop[item, READY])
            extra += day.pair[EXTRA, item, van]
            travel = day.road[place, day.stop[item, PLACE], MINUTES]
            begin = begin_at(day, item, max(clock, ready) + travel)
            if begin >= FAR:
                return -1, extra, stops
            clock = begin + day.stop[item, SERVICE]
            busy += travel + day.stop[item, SERVICE]
            place = day.stop[item, PLACE]
        gap[k + 1, EARLY] = clock
        gap[k + 1, BEHIND] = place
    return busy, extra, stops


@inner
def _after(day: Day, state: State, van: int) -> int:
    """Write what stands after each gap; returns the metres of the whole way."""
    n, size = len(day.stop), state.size[NOW, van]
    items, gap = state.items[NOW, van], state.gap[NOW, van]
    clock, place = day.van[van, SHIFT_END], day.van[van, END_PLACE]
    if day.van[van, UNDERWAY] >= 0:
        clock = FAR // 2  # what it carries may make it late: `drive` decides
    road, home = 0, True
    for k in range(size, -1, -1):
        item = items[k] if k < size else n + 1
        if item < n:
            by = clock - day.road[day.stop[item, PLACE], place, MINUTES]
            clock = begin_by(day, item, by - day.stop[item, SERVICE])
            place, home = day.stop[item, PLACE], False
        elif item == n:
            clock -= day.loading + day.road[day.kitchen, place, MINUTES]
            place, home = day.kitchen, False
        elif not home:
            # after the last stop it may be taken at home, after the shift
            clock -= day.rest[item - n - 1, REST_MINUTES]
        gap[k, LATE] = clock
        gap[k, AHEAD] = place
        gap[k, BETWEEN] = day.road[gap[k, BEHIND], place, METRES]
        road += gap[k, BETWEEN]
    return road


@inner
def _loads(day: Day, state: State, van: int) -> None:
    """Write the deliveries of each gap's trip; of a plain day the first gap's are enough."""
    n, size = len(day.stop), state.size[NOW, van]
    items, gap = state.items[NOW, van], state.gap[NOW, van]
    start = 0
    for k in range(size + 1):
        if k == size or items[k] == n:
            for d in range(day.amount.shape[2]):
                load = 0
                for j in range(start, k):
                    if items[j] < n:
                        load += day.amount[DELIVER, items[j], d]
                for j in range(start, 1 if day.simple else k + 1):
                    gap[j, LOAD + d] = load
            start = k + 1


@inner
def tried_price(day: Day, state: State, van: int, k: int, first: int, second: int) -> int:
    """Return what one or two items (`second` -1: one) add at gap k, or FAR when they cannot."""
    items, trial, size = state.items[NOW, van], state.scratch[TRIAL], state.size[NOW, van]
    more = 1 if second < 0 else 2
    for j in range(k):
        trial[j] = items[j]
    trial[k] = first
    if second >= 0:
        trial[k + 1] = second
    for j in range(k, size):
        trial[j + more] = items[j]
    state.score[WORK] += DRIVE_WORK
    price = drive(day, van, trial, size + more, state.scratch[TIMES], state.trips)
    return price - state.van[NOW, van, PRICE] if price >= 0 else FAR


@inner
def insert(state: State, van: int, k: int, item: int) -> None:
    """Put an item at gap k."""
    size = state.size[NOW, van]
    for j in range(size, k, -1):
        state.items[NOW, van, j] = state.items[NOW, van, j - 1]
    state.items[NOW, van, k] = item
    state.size[NOW, van] = size + 1
