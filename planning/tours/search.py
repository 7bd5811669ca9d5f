"""Ruin and recreate under falling warmth: the search itself, compiled.

Slack Induction by String Removals (see `recreate`) with simulated annealing. Work is counted in
gaps looked at, so that the same budget does the same everywhere.
"""

from math import log

from planning.tours.arrays import FAR, REQUIRED, Day
from planning.tours.compiled import entry, inner
from planning.tours.recreate import draw, place_breaks, recreate
from planning.tours.ruin import ruin
from planning.tours.state import (
    ABSENCES,
    AT,
    BEFORE,
    BEST,
    GONE,
    MISSED_NOW,
    NOW,
    PRICE_BEST,
    PRICE_NOW,
    STOPS,
    TOUCHED,
    VAN,
    WORK,
    State,
    copy,
    keep,
    refresh,
    total,
)

ITERATION_WORK = 40
MOVE_BREAKS = 0.5


@entry
def search(day: Day, state: State, until: int, budget: int, hot: float, cold: float) -> None:
    """Search until as much work is done; the warmth falls from `hot` to `cold` over the budget."""
    score = state.score
    if score[PRICE_NOW] == FAR:
        _adopt(day, state)
    while score[WORK] < until:
        warmth = hot * (cold / hot) ** (score[WORK] / budget)
        score[WORK] += ITERATION_WORK
        count = ruin(day, state)
        fine = _settle(day, state)
        count = _absent(day, state, count)
        price = 0
        if fine:
            recreate(day, state, count)
            price = total(day, state)
        missed = _missed(day, state)
        cheap = price < score[PRICE_NOW] - warmth * log(1.0 - draw(state))
        if not fine or not (cheap or missed < score[MISSED_NOW]):
            _undo(day, state, count)
            continue
        score[MISSED_NOW] = missed
        score[PRICE_NOW] = price
        for van in range(len(day.van)):
            state.van[NOW, van, TOUCHED] = 0
        if price < score[PRICE_BEST]:
            score[PRICE_BEST] = price
            copy(state, NOW, BEST)


@inner
def _adopt(day: Day, state: State) -> None:
    """Take the sequences of the plan in hand, which must be drivable, for the best."""
    for van in range(len(day.van)):
        refresh(day, state, van)
    state.score[PRICE_NOW] = state.score[PRICE_BEST] = total(day, state)
    copy(state, NOW, BEST)


@inner
def _settle(day: Day, state: State) -> bool:
    """Bring the vans up to date that stops were taken from; False when one cannot drive."""
    fine = True
    for van in range(len(day.van)):
        if state.van[NOW, van, TOUCHED]:
            if len(day.rest) and draw(state) < MOVE_BREAKS:
                place_breaks(day, state, van)
            fine = refresh(day, state, van) and fine
    return fine


@inner
def _missed(day: Day, state: State) -> int:
    """Count a stop without a place once more; returns how often those had none, required ones.

    A plan that leaves stops which are often left is worse than one that leaves others: so the
    search moves on where swapping one for the other costs the same (SISR's sum of absences).
    """
    missed = 0
    for stop in range(len(day.stop)):
        if state.where[stop, VAN] < 0 and day.stop[stop, REQUIRED]:
            missed += state.where[stop, ABSENCES]
            state.where[stop, ABSENCES] += 1
    return missed


@inner
def _absent(day: Day, state: State, count: int) -> int:
    """Add to the stops just taken out those that had no place before."""
    served = count
    for van in range(len(day.van)):
        served += state.van[NOW, van, STOPS]
    if served == len(day.stop):
        return count
    removed = count
    for stop in range(len(day.stop)):
        if state.where[stop, VAN] < 0:
            known = False
            for i in range(removed):
                known = known or state.scratch[GONE, i] == stop
            if not known:
                state.scratch[GONE, count] = stop
                count += 1
    return count


@inner
def _undo(day: Day, state: State, count: int) -> None:
    """Give the vans touched back what they did."""
    for i in range(count):
        state.where[state.scratch[GONE, i], VAN] = -1
    for van in range(len(day.van)):
        if state.van[NOW, van, TOUCHED]:
            keep(state, van, BEFORE, NOW)
            state.van[NOW, van, TOUCHED] = 0
            for k in range(state.size[NOW, van]):
                stop = state.items[NOW, van, k]
                if stop < len(day.stop):
                    state.where[stop, VAN], state.where[stop, AT] = van, k
