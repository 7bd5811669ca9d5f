"""Drives one van through its day: the one place where the search knows times and prices.

A day is a sequence of stops, with reloads between trips and breaks where they are taken. Within a
trip, leaving as late as still gives the same return is best for everything that counts: the food
is on the road for less time and the driver waits less. With several openings a day a later
departure may do better still, so every departure where the return jumps is tried (Savelsbergh's
forward slack, one window at a time).

A van underway goes on at once. What it carries is handed over and it comes home, late if need be:
every minute past its shift has its price, and it takes on nothing else then.
"""

from planning.compiled import apart
from planning.tours.arrays import (
    ABOARD,
    BEARS,
    BEGIN_PLACE,
    BRINGS,
    CARRIED,
    CENT,
    CLOSES,
    COLLECT,
    DELIVER,
    END,
    END_PLACE,
    EXTRA,
    FAR,
    FIRST,
    FIXED,
    HOLD,
    LAST,
    LIMIT,
    METRES,
    MINUTES,
    MOST,
    OPENS,
    PER_METRE,
    PLACE,
    READY,
    REST_END,
    REST_MINUTES,
    REST_START,
    SERVICE,
    SHIFT_END,
    SHIFT_START,
    TRIPS,
    UNDERWAY,
    WINDOWS,
    ZERO,
    Day,
    Ints,
)
from planning.tours.compiled import entry, inner
from planning.tours.problem import OVERTIME_CENTS

IMPOSSIBLE = -1
# columns of a trip: its items, departure, return, metres, paid minutes, when the driver is free
# again, after breaks at the kitchen
BEGIN, STOP, DEPART, BACK, ROAD, PAID, FREE = range(7)


@entry
def drive(day: Day, van: int, items: Ints, size: int, times: Ints, trips: Ints) -> int:
    """Price a van's day in thousandths of a cent, or IMPOSSIBLE.

    `times` gets the begin of each item; `trips` one row for each trip, its STOP -1 after the last.
    """
    apart()
    n = len(day.stop)
    for row in range(len(trips)):
        trips[row, STOP] = IMPOSSIBLE
    if day.van[van, UNDERWAY] < 0 and not any_stop(items, ZERO, size, n):
        return 0
    price, clock, paid, i, trip = day.van[van, FIXED], day.van[van, SHIFT_START], 0, ZERO, 0
    while i < size or trip == 0:
        z = i
        while z < size and items[z] != n:
            z += 1
        if trip == day.van[van, TRIPS]:
            return IMPOSSIBLE
        if not _trip(day, van, items, i, z, z == size, clock, times, trips[trip], trip == 0):
            return IMPOSSIBLE
        price += trips[trip, ROAD] * day.van[van, PER_METRE]
        paid += trips[trip, PAID]
        clock = trips[trip, FREE]
        for k in range(i, z):
            if items[k] < n:
                price += day.pair[EXTRA, items[k], van]
        trip += 1
        i = z + 1
    late = max(trips[trip - 1, BACK] - day.van[van, SHIFT_END], paid - day.van[van, MOST])
    if late > 0 and not _carries_all(day, van, items, size):
        return IMPOSSIBLE
    price += max(ZERO, late) * OVERTIME_CENTS * CENT
    return int(price + paid * day.per_minute + day.balance * paid * paid // 3600)


@inner
def any_stop(items: Ints, a: int, z: int, n: int) -> bool:
    """Tell whether there is a stop among items a..z-1."""
    for k in range(a, z):  # noqa: SIM110 - compiled: a generator would not be
        if items[k] < n:
            return True
    return False


@inner
def _after_last(items: Ints, a: int, z: int, n: int) -> int:
    """Return where the last stop among items a..z-1 is behind."""
    end = z
    while end > a and items[end - 1] > n:
        end -= 1
    return end


@inner
def _carries_all(day: Day, van: int, items: Ints, size: int) -> bool:
    """Tell whether a van is underway and does nothing but hand over what it carries."""
    if day.van[van, UNDERWAY] < 0:
        return False
    for k in range(size):
        item = items[k]
        if item == len(day.stop) or (item < len(day.stop) and day.stop[item, ABOARD] != van):
            return False
    return True


@inner
def _trip(
    day: Day, van: int, items: Ints, i: int, z: int, last: bool, clock: int, times: Ints,
    trip: Ints, first: bool,
) -> bool:  # fmt: skip
    """Drive one trip and write its row; False when it cannot be driven."""
    n = len(day.stop)
    out = first and day.van[van, UNDERWAY] >= 0
    ready, more, brings = _admit(day, van, items, i, z, out)
    if ready < 0:
        return False
    a, place = i, day.van[van, BEGIN_PLACE]
    first_leg, earliest, loaded = 0, clock, day.van[van, UNDERWAY]
    if not out:
        if first:
            first_leg = day.road[place, day.kitchen, MINUTES]
        while a < z and items[a] > n:
            a += 1
        earliest = max(_rest(day, items, i, a, clock + first_leg, times) + day.loading, ready)
        loaded = IMPOSSIBLE
    end = _after_last(items, a, z, n)
    origin = place if out else day.kitchen
    if earliest >= FAR or not _fits(day, van, items, a, end, out):
        return False
    if not _in_position(day, items, a, end):
        return False
    metres, home = _way(day, van, items, a, end, origin, last, brings)
    if out:
        end = _before_home(day, items, a, end, z, origin, clock, home, times)
    depart, left = _departure(
        day, van, items, a, end, origin, earliest, loaded, home, more if last else 0, times
    )
    if depart < 0:
        return False
    trip[BEGIN], trip[STOP], trip[DEPART], trip[BACK] = i, z, depart, left + home
    trip[ROAD] = metres
    if first and not out:
        trip[ROAD] += day.road[place, day.kitchen, METRES]
    trip[PAID] = left + home - depart + first_leg + (0 if out else day.loading)
    trip[FREE] = _rest(day, items, end, z, left + home, times)
    return bool(trip[FREE] < FAR)


@inner
def _admit(
    day: Day, van: int, items: Ints, a: int, z: int, out: bool
) -> tuple[int, int, int]:  # fmt: skip
    """Return when the food is loaded, windows to choose from, stops that give something.

    The first is IMPOSSIBLE when a stop may not be on this van, or on this trip: what is aboard
    stays, and what is not can only be collected on the way.
    """
    ready, more, brings = 0, 0, 0
    for k in range(a, z):
        stop = items[k]
        if stop < len(day.stop):
            aboard = day.stop[stop, ABOARD] == van
            wrong = (day.stop[stop, BEARS] > 0 and not aboard) if out else aboard
            if day.pair[EXTRA, stop, van] < 0 or wrong:
                return IMPOSSIBLE, 0, 0
            ready = max(ready, day.stop[stop, READY])
            more += day.stop[stop, WINDOWS] - 1
            brings += day.stop[stop, BRINGS]
    return ready, more, brings


@inner
def _rest(day: Day, items: Ints, a: int, z: int, clock: int, times: Ints) -> int:
    """Take breaks a..z-1 one after the other; returns when they are over, FAR when too late."""
    for k in range(a, z):
        rest = items[k] - len(day.stop) - 1
        times[k] = max(clock, day.rest[rest, REST_START])
        if times[k] > day.rest[rest, REST_END]:
            return FAR
        clock = times[k] + day.rest[rest, REST_MINUTES]
    return clock


@inner
def _fits(day: Day, van: int, items: Ints, a: int, z: int, out: bool) -> bool:
    """Tell whether each kind of load has room from door to door."""
    n = len(day.stop)
    for d in range(day.hold.shape[2]):
        most = day.hold[HOLD, van, d]
        load = day.hold[CARRIED, van, d] if out else 0
        for k in range(a, z):
            if items[k] < n and not out:
                load += day.amount[DELIVER, items[k], d]
        if load > most:
            return False
        for k in range(a, z):
            if items[k] < n:
                load += day.amount[COLLECT, items[k], d] - day.amount[DELIVER, items[k], d]
                if load > most:
                    return False
    return True


@inner
def _in_position(day: Day, items: Ints, a: int, z: int) -> bool:
    """Tell whether stops that are to be first or last of their trip are so."""
    n = len(day.stop)
    for k in range(a, z):
        if items[k] < n and day.stop[items[k], END]:
            position = day.stop[items[k], END]
            if position == FIRST and any_stop(items, a, k, n):
                return False
            if position == LAST and any_stop(items, k + 1, z, n):
                return False
    return True


@inner
def _way(
    day: Day, van: int, items: Ints, a: int, z: int, origin: int, last: bool, brings: int
) -> tuple[int, int]:  # fmt: skip
    """Return the metres of a trip, and the minutes from its last stop home."""
    place, metres, home = origin, 0, 0
    for k in range(a, z):
        if items[k] < len(day.stop):
            metres += day.road[place, day.stop[items[k], PLACE], METRES]
            place = day.stop[items[k], PLACE]
    if not last or brings:
        metres += day.road[place, day.kitchen, METRES]
        home += day.road[place, day.kitchen, MINUTES]
        place = day.kitchen
    if last:
        metres += day.road[place, day.van[van, END_PLACE], METRES]
        home += day.road[place, day.van[van, END_PLACE], MINUTES]
    return metres, home


@inner
def _before_home(
    day: Day, items: Ints, a: int, end: int, z: int, origin: int, clock: int, home: int, times: Ints
) -> int:  # fmt: skip
    """Return until where breaks are taken at the last stop, as they cannot wait until home."""
    left = _forward(day, items, a, end, origin, clock, times)
    while 0 <= left < FAR and end < z:
        rest = items[end] - len(day.stop) - 1
        if left + home <= day.rest[rest, REST_END]:
            break
        left = _rest(day, items, end, end + 1, left, times)
        end += 1
    return end


@inner
def _departure(
    day: Day, van: int, items: Ints, a: int, z: int, origin: int, earliest: int, loaded: int,
    home: int, more: int, times: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Choose when to leave, between `earliest` and `more` later openings; fills begin times.

    Returns the departure (IMPOSSIBLE: none will do) and when the last stop is left. A van that is
    `loaded` already is underway: it goes on at once.
    """
    depart, best_depart, best_left, timed = earliest, IMPOSSIBLE, 0, IMPOSSIBLE
    for _ in range(1 + more):
        timed = IMPOSSIBLE
        left = _forward(day, items, a, z, origin, depart, times)
        if left < 0 or (loaded < 0 and left + home > day.van[van, SHIFT_END]):
            break
        if loaded < 0:
            later = _latest(day, items, a, z, origin, left)
            if later > depart:
                depart = later
                left = _forward(day, items, a, z, origin, depart, times)
        timed = depart
        since = loaded if loaded >= 0 else depart - day.loading
        if _fresh(day, van, items, a, z, since, times) and (
            best_depart < 0 or left - depart < best_left - best_depart
        ):
            best_depart, best_left = depart, left
        if loaded >= 0:
            break
        depart += 1
    if best_depart not in (IMPOSSIBLE, timed):
        _forward(day, items, a, z, origin, best_depart, times)
    return best_depart, best_left


@inner
def _fresh(day: Day, van: int, items: Ints, a: int, z: int, since: int, times: Ints) -> bool:
    """Tell whether every hand-over begins within its limit from loading."""
    for k in range(a, z):
        if items[k] < len(day.stop) and times[k] - since > day.pair[LIMIT, items[k], van]:
            return False
    return True


@inner
def begin_at(day: Day, stop: int, minute: int) -> int:
    """Return when a hand-over can begin for an arrival, or FAR."""
    for w in range(day.stop[stop, WINDOWS]):
        if minute <= day.window[CLOSES, stop, w]:
            return int(max(minute, day.window[OPENS, stop, w]))
    return FAR


@inner
def begin_by(day: Day, stop: int, minute: int) -> int:
    """Return the latest beginning not after a minute, or IMPOSSIBLE."""
    for w in range(day.stop[stop, WINDOWS] - 1, -1, -1):
        if minute >= day.window[OPENS, stop, w]:
            return int(min(minute, day.window[CLOSES, stop, w]))
    return IMPOSSIBLE


@inner
def _forward(day: Day, items: Ints, a: int, z: int, origin: int, depart: int, times: Ints) -> int:
    """Drive items a..z-1; returns when the last one is left, or IMPOSSIBLE. Fills begin times."""
    clock, place = depart, origin
    for k in range(a, z):
        item = items[k]
        if item > len(day.stop):
            clock = _rest(day, items, k, k + 1, clock, times)
        else:
            arrive = clock + day.road[place, day.stop[item, PLACE], MINUTES]
            times[k] = begin_at(day, item, arrive)
            place = day.stop[item, PLACE]
            clock = times[k] + day.stop[item, SERVICE]
        if clock >= FAR:
            return IMPOSSIBLE
    return clock


@inner
def _latest(day: Day, items: Ints, a: int, z: int, origin: int, left: int) -> int:
    """Return the latest departure after which the last item is still left by a minute."""
    clock = left
    following = -1  # place driven to after the items seen so far
    for k in range(z - 1, a - 1, -1):
        item = items[k]
        if item > len(day.stop):
            rest = item - len(day.stop) - 1
            clock = min(clock - day.rest[rest, REST_MINUTES], day.rest[rest, REST_END])
        else:
            if following >= 0:
                clock -= day.road[day.stop[item, PLACE], following, MINUTES]
            clock = begin_by(day, item, clock - day.stop[item, SERVICE])
            following = day.stop[item, PLACE]
    return clock - (day.road[origin, following, MINUTES] if following >= 0 else 0)
