"""Other planners of tours, on our own arrays: each returns a price that `drive` agrees with."""

import time

import numpy as np
from pyvrp import Model, SolveParams
from pyvrp import solve as pyvrp_solve

from planning.tours.arrays import (
    CLOSES,
    DELIVER,
    EXTRA,
    FORBIDDEN,
    HOLD,
    METRES,
    MINUTES,
    OPENS,
    PLACE,
    REQUIRED,
    REST_VAN,
    SERVICE,
    SHIFT_END,
    UNSERVED,
)
from planning.tours.drive import drive
from tests.bench.routing_model import RoutingModel


class Sequences:
    """Sequences of a day's vans, made drivable and priced exactly."""

    def __init__(self, day):
        self.day = day
        most = len(day.stop) + len(day.rest) + 30
        self.times = np.zeros(most, dtype=np.int64)
        self.trips = np.zeros((30, 7), dtype=np.int64)

    def price(self, van, items):
        row = np.array([*items, 0], dtype=np.int64)
        return drive(self.day, van, row, len(items), self.times, self.trips)

    def with_breaks(self, van, stops):
        """Put each break where it costs least; None when there is no place."""
        items = list(stops)
        for b in np.flatnonzero(self.day.rest[:, REST_VAN] == van):
            rest = len(self.day.stop) + 1 + int(b)
            tries = [[*items[:k], rest, *items[k:]] for k in range(len(items) + 1)]
            prices = [
                (price, k) for k, row in enumerate(tries) if (price := self.price(van, row)) >= 0
            ]
            if not prices:
                return None
            items = tries[min(prices)[1]]
        return items if self.price(van, items) >= 0 else None

    def total(self, trips):
        """Price trips of every van; returns the price, and required stops left."""
        n, price, served = len(self.day.stop), 0, set()
        for van, rows in enumerate(trips):
            stops = []
            for row in rows:
                stops += [n] * bool(stops and row) + list(row)
            items = self.with_breaks(van, stops)
            while items is None:
                stops = stops[:-1]
                items = self.with_breaks(van, stops)
            price += self.price(van, items)
            served |= {item for item in items if item < n}
        left = [i for i in range(n) if i not in served]
        price += int(self.day.stop[left, UNSERVED].sum())
        return price, int(self.day.stop[left, REQUIRED].sum())


def routing(day, seconds):
    """OR-Tools: parallel cheapest insertion, then guided local search."""
    return Sequences(day).total(RoutingModel(day).solve(seconds))


def nearest(day, _seconds=0):
    """Give each van the nearest stop it can still serve, until none is left."""
    rows, open_stops = Sequences(day), set(range(len(day.stop)))
    trips = []
    for van in range(len(day.van)):
        stops, place = [], day.kitchen
        while open_stops:
            able = [i for i in open_stops if day.pair[EXTRA, i, van] != FORBIDDEN]
            near = sorted(able, key=lambda i: (day.road[place, day.stop[i, PLACE], MINUTES], i))
            fitting = (i for i in near if rows.with_breaks(van, [*stops, i]) is not None)
            chosen = next(fitting, None)
            if chosen is None:
                break
            stops.append(chosen)
            open_stops.remove(chosen)
            place = day.stop[chosen, PLACE]
        trips.append([stops])
    return rows.total(trips)


def pyvrp(day, seconds, seed):
    """PyVRP, on plain days only (one window, one kind of load, vans alike)."""
    model = Model()
    places = [day.kitchen, *(int(row[PLACE]) for row in day.stop)]
    spots = [model.add_location(0, 0) for _ in places]
    model.add_depot(spots[0])
    model.add_vehicle_type(
        len(day.van),
        capacity=int(day.hold[HOLD, 0, 0]),
        tw_early=0,
        tw_late=int(day.van[0, SHIFT_END]),
    )
    for i in range(len(day.stop)):
        model.add_client(
            spots[i + 1],
            delivery=int(day.amount[DELIVER, i, 0]),
            service_duration=int(day.stop[i, SERVICE]),
            tw_early=int(day.window[OPENS, i, 0]),
            tw_late=int(day.window[CLOSES, i, 0]),
        )
    for one, place in zip(spots, places, strict=True):
        for two, other in zip(spots, places, strict=True):
            metres, minutes = day.road[place, other, METRES], day.road[place, other, MINUTES]
            model.add_edge(one, two, distance=int(metres), duration=int(minutes))
    data, began = model.data(), time.process_time()
    result = pyvrp_solve(
        data,
        stop=lambda _best: time.process_time() - began > seconds,
        seed=seed,
        collect_stats=False,
        display=False,
        params=SolveParams(),
    )
    rows = [[one.idx for one in route if one.is_client()] for route in result.best.routes()]
    trips = [[row] for row in rows] + [[] for _ in range(len(day.van) - len(rows))]
    return Sequences(day).total(trips)
