"""Takes strings of neighbouring stops out of a plan (SISR's ruin)."""

from planning.tours.arrays import EXTRA, REQUIRED, UNDERWAY, ZERO, Day
from planning.tours.compiled import inner
from planning.tours.recreate import draw, touch
from planning.tours.state import GONE, NOW, STOPS, TOUCHED, VAN, State

MEAN_REMOVED = 10.0
LONGEST_STRING = 10.0
SPLIT = 0.5
DEEPER = 0.01
AROUND_ABSENT = 0.5


@inner
def ruin(day: Day, state: State) -> int:
    """Take strings of stops out of vans near a drawn stop; returns how many stops are gone."""
    served, used = 0, 0
    for van in range(len(day.van)):
        served += state.van[NOW, van, STOPS]
        used += state.van[NOW, van, STOPS] > 0
    if not used:
        return 0
    longest = min(LONGEST_STRING, served / used)
    strings = int(draw(state) * (4.0 * MEAN_REMOVED / (1.0 + longest) - 1.0) + 1.0)
    seed = _seed(day, state, served)
    count, j = ZERO, -1
    while strings > 0 and j < day.near.shape[1]:
        stop = seed if j < 0 else day.near[seed, j]
        van = state.where[stop, VAN]
        j += 1
        if van >= 0 and not state.van[NOW, van, TOUCHED] and day.pair[EXTRA, seed, van] >= 0:
            touch(state, van)
            strings -= 1
            room = min(longest, float(state.van[NOW, van, STOPS]))
            length = min(int(draw(state) * room + 1.0), state.van[NOW, van, STOPS])
            count = _take(day, state, van, stop, length, count)
    return count


@inner
def _seed(day: Day, state: State, served: int) -> int:
    """Draw the stop to ruin around, every other time a required one that has no place."""
    seed = int(draw(state) * len(day.stop))
    if served < len(day.stop) and draw(state) < AROUND_ABSENT:
        for j in range(len(day.stop)):
            stop = (seed + j) % len(day.stop)
            if state.where[stop, VAN] < 0 and day.stop[stop, REQUIRED]:
                return stop
    return seed


@inner
def _take(day: Day, state: State, van: int, stop: int, length: int, count: int) -> int:
    """Take a string of stops around one out of a van, perhaps keeping some in its midst."""
    n, stops, items = len(day.stop), state.van[NOW, van, STOPS], state.items[NOW, van]
    kept = 0
    if length > 1 and length < stops and draw(state) < SPLIT:
        kept = 1
        while length + kept < stops and draw(state) < DEEPER:
            kept += 1
    own, k = 0, 0
    while items[k] != stop:
        own += items[k] < n
        k += 1
    first, last = max(0, own - length - kept + 1), min(own, stops - length - kept)
    start = first + int(draw(state) * (last - first + 1))
    end = start + length + kept
    keep_from = start + int(draw(state) * (length + 1)) if kept else end
    rank, size = 0, 0
    for k in range(state.size[NOW, van]):
        item = items[k]
        if item < n:
            rank += 1
            if start < rank <= end and not keep_from < rank <= keep_from + kept:
                state.scratch[GONE, count] = item
                state.where[item, VAN] = -1
                count += 1
                continue
        items[size] = item
        size += 1
    state.size[NOW, van] = size
    _tidy(day, state, van)
    return count


@inner
def _tidy(day: Day, state: State, van: int) -> None:
    """Drop reloads that no longer stand between two stops."""
    n, items, size = len(day.stop), state.items[NOW, van], 0
    # a van underway may come to the kitchen before its first stop
    seen, reload = day.van[van, UNDERWAY] >= 0, False
    for k in range(state.size[NOW, van]):
        item = items[k]
        if item == n:
            reload = seen
            continue
        if item < n:
            if reload:
                items[size] = n
                size += 1
            seen, reload = True, False
        items[size] = item
        size += 1
    state.size[NOW, van] = size
