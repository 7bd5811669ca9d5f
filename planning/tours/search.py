"""Ruin and recreate under falling warmth: the search itself, compiled.

Slack Induction by String Removals (see `recreate`) with simulated annealing. Work is counted in
gaps looked at, so that the same budget does the same everywhere.
"""

from math import log

import numpy as np
from numba import njit

from planning.tours.arrays import PLACE, UNSERVED, WINDOWS, Day, Ints
from planning.tours.recreate import draw, place_breaks, place_stop, put
from planning.tours.ruin import keep, restore, ruin
from planning.tours.state import PRICE, VAN, State, copy, refresh

ORDERS = 7
# cumulative weights of the orders stops are put back in: drawn, load, far, close, window length,
# latest opening, earliest closing
ORDER_WEIGHTS = np.cumsum(np.array([4.0, 4.0, 2.0, 1.0, 2.0, 2.0, 2.0]) / 17.0)
ITERATION_WORK = 40
MOVE_BREAKS = 0.5


def order_keys(day: Day) -> Ints:
    """Return one row of sorting keys for each order of putting back; row 0 is drawn anew."""
    n = len(day.stop)
    keys = np.zeros((ORDERS, n), dtype=np.float64)
    if not n:
        return keys
    away = day.metres[day.kitchen, day.stop[:, PLACE]]
    room = np.maximum(day.hold.max(axis=0, initial=1), 1)
    keys[1] = -((day.deliver + day.collect) / room).max(axis=1)
    keys[2] = -away
    keys[3] = away
    open_windows = np.arange(day.opens.shape[1]) < day.stop[:, WINDOWS, None]
    keys[4] = np.where(open_windows, day.closes - day.opens, 0).sum(axis=1)
    keys[5] = -day.opens[:, 0]
    keys[6] = np.where(open_windows, day.closes, 0).max(axis=1)
    return keys


@njit(cache=True)
def total(day: Day, state: State) -> int:
    """Price the plan in hand."""
    price = 0
    for van in range(len(day.van)):
        price += state.van[van, PRICE]
    for stop in range(len(day.stop)):
        if state.where[stop, VAN] < 0:
            price += day.stop[stop, UNSERVED]
    return price


@njit(cache=True)
def search(
    day: Day, state: State, keys: Ints, rng: Ints, best: State, prices: Ints, clock: Ints,
    until: int, budget: int, hot: float, cold: float,
) -> None:  # fmt: skip
    """Search until `clock[0]` (work done) reaches `until`; `prices` holds current and best."""
    n, v = len(day.stop), len(day.van)
    gone = np.empty(n, dtype=np.int64)
    touched = np.empty(v, dtype=np.int64)
    changed = np.zeros(v, dtype=np.int64)
    backup = np.empty((v, state.items.shape[1] + 1), dtype=np.int64)
    while clock[0] < until:
        warmth = hot * (cold / hot) ** (clock[0] / budget)
        count, vans = ruin(day, state, rng, gone, touched, backup)
        for van in range(v):
            changed[van] = 0
        fine = True
        for i in range(vans):
            changed[touched[i]] = 1
            if len(day.rest) and draw(rng) < MOVE_BREAKS:
                place_breaks(day, state, touched[i])
            fine = refresh(day, state, touched[i]) and fine
        count = _absent(state, gone, count)
        clock[0] += ITERATION_WORK
        price = 0
        if fine:
            clock[0] += recreate(day, state, gone, count, keys, rng, backup, changed)
            price = total(day, state)
        if fine and price < prices[0] - warmth * log(draw(rng) + 1e-300):
            prices[0] = price
            if price < prices[1]:
                prices[1] = price
                copy(state, best)
        else:
            for i in range(count):
                state.where[gone[i], VAN] = -1
            for van in range(v):
                if changed[van]:
                    restore(state, van, backup)
                    refresh(day, state, van)


@njit(cache=True)
def _absent(state: State, gone: Ints, count: int) -> int:
    """Add to the stops just taken out those that had no place before."""
    removed = count
    for stop in range(len(state.where)):
        if state.where[stop, VAN] < 0:
            known = False
            for i in range(removed):
                known = known or gone[i] == stop
            if not known:
                gone[count] = stop
                count += 1
    return count


@njit(cache=True)
def recreate(
    day: Day, state: State, gone: Ints, count: int, keys: Ints, rng: Ints, backup: Ints,
    changed: Ints,
) -> int:  # fmt: skip
    """Put back what can be, in a drawn order; keeps each further van it changes. Returns work."""
    pick = draw(rng)
    order = 0
    while order < ORDERS - 1 and pick >= ORDER_WEIGHTS[order]:
        order += 1
    rank = np.empty(count, dtype=np.float64)
    for i in range(count):
        rank[i] = draw(rng) if order == 0 else keys[order, gone[i]] + draw(rng) * 1e-6
    seen = np.empty(len(day.van), dtype=np.int64)
    work = 0
    for i in np.argsort(rank):
        van, gap, kind, looked = place_stop(day, state, gone[i], rng, seen)
        work += looked
        if van >= 0:
            if not changed[van]:
                keep(state, van, backup)
                changed[van] = 1
            put(day, state, gone[i], van, gap, kind)
    return work
