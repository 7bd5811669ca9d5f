"""Puts stops back where they add least, now and then passing over a place (SISR's blinks).

Christiaens and Vanden Berghe, Slack Induction by String Removals for Vehicle Routing Problems,
Transportation Science 54 (2020).
"""

from math import log

import numpy as np
from numba import njit

from planning.tours.arrays import (
    FIXED,
    LIKENESS,
    PER_METRE,
    PLACE,
    READY,
    REST_VAN,
    SERVICE,
    TRIPS,
    UNSERVED,
    WINDOWS,
    Day,
    Ints,
)
from planning.tours.drive import drive
from planning.tours.state import (
    AHEAD,
    AT,
    BEHIND,
    BUSY,
    EARLY,
    FAR,
    LATE,
    PAID,
    PRICE,
    ROAD,
    SIZE,
    STOPS,
    VAN,
    State,
    insert,
    refresh,
    tried_price,
)

BLINK = 0.01
FEW = 150  # stops up to which every gap is looked at
NEAR = 60  # else gaps beside so many neighbours
OWN_TRIP_WORK = 10
ONE = np.uint64(1)


@njit(cache=True)
def draw(rng: Ints) -> float:
    """Draw from [0, 1): xorshift64*, so that a seed means the same on every machine."""
    x = rng[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    rng[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True)
def next_blink(rng: Ints) -> None:
    """Draw after how many gaps the next one is passed over."""
    rng[1] = np.uint64(1 + log(1.0 - draw(rng)) / log(1.0 - BLINK))


@njit(cache=True)
def place_stop(
    day: Day, state: State, stop: int, rng: Ints, seen: Ints
) -> tuple[int, int, int, int]:
    """Find where a stop adds least, below the price of leaving it.

    Returns the van (-1: nowhere), the gap, whether it is a trip of its own (1: before what
    follows, 2: after what precedes), and how many gaps were looked at.
    """
    few = len(day.stop) <= FEW
    best, best_van, best_gap, best_kind, looked = day.stop[stop, UNSERVED], -1, 0, 0, 0
    if not few:
        for j in range(min(NEAR, day.near.shape[1])):
            other = day.near[stop, j]
            van = state.where[other, VAN]
            if van >= 0 and day.extra[stop, van] >= 0:
                k = state.where[other, AT]
                best, gap = scan(day, state, stop, van, k, k + 2, best, rng)
                looked += 2
                if gap >= 0:
                    best_van, best_gap = van, gap
    for van in range(len(day.van)):
        seen[van] = 0
    for van in range(len(day.van)):
        if day.extra[stop, van] < 0 or (not few and state.van[van, STOPS]):
            continue
        if state.van[van, STOPS] == 0:
            if seen[day.van[van, LIKENESS]]:
                continue
            seen[day.van[van, LIKENESS]] = 1
        size = state.van[van, SIZE]
        best, gap = scan(day, state, stop, van, 0, size + 1, best, rng)
        looked += size + 1
        if gap >= 0:
            best_van, best_gap = van, gap
    if day.simple:
        return best_van, best_gap, best_kind, looked
    n = len(day.stop)
    for van in range(len(day.van)):
        if day.van[van, TRIPS] < 2 or not state.van[van, STOPS] or day.extra[stop, van] < 0:
            continue
        size = state.van[van, SIZE]
        for k in range(size + 1):
            kind = 2 if k == size else 1
            if kind == 1 and k > 0 and state.items[van, k - 1] != n:
                continue  # a trip of its own stands at an end of the day or by a reload
            looked += OWN_TRIP_WORK
            first, second = (n, stop) if kind == 2 else (stop, n)  # noqa: PLR2004 - see kinds
            added = tried_price(day, state, van, k, first, second)
            if added < best:
                best, best_van, best_gap, best_kind = added, van, k, kind
    return best_van, best_gap, best_kind, looked


@njit(cache=True)
def scan(
    day: Day, state: State, stop: int, van: int, first: int, last: int, best: int, rng: Ints
) -> tuple[int, int]:
    """Look at gaps first..last-1 of a van; returns the new best and its gap, -1 when none is."""
    place, simple = day.stop[stop, PLACE], day.simple
    metres_to, metres_from = day.metres_to[place], day.metres[place]
    minutes_to, minutes_from = day.minutes_to[place], day.minutes[place]
    gap, opens, closes = state.gap[van], day.opens[stop], day.closes[stop]
    windows, service, ready = (
        day.stop[stop, WINDOWS],
        day.stop[stop, SERVICE],
        day.stop[stop, READY],
    )
    per_metre, flat = day.van[van, PER_METRE], day.extra[stop, van]
    empty = state.van[van, STOPS] == 0
    if empty:
        flat += day.van[van, FIXED]
    if simple:
        for d in range(day.deliver.shape[1]):
            if state.load[van, 0, d] + day.deliver[stop, d] > day.hold[van, d]:
                return best, -1
    slack = day.per_minute * (state.van[van, BUSY] - state.van[van, PAID] + service)
    found = -1
    for k in range(first, last):
        rng[1] -= ONE
        if rng[1] == 0:
            next_blink(rng)
            continue
        b, a = gap[k, BEHIND], gap[k, AHEAD]
        metres = metres_to[b] + metres_from[a]
        if not empty:
            metres -= gap[k, ROAD]
        added = metres * per_metre + flat
        if added >= best:
            continue
        begin = max(gap[k, EARLY], ready) + minutes_to[b]
        w = 0
        while w < windows and begin > closes[w]:
            w += 1
        if w == windows:
            continue
        begin = max(begin, opens[w])
        if begin + service + minutes_from[a] > gap[k, LATE]:
            continue
        if not simple:
            longer = slack + day.per_minute * (minutes_to[b] + minutes_from[a] - day.minutes[b, a])
            if added + max(0, longer) >= best:
                continue
            fits = True
            for d in range(day.deliver.shape[1]):
                fits = fits and state.load[van, k, d] + day.deliver[stop, d] <= day.hold[van, d]
            if not fits:
                continue
            added = tried_price(day, state, van, k, stop, -1)
            if added >= best:
                continue
        best, found = added, k
    return best, found


@njit(cache=True)
def put(day: Day, state: State, stop: int, van: int, gap: int, kind: int) -> None:
    """Put a stop where `place_stop` found room."""
    n = len(day.stop)
    if kind:
        insert(state, van, gap, n)
    insert(state, van, gap + 1 if kind == 2 else gap, stop)  # noqa: PLR2004 - see place_stop
    refresh(day, state, van)


@njit(cache=True)
def place_breaks(day: Day, state: State, van: int) -> None:
    """Move each break of a van to where it costs least; nothing changes if none is found."""
    n = len(day.stop)
    trial = state.trial
    for b in range(len(day.rest)):
        if day.rest[b, REST_VAN] != van:
            continue
        item = n + 1 + b
        size = state.van[van, SIZE]
        at = 0
        while state.items[van, at] != item:
            at += 1
        for j in range(at, size - 1):
            state.items[van, j] = state.items[van, j + 1]
        best, best_gap = FAR, at
        for k in range(size):
            for j in range(size - 1):
                trial[j if j < k else j + 1] = state.items[van, j]
            trial[k] = item
            price = drive(day, van, trial, size, state.times, state.trips)
            if 0 <= price < best:
                best, best_gap = price, k
        state.van[van, SIZE] = size - 1
        insert(state, van, best_gap, item)
