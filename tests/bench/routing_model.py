"""The best OR-Tools routing model of our whole problem that we know, as a yardstick.

Each trip of a van is a vehicle; every stop is in a disjunction at its price, for the library's
first solutions fail on days with mandatory stops. Costs are in thousandths of a cent.
"""

import time
from itertools import pairwise

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from planning.tours.arrays import (
    BEGIN_PLACE,
    COLLECT,
    DELIVER,
    END_PLACE,
    EXTRA,
    FAR,
    FIXED,
    FORBIDDEN,
    HOLD,
    LIMIT,
    METRES,
    MINUTES,
    MOST,
    PER_METRE,
    PLACE,
    READY,
    REST_END,
    REST_MINUTES,
    REST_START,
    REST_VAN,
    SERVICE,
    SHIFT_END,
    SHIFT_START,
    TRIPS,
    UNSERVED,
    WINDOWS,
)

LONGEST = 1 << 20
BIG = 1 << 40


class RoutingModel:
    """A day as a routing model; `solve` returns for each van its trips, stops by number."""

    def __init__(self, day):
        self.day = day
        self.n = len(day.stop)
        self.trips = [(v, t) for v in range(len(day.van)) for t in range(int(day.van[v, TRIPS]))]
        nodes = 1 + self.n
        self.manager = pywrapcp.RoutingIndexManager(nodes, len(self.trips), 0)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.solver = self.routing.solver()
        self.places = [day.kitchen, *(int(row[PLACE]) for row in day.stop)]
        self.index = [self.manager.NodeToIndex(i + 1) for i in range(self.n)]
        self._costs()
        self._time()
        self._loads()
        for i in range(self.n):
            self._stop(i)
        self._breaks()

    def _costs(self):
        metres = self.day.road[self.places][:, self.places, METRES]
        for number, (van, trip) in enumerate(self.trips):
            price = metres * self.day.van[van, PER_METRE]
            price[:, 1:] += self.day.pair[EXTRA, :, van].clip(0)
            evaluator = self.routing.RegisterTransitMatrix(price.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(evaluator, number)
            before, home = self._ends(van, trip)
            fixed = (int(self.day.van[van, FIXED]) if trip == 0 else 0) + self.day.per_minute * (
                self.day.loading + int(before[1]) + int(home[1])
            )
            ways = (int(before[0]) + int(home[0])) * int(self.day.van[van, PER_METRE])
            self.routing.SetFixedCostOfVehicle(fixed + ways, number)

    def _ends(self, van, trip):
        """Metres and minutes from the van's place to the kitchen, and from it to its end."""
        row, road, kitchen = self.day.van[van], self.day.road, self.day.kitchen
        last = trip == row[TRIPS] - 1
        before = (METRES, MINUTES), row[BEGIN_PLACE], kitchen, trip == 0
        home = (METRES, MINUTES), kitchen, row[END_PLACE], last
        return [
            tuple(road[one, other, layer] if counts else 0 for layer in layers)
            for layers, one, other, counts in (before, home)
        ]

    def _time(self):
        minutes = self.day.road[self.places][:, self.places, MINUTES].copy()
        minutes[1:] += self.day.stop[:, SERVICE][:, None]
        evaluator = self.routing.RegisterTransitMatrix(minutes.tolist())
        last = int(self.day.van[:, SHIFT_END].max())
        self.routing.AddDimension(evaluator, last, last, False, "time")  # noqa: FBT003 - C++ order
        self.time = self.routing.GetDimensionOrDie("time")
        self.starts = [self.time.CumulVar(self.routing.Start(v)) for v in range(len(self.trips))]
        self.ends = [self.time.CumulVar(self.routing.End(v)) for v in range(len(self.trips))]
        paid = {}
        for number, (van, trip) in enumerate(self.trips):
            row, (before, home) = self.day.van[van], self._ends(van, trip)
            self.starts[number].SetMin(int(row[SHIFT_START] + before[1] + self.day.loading))
            self.ends[number].SetMax(int(row[SHIFT_END] - home[1]))
            self.time.SetSpanCostCoefficientForVehicle(self.day.per_minute, number)
            if self.day.balance:
                square = pywrapcp.BoundCost(0, max(1, round(self.day.balance / 3600)))
                self.time.SetQuadraticCostSoftSpanUpperBoundForVehicle(square, number)
            if trip:
                self.solver.Add(self.starts[number] >= self.ends[number - 1] + self.day.loading)
            used = self.routing.ActiveVehicleVar(number)
            other = int(self.day.loading + before[1] + home[1])
            paid.setdefault(van, []).append(self.ends[number] - self.starts[number] + used * other)
            for variable in (self.starts[number], self.ends[number]):
                self.routing.AddVariableMinimizedByFinalizer(variable)
        for van, spans in paid.items():
            if self.day.van[van, MOST] < FAR:
                self.solver.Add(sum(spans) <= int(self.day.van[van, MOST]))

    def _loads(self):
        amount = self.day.amount
        for d in range(amount.shape[2]):
            room = [int(min(self.day.hold[HOLD, van, d], BIG)) for van, _ in self.trips]
            down = self._dimension(
                [0, *amount[DELIVER, :, d].tolist()], room, f"down{d}", zero=True
            )
            if amount[COLLECT, :, d].any():
                change = [0, *(amount[COLLECT, :, d] - amount[DELIVER, :, d]).tolist()]
                aboard = self._dimension(change, room, f"aboard{d}", zero=False)
                for v in range(len(self.trips)):
                    start = aboard.CumulVar(self.routing.Start(v))
                    self.solver.Add(start == down.CumulVar(self.routing.End(v)))

    def _dimension(self, amounts, room, name, *, zero):
        evaluator = self.routing.RegisterUnaryTransitVector(amounts)
        self.routing.AddDimensionWithVehicleCapacity(evaluator, 0, room, zero, name)
        return self.routing.GetDimensionOrDie(name)

    def _stop(self, i):
        day, node, row = self.day, self.index[i], self.day.stop[i]
        vans = [v for v, (van, _) in enumerate(self.trips) if day.pair[EXTRA, i, van] != FORBIDDEN]
        self.routing.AddDisjunction([node], int(row[UNSERVED]))
        self.routing.VehicleVar(node).SetValues([-1, *vans])
        windows = [day.window[:, i, w].tolist() for w in range(row[WINDOWS])]
        if not vans or not windows:
            return
        begin = self.time.CumulVar(node)
        begin.SetRange(windows[0][0], windows[-1][1])
        for (_, closed), (opened, _) in pairwise(windows):
            if opened > closed + 1:
                begin.RemoveInterval(closed + 1, opened - 1)
        self._position(i)
        limits = [int(min(day.pair[LIMIT, i, van], LONGEST)) for van, _ in self.trips]
        if min(limits) == LONGEST and not row[READY]:
            return
        # an unserved stop has vehicle -1: the first of each row is for it
        chosen = (self.routing.VehicleVar(node) + 1).Var()
        never = self.solver.IntConst(LONGEST)
        start = self.solver.Element([never, *self.starts], chosen)
        self.solver.Add(start >= int(row[READY]))
        if min(limits) < LONGEST:
            limit = self.solver.Element([LONGEST, *limits], chosen)
            self.solver.Add(begin <= start + limit - day.loading)

    def _position(self, i):
        position, node = int(self.day.stop[i, 6]), self.index[i]
        if position == 1:
            for v in range(len(self.trips)):
                here = self.solver.IsEqualCstVar(self.routing.VehicleVar(node), v)
                begins = self.solver.IsEqualCstVar(
                    self.routing.NextVar(self.routing.Start(v)), node
                )
                self.solver.Add(here <= begins)
        elif position:
            ends = [self.routing.End(v) for v in range(len(self.trips))]
            self.routing.NextVar(node).SetValues([node, *ends])

    def _breaks(self):
        visits = [0, *self.day.stop[:, SERVICE].tolist()]
        transits = [visits[self.manager.IndexToNode(i)] for i in range(self.routing.Size())]
        for van in range(len(self.day.van)):
            rests = [
                self.solver.FixedDurationIntervalVar(
                    int(row[REST_START]), int(row[REST_END]), int(row[REST_MINUTES]), False, "rest"  # noqa: FBT003
                )
                for row in self.day.rest
                if row[REST_VAN] == van
            ]  # fmt: skip
            for v, (own, _) in enumerate(self.trips):
                if rests and own == van:
                    self.time.SetBreakIntervalsOfVehicle(rests, v, transits)

    def solve(self, seconds):
        """Search for so many CPU seconds; returns trips of stops by van."""
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        enums = routing_enums_pb2
        parameters.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        parameters.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        parameters.time_limit.seconds = int(seconds * 3) + 5
        began = time.process_time()
        limit = self.solver.CustomLimit(lambda: time.process_time() - began > seconds)
        self.routing.AddSearchMonitor(limit)
        answer = self.routing.SolveWithParameters(parameters)
        trips = [[] for _ in self.day.van]
        for v, (van, _) in enumerate(self.trips if answer else []):
            index, stops = answer.Value(self.routing.NextVar(self.routing.Start(v))), []
            while not self.routing.IsEnd(index):
                stops.append(self.manager.IndexToNode(index) - 1)
                index = answer.Value(self.routing.NextVar(index))
            trips[van].append(stops)
        return trips
