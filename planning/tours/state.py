"""The plan in hand during a search, and the bounds that make a bad place cheap to refuse.

For each gap of a van's sequence the state keeps the earliest departure before it and the latest
beginning after it (Solomon's push forward, both ways). They are exact for plain days; where a day
has more rules they are necessary, and `drive` decides.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from planning.tours.arrays import (
    BEGIN_PLACE,
    END_PLACE,
    FIXED,
    PER_METRE,
    PLACE,
    READY,
    REST_MINUTES,
    REST_START,
    REST_VAN,
    SERVICE,
    SHIFT_END,
    SHIFT_START,
    TRIPS,
    UNDERWAY,
    WINDOWS,
    Day,
    Ints,
)
from planning.tours.drive import drive

FAR = 1 << 40
# columns of `State.van`: items, stops among them, price, paid minutes, and the minutes of road,
# hand-over and loading that the paid ones cannot go below
SIZE, STOPS, PRICE, PAID, BUSY = range(5)
# columns of `State.gap`: earliest departure before the gap, latest beginning after it, the places
# on either side and the metres between them
EARLY, LATE, BEHIND, AHEAD, ROAD = range(5)
# columns of `State.where`
VAN, AT = range(2)


class State(NamedTuple):
    """l items at most in a sequence; row v is van v."""

    items: Ints  # (v, l)
    van: Ints  # (v, 5)
    gap: Ints  # (v, l + 1, 5)
    load: Ints  # (v, l + 1, d) deliveries of the trip that gap k is in
    where: Ints  # (n, 2) van, -1 when unserved, and index in its sequence
    times: Ints  # (l,) scratch
    trips: Ints  # (t, 6) scratch
    trial: Ints  # (l,) scratch


def empty(day: Day) -> State:
    """Return a state where every van stays at its place, breaks taken before leaving."""
    n, v, d = len(day.stop), len(day.van), day.deliver.shape[1]
    trips = int(day.van[:, TRIPS].max(initial=1))
    most = n + trips + len(day.rest) + 3
    state = State(
        items=np.zeros((v, most), dtype=np.int64),
        van=np.zeros((v, 5), dtype=np.int64),
        gap=np.zeros((v, most + 1, 5), dtype=np.int64),
        load=np.zeros((v, most + 1, d), dtype=np.int64),
        where=np.full((n, 2), -1, dtype=np.int64),
        times=np.zeros(most, dtype=np.int64),
        trips=np.zeros((trips + 2, 6), dtype=np.int64),
        trial=np.zeros(most, dtype=np.int64),
    )
    for b, rest in enumerate(day.rest):
        van = rest[REST_VAN]
        state.items[van, state.van[van, SIZE]] = n + 1 + b
        state.van[van, SIZE] += 1
    for van in range(v):
        refresh(day, state, van)
    return state


@njit(cache=True)
def copy(state: State, other: State) -> None:
    """Copy the sequences of a plan."""
    for van in range(len(state.van)):
        other.van[van, SIZE] = state.van[van, SIZE]
        for k in range(state.van[van, SIZE]):
            other.items[van, k] = state.items[van, k]


def load(day: Day, state: State, other: State) -> None:
    """Take another plan in hand."""
    copy(other, state)
    state.where[:] = -1
    for van in range(len(day.van)):
        refresh(day, state, van)


@njit(cache=True)
def refresh(day: Day, state: State, van: int) -> bool:
    """Bring everything kept of a van up to date with its items; False when it cannot drive."""
    items, gap, size = state.items[van], state.gap[van], state.van[van, SIZE]
    busy, extra, stops = _forward(day, state, van)
    if busy < 0:
        return False
    road = _backward(day, items, gap, size, van)
    _loads(day, state, van)
    last = gap[size, BEHIND]
    home = day.minutes[last, day.van[van, END_PLACE]]
    state.van[van, STOPS] = stops
    state.van[van, BUSY] = busy + home
    if day.simple:
        price = day.van[van, FIXED] + road * day.van[van, PER_METRE] + extra if stops else 0
        state.van[van, PRICE] = price
        return gap[size, EARLY] + home <= day.van[van, SHIFT_END]
    price = drive(day, van, items, size, state.times, state.trips)
    state.van[van, PRICE] = price
    paid = 0
    if price > 0:
        for row in range(len(state.trips)):
            if state.trips[row, 1] < 0:
                break
            paid += state.trips[row, 5]
    state.van[van, PAID] = paid
    return price >= 0


@njit(cache=True)
def _forward(day: Day, state: State, van: int) -> tuple[int, int, int]:
    """Write what stands before each gap; returns busy minutes (-1: too late), extras, stops."""
    n, kitchen, minutes = len(day.stop), day.kitchen, day.minutes
    items, gap = state.items[van], state.gap[van]
    out = day.van[van, UNDERWAY] >= 0
    place = day.van[van, BEGIN_PLACE] if out else kitchen
    clock = day.van[van, SHIFT_START]
    if not out:
        clock += minutes[day.van[van, BEGIN_PLACE], kitchen] + day.loading
    busy = clock - day.van[van, SHIFT_START]
    ready, stops, extra = 0, 0, 0
    gap[0, EARLY] = clock
    gap[0, BEHIND] = place
    for k in range(state.van[van, SIZE]):
        item = items[k]
        if item < n:
            state.where[item, VAN] = van
            state.where[item, AT] = k
            stops += 1
            ready = max(ready, day.stop[item, READY])
            extra += day.extra[item, van]
            travel = minutes[place, day.stop[item, PLACE]]
            begin = max(clock, ready) + travel
            w, windows = 0, day.stop[item, WINDOWS]
            while w < windows and begin > day.closes[item, w]:
                w += 1
            if w == windows:
                return -1, extra, stops
            clock = max(begin, day.opens[item, w]) + day.stop[item, SERVICE]
            busy += travel + day.stop[item, SERVICE]
            place = day.stop[item, PLACE]
        elif item == n:
            travel = minutes[place, kitchen]
            clock += travel + day.loading
            busy += travel + day.loading
            place = kitchen
            ready = 0
        else:
            clock = max(clock, day.rest[item - n - 1, REST_START])
            clock += day.rest[item - n - 1, REST_MINUTES]
        gap[k + 1, EARLY] = clock
        gap[k + 1, BEHIND] = place
    return busy, extra, stops


@njit(cache=True)
def _backward(day: Day, items: Ints, gap: Ints, size: int, van: int) -> int:
    """Write what stands after each gap; returns the metres of the whole way."""
    n, minutes = len(day.stop), day.minutes
    clock, place = day.van[van, SHIFT_END], day.van[van, END_PLACE]
    road = day.metres[gap[size, BEHIND], place]
    gap[size, LATE] = clock
    gap[size, AHEAD] = place
    gap[size, ROAD] = road
    for k in range(size - 1, -1, -1):
        item = items[k]
        gap[k, LATE] = FAR  # of a break: where it is depends on what stands before it
        if item < n:
            by = clock - minutes[day.stop[item, PLACE], place] - day.stop[item, SERVICE]
            w = day.stop[item, WINDOWS] - 1
            while w > 0 and by < day.opens[item, w]:
                w -= 1
            clock = min(by, day.closes[item, w])
            place = day.stop[item, PLACE]
            gap[k, LATE] = clock
        elif item == n:
            clock -= day.loading + minutes[day.kitchen, place]
            place = day.kitchen
            gap[k, LATE] = clock
        gap[k, AHEAD] = place
        gap[k, ROAD] = day.metres[gap[k, BEHIND], place]
        if item <= n:
            road += gap[k, ROAD]
    return road


@njit(cache=True)
def _loads(day: Day, state: State, van: int) -> None:
    """Write the deliveries of each gap's trip; of a plain day the first gap's are enough."""
    n, size = len(day.stop), state.van[van, SIZE]
    items, load, deliver = state.items[van], state.load[van], day.deliver
    start = 0
    for k in range(size + 1):
        if k == size or items[k] == n:
            for d in range(deliver.shape[1]):
                total = 0
                for j in range(start, k):
                    if items[j] < n:
                        total += deliver[items[j], d]
                for j in range(start, 1 if day.simple else k + 1):
                    load[j, d] = total
            start = k + 1


@njit(cache=True)
def tried_price(day: Day, state: State, van: int, k: int, first: int, second: int) -> int:
    """Return what one or two items (`second` -1: one) add at gap k, or FAR when they cannot."""
    items, trial, size = state.items[van], state.trial, state.van[van, SIZE]
    more = 1 if second < 0 else 2
    for j in range(k):
        trial[j] = items[j]
    trial[k] = first
    if second >= 0:
        trial[k + 1] = second
    for j in range(k, size):
        trial[j + more] = items[j]
    price = drive(day, van, trial, size + more, state.times, state.trips)
    return price - state.van[van, PRICE] if price >= 0 else FAR


@njit(cache=True)
def insert(state: State, van: int, k: int, item: int) -> None:
    """Put an item at gap k."""
    size = state.van[van, SIZE]
    for j in range(size, k, -1):
        state.items[van, j] = state.items[van, j - 1]
    state.items[van, k] = item
    state.van[van, SIZE] = size + 1
