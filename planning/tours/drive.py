"""Drives one van through its day: the one place where the search knows times and prices.

A day is a sequence of stops, with reloads between trips and breaks where they are taken. Within a
trip, leaving as late as still gives the same return is best for everything that counts: the food
is on the road for less time and the driver waits less. With several openings a day a later
departure may do better still, so every departure where the return jumps is tried (Savelsbergh's
forward slack, one window at a time).
"""

from numba import njit

from planning.tours.arrays import (
    ABOARD,
    BEARS,
    BEGIN_PLACE,
    BRINGS,
    END,
    END_PLACE,
    FIXED,
    MOST,
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
    Day,
    Ints,
)

IMPOSSIBLE = -1
FAR = 1 << 40


@njit(cache=True)
def begin_at(day: Day, stop: int, minute: int) -> int:
    """Return when a hand-over can begin for an arrival, or IMPOSSIBLE."""
    for w in range(day.stop[stop, WINDOWS]):
        if minute <= day.closes[stop, w]:
            return max(minute, day.opens[stop, w])
    return IMPOSSIBLE


@njit(cache=True)
def begin_by(day: Day, stop: int, minute: int) -> int:
    """Return the latest beginning not after a minute, or IMPOSSIBLE."""
    for w in range(day.stop[stop, WINDOWS] - 1, -1, -1):
        if minute >= day.opens[stop, w]:
            return min(minute, day.closes[stop, w])
    return IMPOSSIBLE


@njit(cache=True)
def forward(day: Day, items: Ints, a: int, z: int, origin: int, depart: int, times: Ints) -> int:
    """Drive items a..z-1; returns when the last one is left, or IMPOSSIBLE. Fills begin times."""
    n = len(day.stop)
    clock, place = depart, origin
    for k in range(a, z):
        item = items[k]
        if item > n:
            rest = item - n - 1
            begin = max(clock, day.rest[rest, REST_START])
            if begin > day.rest[rest, REST_END]:
                return IMPOSSIBLE
            times[k] = begin
            clock = begin + day.rest[rest, REST_MINUTES]
        else:
            begin = begin_at(day, item, clock + day.minutes[place, day.stop[item, PLACE]])
            if begin == IMPOSSIBLE:
                return IMPOSSIBLE
            times[k] = begin
            clock = begin + day.stop[item, SERVICE]
            place = day.stop[item, PLACE]
    return clock


@njit(cache=True)
def latest(day: Day, items: Ints, a: int, z: int, origin: int, left: int) -> int:
    """Return the latest departure after which the last item is still left by a minute."""
    n = len(day.stop)
    clock = left
    following = -1  # place driven to after the items seen so far
    for k in range(z - 1, a - 1, -1):
        item = items[k]
        if item > n:
            rest = item - n - 1
            clock = min(clock - day.rest[rest, REST_MINUTES], day.rest[rest, REST_END])
        else:
            if following >= 0:
                clock -= day.minutes[day.stop[item, PLACE], following]
            clock = begin_by(day, item, clock - day.stop[item, SERVICE])
            following = day.stop[item, PLACE]
    return clock - (day.minutes[origin, following] if following >= 0 else 0)


@njit(cache=True)
def loads_fit(day: Day, van: int, items: Ints, a: int, z: int) -> bool:
    """Tell whether each kind of load stays within the van from door to door."""
    n = len(day.stop)
    for d in range(day.hold.shape[1]):
        most = day.hold[van, d]
        load = 0
        for k in range(a, z):
            if items[k] < n:
                load += day.deliver[items[k], d]
        if load > most:
            return False
        for k in range(a, z):
            if items[k] < n:
                load += day.collect[items[k], d] - day.deliver[items[k], d]
                if load > most:
                    return False
    return True


@njit(cache=True)
def drive(day: Day, van: int, items: Ints, size: int, times: Ints, trips: Ints) -> int:
    """Price a van's day in thousandths of a cent, or IMPOSSIBLE.

    `times` gets the begin of each item; `trips` one row for each trip: first item, end of items,
    departure, return, metres, paid minutes.
    """
    n = len(day.stop)
    stops = 0
    for k in range(size):
        if items[k] < n:
            stops += 1
    for row in range(len(trips)):
        trips[row, 1] = -1
    if stops == 0:
        if day.van[van, UNDERWAY] < 0:
            return 0
        size = 0
    price = day.van[van, FIXED]
    place, clock, paid, i, trip = day.van[van, BEGIN_PLACE], day.van[van, SHIFT_START], 0, 0, 0
    while i < size or trip == 0:
        z = i
        while z < size and items[z] != n:
            z += 1
        last = z == size
        done = _trip(day, van, items, i, z, trip, last, place, clock, times, trips)
        if not done:
            return IMPOSSIBLE
        price += trips[trip, 4] * day.van[van, PER_METRE]
        paid += trips[trip, 5]
        clock = trips[trip, 3]
        for k in range(i, z):
            if items[k] < n:
                price += day.extra[items[k], van]
        place = day.kitchen
        trip += 1
        i = z + 1
    if paid > day.van[van, MOST] or trip > day.van[van, TRIPS]:
        return IMPOSSIBLE
    return price + paid * day.per_minute + day.balance * paid * paid // 3600


@njit(cache=True)
def _trip(
    day: Day, van: int, items: Ints, i: int, z: int, trip: int, last: bool,
    place: int, clock: int, times: Ints, trips: Ints,
) -> bool:  # fmt: skip
    """Drive one trip and write its row; False when it cannot be driven."""
    n = len(day.stop)
    out = trip == 0 and day.van[van, UNDERWAY] >= 0
    a = i
    ready, more, brings = 0, 0, 0
    for k in range(i, z):
        if items[k] < n:
            stop = items[k]
            ready = max(ready, day.stop[stop, READY])
            more += day.stop[stop, WINDOWS] - 1
            brings += day.stop[stop, BRINGS]
            if day.extra[stop, van] < 0 or (day.stop[stop, ABOARD] == van) != out:
                # what is aboard stays; what is not can only be collected on the way
                aboard_elsewhere = day.stop[stop, ABOARD] == van
                if day.extra[stop, van] < 0 or aboard_elsewhere or day.stop[stop, BEARS]:
                    return False
    first_leg = 0
    if out:
        earliest, origin, loaded = clock, place, day.van[van, UNDERWAY]
    else:
        first_leg = day.minutes[place, day.kitchen]
        at = clock + first_leg
        while a < z and items[a] > n:
            rest = items[a] - n - 1
            begin = max(at, day.rest[rest, REST_START])
            if begin > day.rest[rest, REST_END]:
                return False
            times[a] = begin
            at = begin + day.rest[rest, REST_MINUTES]
            a += 1
        earliest = max(at, ready) + day.loading
        origin, loaded = day.kitchen, -1
    end = z
    while last and end > a and items[end - 1] > n:
        end -= 1
    if not loads_fit(day, van, items, a, end):
        return False
    for k in range(a, end):
        if items[k] < n and (
            (day.stop[items[k], END] == 1 and _stop_between(items, a, k, n))
            or (day.stop[items[k], END] == 2 and _stop_between(items, k + 1, end, n))
        ):
            return False
    # the way back
    final = origin
    metres = day.metres[place, day.kitchen] if not out else 0
    for k in range(a, end):
        if items[k] < n:
            metres += day.metres[final, day.stop[items[k], PLACE]]
            final = day.stop[items[k], PLACE]
    home = day.kitchen
    back_minutes = 0
    if last and not brings:
        home = day.van[van, END_PLACE]
        back_minutes = day.minutes[final, home]
        metres += day.metres[final, home]
    else:
        back_minutes = day.minutes[final, home]
        metres += day.metres[final, home]
        if last:
            back_minutes += day.minutes[home, day.van[van, END_PLACE]]
            metres += day.metres[home, day.van[van, END_PLACE]]
    depart = earliest
    best_depart, best_back = -1, -1
    tries = 1 + more
    while tries > 0:
        tries -= 1
        left = forward(day, items, a, end, origin, depart, times)
        if left < 0 or left + back_minutes > day.van[van, SHIFT_END]:
            break
        if out:
            later = depart  # it is where it is
        else:
            later = max(depart, latest(day, items, a, end, origin, left))
            left = forward(day, items, a, end, origin, later, times)
        since = loaded if out else later - day.loading
        fresh = True
        for k in range(a, end):
            if items[k] < n and times[k] - since > day.limit[items[k], van]:
                fresh = False
                break
        if fresh and (best_depart < 0 or left + back_minutes - later < best_back - best_depart):
            best_depart, best_back = later, left + back_minutes
            if not last:
                break
        if out:
            break
        depart = later + 1
    if best_depart < 0:
        return False
    forward(day, items, a, end, origin, best_depart, times)
    at = best_back
    for k in range(end, z):
        rest = items[k] - n - 1
        begin = max(at, day.rest[rest, REST_START])
        if begin > day.rest[rest, REST_END]:
            return False
        times[k] = begin
        at = begin + day.rest[rest, REST_MINUTES]
    if trip < len(trips):
        trips[trip, 0] = i
        trips[trip, 1] = z
        trips[trip, 2] = best_depart
        trips[trip, 3] = best_back
        trips[trip, 4] = metres
        trips[trip, 5] = best_back - best_depart + first_leg + (0 if out else day.loading)
        return True
    return False


@njit(cache=True)
def _stop_between(items: Ints, a: int, z: int, n: int) -> bool:
    for k in range(a, z):
        if items[k] < n:
            return True
    return False
