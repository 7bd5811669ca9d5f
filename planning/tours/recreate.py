"""Puts stops back where they add least, now and then passing over a place (SISR's blinks).

Christiaens and Vanden Berghe, Slack Induction by String Removals for Vehicle Routing Problems,
Transportation Science 54 (2020).
"""

from math import log

import numpy as np

from planning.tours.arrays import (
    DELIVER,
    EXTRA,
    FAR,
    FIXED,
    HOLD,
    LIKENESS,
    METRES,
    METRES_TO,
    MINUTES,
    MINUTES_TO,
    NONE,
    ORDER,
    ORDERS,
    PER_METRE,
    PLACE,
    READY,
    REST_VAN,
    SERVICE,
    TRIPS,
    UNDERWAY,
    UNSERVED,
    ZERO,
    Day,
)
from planning.tours.compiled import inlined, inner
from planning.tours.drive import begin_at, drive
from planning.tours.state import (
    AHEAD,
    ASKED,
    AT,
    BEFORE,
    BEHIND,
    BETWEEN,
    BOUND,
    BUSY,
    DOES,
    EARLY,
    GONE,
    LATE,
    LOAD,
    NOW,
    OFFER_GAP,
    OFFER_VAN,
    OFFERS,
    PAID_MINUTES,
    PASSED,
    RANK,
    SEEN,
    SPOT_FIRST,
    SPOT_LAST,
    SPOT_VAN,
    STOPS,
    TIMES,
    TOUCHED,
    TRIAL,
    UNTIL_BLINK,
    VAN,
    WORK,
    State,
    insert,
    keep,
    refresh,
    tried_price,
)

BLINK = 0.01
FEW = 150  # stops up to which every gap is looked at
NEAR = 60  # else gaps beside so many neighbours
# a stop is put into a trip there is, or is a trip of its own before or after what the van does
JOINS, BEFORE_REST, AFTER_REST = range(3)
# cumulative weights of the orders that `arrays` has keys for
ORDER_WEIGHTS = tuple(np.cumsum(np.array([4.0, 4.0, 2.0, 1.0, 2.0, 2.0, 2.0]) / 17.0).tolist())
RANK_SCALE = 1 << 20


@inner
def draw(state: State) -> float:
    """Draw from [0, 1): xorshift64*, so that a seed means the same on every machine."""
    x = state.rng[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state.rng[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@inner
def _blinks(state: State) -> bool:
    """Tell whether to pass over a gap; draws after how many gaps the next one is."""
    state.score[UNTIL_BLINK] -= 1
    if state.score[UNTIL_BLINK] > 0:
        return False
    state.score[UNTIL_BLINK] = int(1.0 + log(1.0 - draw(state)) / log(1.0 - BLINK))
    return True


@inner
def recreate(day: Day, state: State, count: int) -> None:
    """Put back what can be of `count` stops gone, in a drawn order; keeps each van it changes."""
    _sort(day, state, count)
    for i in range(count):
        stop = state.scratch[GONE, i]
        van, gap, kind = _best_place(day, state, stop)
        if van >= 0:
            touch(state, van)
            if kind != JOINS:
                insert(state, van, gap, len(day.stop))
            insert(state, van, gap + 1 if kind == AFTER_REST else gap, stop)
            refresh(day, state, van)


@inner
def touch(state: State, van: int) -> None:
    """Keep what a van does, before it is first changed."""
    if not state.van[NOW, van, TOUCHED]:
        state.van[NOW, van, TOUCHED] = 1
        keep(state, van, NOW, BEFORE)


@inner
def _sort(day: Day, state: State, count: int) -> None:
    """Sort the stops gone by one of the orders, drawn by weight."""
    gone, rank = state.scratch[GONE], state.scratch[RANK]
    pick, order = draw(state), 0
    while order < ORDERS - 1 and pick >= ORDER_WEIGHTS[order]:
        order += 1
    for i in range(count):
        stop = gone[i]
        key = day.stop[stop, ORDER + order] * RANK_SCALE + int(draw(state) * RANK_SCALE)
        j = i
        while j > 0 and rank[j - 1] > key:
            rank[j], gone[j] = rank[j - 1], gone[j - 1]
            j -= 1
        rank[j], gone[j] = key, stop


@inner
def _best_place(day: Day, state: State, stop: int) -> tuple[int, int, int]:
    """Find where a stop adds least, below the price of leaving it.

    Returns the van (-1: nowhere), the gap, and how it joins.
    """
    best, best_van, best_gap = day.stop[stop, UNSERVED], NONE, ZERO
    state.score[OFFERS] = 0
    for i in range(_spots(day, state, stop)):
        van, first = state.spot[i, SPOT_VAN], state.spot[i, SPOT_FIRST]
        last = state.spot[i, SPOT_LAST]
        best, gap = _scan(day, state, stop, van, first, last, best)
        if gap >= 0:
            best_van, best_gap = van, gap
    if day.simple:
        return best_van, best_gap, JOINS
    best_van, best_gap, kind = _best_offer(day, state, stop)
    if best_van < 0:
        _remember(day, state, stop)
    return best_van, best_gap, kind


@inner
def _remember(day: Day, state: State, stop: int) -> None:
    """Note the vans that have no place for a stop, until they do something else.

    Not those where a gap was passed over; idle ones are soon looked at.
    """
    for van in range(len(day.van)):
        if state.van[NOW, van, PASSED] != state.score[ASKED] and state.van[NOW, van, STOPS]:
            state.never[stop, van] = state.van[NOW, van, DOES]


@inner
def _best_offer(day: Day, state: State, stop: int) -> tuple[int, int, int]:
    """Drive the vans of the places offered, most promising first; as `_best_place`."""
    best, best_van, best_gap = day.stop[stop, UNSERVED], NONE, ZERO
    left = state.score[OFFERS]
    while left > 0:
        first = 0
        for i in range(1, left):
            if state.offer[i, BOUND] < state.offer[first, BOUND]:
                first = i
        if state.offer[first, BOUND] >= best:
            break
        van, k = state.offer[first, OFFER_VAN], state.offer[first, OFFER_GAP]
        added = tried_price(day, state, van, k, stop, NONE)
        if added < best:
            best, best_van, best_gap = added, van, k
        left -= 1
        for column in range(3):
            state.offer[first, column] = state.offer[left, column]
    return _best_trip(day, state, stop, best, best_van, best_gap)


@inner
def _spots(day: Day, state: State, stop: int) -> int:
    """List the vans and gaps to look at for a stop; returns how many."""
    few = len(day.stop) <= FEW
    near = 0 if few else min(NEAR, day.near.shape[1])
    state.score[WORK] += (near + len(day.van)) // 4
    state.score[ASKED] += 1
    count = 0
    for j in range(near):
        van, k = state.where[day.near[stop, j], VAN], state.where[day.near[stop, j], AT]
        if van >= 0 and _may_take(day, state, stop, van):
            count = _spot(state, count, van, k, k + 2)
    for van in range(len(day.van)):
        if state.van[NOW, van, STOPS] == 0:
            # of idle vans that are alike, one is enough
            alike = day.van[van, LIKENESS]
            if state.van[NOW, alike, SEEN] == state.score[ASKED]:
                continue
            state.van[NOW, alike, SEEN] = state.score[ASKED]
        elif not few:
            continue
        if not _may_take(day, state, stop, van):
            continue
        count = _spot(state, count, van, ZERO, state.size[NOW, van] + 1)
    return count


@inner
def _may_take(day: Day, state: State, stop: int, van: int) -> bool:
    """Tell whether a van may serve a stop, and is not known to have no place for it.

    On a plain day also whether it has room.
    """
    if day.pair[EXTRA, stop, van] < 0 or state.never[stop, van] == state.van[NOW, van, DOES]:
        return False
    return not day.simple or _has_room(day, state, stop, van, ZERO)


@inner
def _spot(state: State, count: int, van: int, first: int, last: int) -> int:
    """Write down gaps to look at; returns how many rows there are now."""
    state.spot[count, SPOT_VAN], state.spot[count, SPOT_FIRST] = van, first
    state.spot[count, SPOT_LAST] = last
    return count + 1


@inner
def _best_trip(
    day: Day, state: State, stop: int, best: int, best_van: int, best_gap: int
) -> tuple[int, int, int]:  # fmt: skip
    """Find whether a trip of its own is better for a stop than the best place found."""
    n, best_kind = len(day.stop), JOINS
    for van in range(len(day.van)):
        idle = state.van[NOW, van, STOPS] == 0 and day.van[van, UNDERWAY] < 0
        if day.van[van, TRIPS] == 1 or idle or not _may_take(day, state, stop, van):
            continue
        size = state.size[NOW, van]
        if _trips(day, state, van) == day.van[van, TRIPS]:
            continue
        for k in range(size + 1):
            # it stands at an end of the day or by a reload
            if 0 < k < size and state.items[NOW, van, k - 1] != n:
                continue
            kind = AFTER_REST if k == size else BEFORE_REST
            if not _trip_in_time(day, state, stop, van, k, kind):
                continue
            first, second = (n, stop) if kind == AFTER_REST else (stop, n)
            added = tried_price(day, state, van, k, first, second)
            if added < best:
                best, best_van, best_gap, best_kind = added, van, k, kind
    return best_van, best_gap, best_kind


@inner
def _trips(day: Day, state: State, van: int) -> int:
    """Count the trips of a van that does something."""
    trips = 1
    state.score[WORK] += state.size[NOW, van] // 2
    for k in range(state.size[NOW, van]):
        trips += state.items[NOW, van, k] == len(day.stop)
    return trips


@inner
def _trip_in_time(day: Day, state: State, stop: int, van: int, k: int, kind: int) -> bool:
    """Tell whether a trip to one stop at a gap opens in time, and leaves time for what follows."""
    behind, ahead = state.gap[NOW, van, k, BEHIND], state.gap[NOW, van, k, AHEAD]
    clock, place = state.gap[NOW, van, k, EARLY], day.stop[stop, PLACE]
    if kind == AFTER_REST:
        clock += day.road[behind, day.kitchen, MINUTES] + day.loading
        behind = day.kitchen
    leave = max(clock, day.stop[stop, READY])
    clock = begin_at(day, stop, leave + day.road[behind, place, MINUTES]) + day.stop[stop, SERVICE]
    if kind == BEFORE_REST:
        clock += day.road[place, day.kitchen, MINUTES] + day.loading
        place = day.kitchen
    return bool(clock + day.road[place, ahead, MINUTES] <= state.gap[NOW, van, k, LATE])


@inlined
def _scan(
    day: Day, state: State, stop: int, van: int, first: int, last: int, best: int
) -> tuple[int, int]:  # fmt: skip
    """Look at gaps first..last-1 of a van; returns the new best and its gap, -1 when none is.

    The heart of the search: no view of an array is made here.
    """
    state.score[WORK] += last - first
    place, per_metre = day.stop[stop, PLACE], day.van[van, PER_METRE]
    flat = day.pair[EXTRA, stop, van]
    saved = per_metre
    if state.van[NOW, van, STOPS] == 0 and day.van[van, UNDERWAY] < 0:
        flat += day.van[van, FIXED]
        saved = 0
    found = -1
    for k in range(first, last):
        behind, ahead = state.gap[NOW, van, k, BEHIND], state.gap[NOW, van, k, AHEAD]
        way = day.road[place, behind, METRES_TO] + day.road[place, ahead, METRES]
        added = flat + per_metre * way - saved * state.gap[NOW, van, k, BETWEEN]
        if added < best and _in_time(day, state, stop, van, k):
            if _blinks(state):
                state.van[NOW, van, PASSED] = state.score[ASKED]
            elif day.simple:
                best, found = added, k
            else:
                _offer(day, state, stop, van, k, added)
    return best, found


@inlined
def _in_time(day: Day, state: State, stop: int, van: int, k: int) -> bool:
    """Tell whether a stop at a gap opens in time, and leaves time for what follows."""
    place = day.stop[stop, PLACE]
    behind, ahead = state.gap[NOW, van, k, BEHIND], state.gap[NOW, van, k, AHEAD]
    leave = max(state.gap[NOW, van, k, EARLY], day.stop[stop, READY])
    begin = begin_at(day, stop, leave + day.road[place, behind, MINUTES_TO])
    after = day.stop[stop, SERVICE] + day.road[place, ahead, MINUTES]
    return bool(begin + after <= state.gap[NOW, van, k, LATE])


@inner
def _has_room(day: Day, state: State, stop: int, van: int, k: int) -> bool:
    """Tell whether what a stop gets still fits into the trip of a gap."""
    for d in range(day.amount.shape[2]):
        load = state.gap[NOW, van, k, LOAD + d] + day.amount[DELIVER, stop, d]
        if load > day.hold[HOLD, van, d]:
            return False
    return True


@inner
def _offer(day: Day, state: State, stop: int, van: int, k: int, added: int) -> None:
    """Write down a gap, and what a stop adds there at the least; nothing when it has no room."""
    behind, ahead = state.gap[NOW, van, k, BEHIND], state.gap[NOW, van, k, AHEAD]
    longer = day.road[day.stop[stop, PLACE], behind, MINUTES_TO]
    longer += day.road[day.stop[stop, PLACE], ahead, MINUTES] - day.road[behind, ahead, MINUTES]
    longer += (
        day.stop[stop, SERVICE] + state.van[NOW, van, BUSY] - state.van[NOW, van, PAID_MINUTES]
    )
    if _has_room(day, state, stop, van, k):
        i = state.score[OFFERS]
        state.offer[i, BOUND] = added + day.per_minute * max(0, longer)
        state.offer[i, OFFER_VAN], state.offer[i, OFFER_GAP] = van, k
        state.score[OFFERS] = i + 1


@inner
def place_breaks(day: Day, state: State, van: int) -> None:
    """Move each break of a van to where it costs least; nothing changes if none is found."""
    n, trial, items = len(day.stop), state.scratch[TRIAL], state.items[NOW, van]
    for b in range(len(day.rest)):
        if day.rest[b, REST_VAN] != van:
            continue
        item, size, at = n + 1 + b, state.size[NOW, van], 0
        while items[at] != item:
            at += 1
        for j in range(at, size - 1):
            items[j] = items[j + 1]
        best, best_gap = FAR, at
        for k in range(size):
            for j in range(size - 1):
                trial[j if j < k else j + 1] = items[j]
            trial[k] = item
            price = drive(day, van, trial, size, state.scratch[TIMES], state.trips)
            if 0 <= price < best:
                best, best_gap = price, k
        state.size[NOW, van] = size - 1
        insert(state, van, best_gap, item)
