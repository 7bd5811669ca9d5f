"""Takes strings of neighbouring stops out of a plan (SISR's ruin)."""

from numba import njit

from planning.tours.arrays import Day, Ints
from planning.tours.recreate import draw
from planning.tours.state import SIZE, STOPS, VAN, State

MEAN_REMOVED = 10.0
LONGEST_STRING = 10.0
SPLIT = 0.5
DEEPER = 0.01


@njit(cache=True)
def ruin(
    day: Day, state: State, rng: Ints, gone: Ints, touched: Ints, backup: Ints
) -> tuple[int, int]:
    """Take stops out; returns how many stops are in `gone` and vans in `touched`.

    The items of a touched van are kept in `backup` (row v, size in the last column).
    """
    n = len(day.stop)
    served, used = 0, 0
    for van in range(len(day.van)):
        served += state.van[van, STOPS]
        used += state.van[van, STOPS] > 0
    if not used:
        return 0, 0
    longest = min(LONGEST_STRING, served / used)
    most = 4.0 * MEAN_REMOVED / (1.0 + longest) - 1.0
    strings = int(draw(rng) * most + 1.0)
    seed = int(draw(rng) * n)
    count, vans = 0, 0
    for j in range(-1, n - 1):
        if vans >= strings:
            break
        stop = seed if j < 0 else day.near[seed, j]
        van = state.where[stop, VAN]
        if van < 0:
            continue
        done = False
        for i in range(vans):
            done = done or touched[i] == van
        if done:
            continue
        keep(state, van, backup)
        touched[vans] = van
        vans += 1
        room = min(longest, float(state.van[van, STOPS]))
        length = int(draw(rng) * room + 1.0)
        length = min(length, state.van[van, STOPS])
        count = _take(day, state, van, stop, length, rng, gone, count)
    return count, vans


@njit(cache=True)
def keep(state: State, van: int, backup: Ints) -> None:
    """Copy a van's items, and their number into the last column."""
    size = state.van[van, SIZE]
    for k in range(size):
        backup[van, k] = state.items[van, k]
    backup[van, -1] = size


@njit(cache=True)
def restore(state: State, van: int, backup: Ints) -> None:
    """Give a van back the items that were kept."""
    size = backup[van, -1]
    for k in range(size):
        state.items[van, k] = backup[van, k]
    state.van[van, SIZE] = size


@njit(cache=True)
def _take(
    day: Day, state: State, van: int, stop: int, length: int, rng: Ints, gone: Ints, count: int
) -> int:
    """Take a string of stops around one out of a van, perhaps keeping some in its midst."""
    n = len(day.stop)
    size, stops = state.van[van, SIZE], state.van[van, STOPS]
    kept = 0
    if length > 1 and length < stops and draw(rng) < SPLIT:
        kept = 1
        while length + kept < stops and draw(rng) < DEEPER:
            kept += 1
    span = length + kept
    rank, own = 0, 0
    for k in range(size):
        item = state.items[van, k]
        if item < n:
            if item == stop:
                own = rank
            rank += 1
    first = max(0, own - span + 1)
    last = min(own, stops - span)
    start = first + int(draw(rng) * (last - first + 1))
    keep_from, keep_to = -1, -1
    if kept:
        keep_from = start + int(draw(rng) * (length + 1))
        keep_to = keep_from + kept
    rank, k = 0, 0
    for j in range(size):
        item = state.items[van, j]
        if item < n:
            inside = start <= rank < start + span and not keep_from <= rank < keep_to
            rank += 1
            if inside:
                gone[count] = item
                count += 1
                state.where[item, VAN] = -1
                continue
        if item == n and (
            k == 0 or state.items[van, k - 1] == n or not _stops_after(state, van, j, n)
        ):
            continue
        state.items[van, k] = item
        k += 1
    while k > 0 and state.items[van, k - 1] == n:
        k -= 1
    state.van[van, SIZE] = k
    return count


@njit(cache=True)
def _stops_after(state: State, van: int, j: int, n: int) -> bool:
    for i in range(j + 1, state.van[van, SIZE]):
        if state.items[van, i] < n:
            return True
    return False
