"""Ruin and recreate under falling warmth: the search itself, compiled.

Slack Induction by String Removals (see `recreate`) with simulated annealing. Work is counted in
gaps looked at, so that the same budget does the same everywhere.
"""

from math import log

from planning.tours.arrays import FAR, HAD, REQUIRED, Day
from planning.tours.compiled import entry, inner
from planning.tours.recreate import draw, place_breaks, recreate
from planning.tours.ruin import ruin
from planning.tours.state import (
    ABSENCES,
    AT,
    BEFORE,
    BEST,
    GONE,
    MISSED,
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
        score[WORK] += ITERATION_WORK + (len(day.stop) + len(day.van)) // 16
        count = ruin(day, state)
        fine = _settle(day, state)
        count = _absent(day, state, count)
        price = 0
        if fine:
            recreate(day, state, count)
            price = total(day, state)
            fine = _stays(day, state)
        cheap = price < score[PRICE_NOW] - warmth * log(1.0 - draw(state))
        if not fine or not (_misses_less(day, state) or cheap):
            _undo(day, state, count)
            continue
        _accept(day, state, price)


@inner
def _adopt(day: Day, state: State) -> None:
    """Take the sequences of the plan in hand, which must be drivable, for the best."""
    for van in range(len(day.van)):
        refresh(day, state, van)
    state.score[PRICE_NOW] = state.score[PRICE_BEST] = total(day, state)
    copy(state, NOW, BEST)
    state.score[WORK] = 0


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
def _stays(day: Day, state: State) -> bool:
    """Tell whether no more stops than may are on another van than they had."""
    moved = 0
    for stop in range(len(day.stop) if day.most_moved < FAR else 0):
        van, had = state.where[stop, VAN], day.stop[stop, HAD]
        if van >= 0 and had >= 0 and van != had:
            moved += 1
    return moved <= day.most_moved


@inner
def _misses_less(day: Day, state: State) -> bool:
    """Tell whether required stops without a place are now such as had one more often.

    A plan that leaves what is often left is worse than one that leaves something else: so the
    search moves on where swapping one for the other costs the same (SISR's sum of absences).
    """
    before, now = 0, 0
    for stop in range(len(day.stop)):
        before += state.where[stop, MISSED] * state.where[stop, ABSENCES]
        if state.where[stop, VAN] < 0 and day.stop[stop, REQUIRED]:
            now += state.where[stop, ABSENCES]
    for stop in range(len(day.stop) if now else 0):
        if state.where[stop, VAN] < 0:
            state.where[stop, ABSENCES] += 1
    return now < before


@inner
def _accept(day: Day, state: State, price: int) -> None:
    """Go on from the plan in hand."""
    state.score[PRICE_NOW] = price
    for van in range(len(day.van)):
        state.van[NOW, van, TOUCHED] = 0
    for stop in range(len(day.stop)):
        missed = state.where[stop, VAN] < 0 and day.stop[stop, REQUIRED]
        state.where[stop, MISSED] = 1 if missed else 0
    if price < state.score[PRICE_BEST]:
        state.score[PRICE_BEST] = price
        copy(state, NOW, BEST)


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
