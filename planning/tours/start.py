"""Takes up a plan in force: last week's tours, or this morning's before something changed."""

from itertools import permutations

from planning.tours.arrays import (
    ABOARD,
    BEARS,
    EXTRA,
    FORBIDDEN,
    REST_END,
    REST_START,
    REST_VAN,
    UNDERWAY,
    Day,
)
from planning.tours.drive import drive
from planning.tours.plan import Tour, TourPlan
from planning.tours.problem import Problem
from planning.tours.state import NOW, TIMES, TRIAL, State


def rest_first(day: Day, state: State) -> None:
    """Order the breaks of vans on the road so that they can all be taken."""
    for van in range(len(day.van)):
        if day.van[van, UNDERWAY] >= 0:
            rests = state.items[NOW, van, : state.size[NOW, van]].tolist()
            orders = (list(order) for order in permutations(rests))
            drivable = (order for order in orders if _price(day, state, van, order) >= 0)
            state.items[NOW, van, : len(rests)] = next(drivable)


def take_up(problem: Problem, day: Day, state: State, plan: TourPlan) -> None:
    """Give each van what it did in a plan, as far as it still may; the rest stays unserved."""
    codes = {stop.code: index for index, stop in enumerate(problem.stops)}
    for van, vehicle in enumerate(problem.vehicles):
        done = [tour for tour in plan.tours if tour.vehicle == vehicle.code]
        items = _items(day, van, codes, sorted(done, key=lambda tour: tour.trip))
        while _price(day, state, van, items) < 0 and any(item < len(day.stop) for item in items):
            items = _shorter(day, state, van, items)
        if _price(day, state, van, items) < 0:
            continue  # breaks alone, in an order that will not do
        state.items[NOW, van, : len(items)] = items
        state.size[NOW, van] = len(items)


def _items(day: Day, van: int, codes: dict[str, int], done: list[Tour]) -> list[int]:
    """Write tours as one sequence of stops, breaks and reloads."""
    n = len(day.stop)
    breaks = [n + 1 + b for b, rest in enumerate(day.rest) if rest[REST_VAN] == van]
    items: list[int] = []
    for tour in done:
        part: list[int] = []
        for number in range(len(tour.visits) + 1):
            for rest in tour.rests:
                begins = [
                    item for item in breaks
                    if day.rest[item - n - 1, REST_START] <= rest.start
                    <= day.rest[item - n - 1, REST_END]
                ]  # fmt: skip
                if rest.after == number and begins:
                    part.append(begins[0])
                    breaks.remove(begins[0])
            stop = codes.get(tour.visits[number].stop, -1) if number < len(tour.visits) else -1
            if stop >= 0 and day.pair[EXTRA, stop, van] != FORBIDDEN and stop not in items + part:
                part.append(stop)
        if _loads_first(day, van, items, part):
            items.append(n)
        items += part
    return items + breaks


def _loads_first(day: Day, van: int, items: list[int], part: list[int]) -> bool:
    """Tell whether the van passes the kitchen between what it did and what follows."""
    stops = [item for item in part if item < len(day.stop)]
    if any(item < len(day.stop) for item in items):
        return bool(stops)
    return bool(
        day.van[van, UNDERWAY] >= 0
        and any(day.stop[stop, BEARS] and day.stop[stop, ABOARD] != van for stop in stops)
    )


def _shorter(day: Day, state: State, van: int, items: list[int]) -> list[int]:
    """Leave out the stop without which the rest is cheapest to drive, or else the last one."""
    n = len(day.stop)
    places = [k for k, item in enumerate(items) if item < n]
    rests = [items[:k] + items[k + 1 :] for k in places]
    prices = [_price(day, state, van, rest) for rest in rests]
    drivable = [(price, number) for number, price in enumerate(prices) if price >= 0]
    shorter = rests[min(drivable)[1] if drivable else -1]
    if any(item < n for item in shorter):
        return shorter
    return [item for item in shorter if item != n]


def _price(day: Day, state: State, van: int, items: list[int]) -> int:
    trial, times = state.scratch[TRIAL], state.scratch[TIMES]
    trial[: len(items)] = items
    return int(drive(day, van, trial, len(items), times, state.trips))
