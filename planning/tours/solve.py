"""Plans a day of tours with OR-Tools routing: windows, loads, shifts, time on the road.

Every stop is optional at a price above any detour, so that a day that cannot serve everyone
still gives a plan that says whom it leaves and why. The search ends after a number of plans
compared, never after seconds: same problem, same plan.
"""

import hashlib
from itertools import pairwise
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from planning.outcome import Status
from planning.reasons import Reason, reason
from planning.tours.plan import Tour, TourPlan, Unserved, Visit
from planning.tours.problem import Problem, Stop, Vehicle
from planning.tours.roads import matrix
from planning.tours.validate import write_problem
from planning.week.plan import note

Roads = dict[tuple[str, str], tuple[int, int]]
OUTER_SECONDS = 20
FEW_STOPS = 3


def solve(problem: Problem, *, seed: int = 1, compared: int = 400) -> TourPlan:
    """Plan a day. The problem must be valid (`validate` finds nothing).

    `compared` is the work budget: how many improving or diversifying plans the local search may
    visit.
    """
    roads = matrix(problem)
    routes = _search(problem, roads, compared) if problem.stops else [[] for _ in problem.vehicles]
    tours = []
    for van, stops in zip(problem.vehicles, routes, strict=True):
        tour = timed(problem, roads, van, stops)
        if stops and tour is not None:
            tours.append(tour)
    served = {visit.stop for tour in tours for visit in tour.visits}
    left = [stop for stop in problem.stops if stop.code not in served]
    return TourPlan(
        problem_sha256=hashlib.sha256(write_problem(problem).encode()).hexdigest(),
        seed=seed,
        status=Status.FEASIBLE.value,
        cost_cents=sum(tour_cost(problem, tour) for tour in tours),
        work=compared,
        tours=tuple(tours),
        unserved=tuple(
            Unserved(stop=stop.code, why=note(_why(problem, roads, tours, stop))) for stop in left
        ),
    )


def tour_cost(problem: Problem, tour: Tour) -> int:
    """Price a tour in cents: taking the van out, kilometres, the driver's minutes."""
    van = next(row for row in problem.vehicles if row.code == tour.vehicle)
    road = tour.metres * van.cents_per_km // 1000
    return van.fixed_cents + road + (tour.back - tour.depart) * problem.minute_cents


def _search(problem: Problem, roads: Roads, compared: int) -> list[list[Stop]]:
    nodes = [problem.kitchen, *(stop.place for stop in problem.stops)]
    manager = pywrapcp.RoutingIndexManager(len(nodes), len(problem.vehicles), 0)
    routing = pywrapcp.RoutingModel(manager)
    for index, van in enumerate(problem.vehicles):
        price = [
            [
                roads[one, other][0] * van.cents_per_km // 1000
                + roads[one, other][1] * problem.minute_cents
                for other in nodes
            ]
            for one in nodes
        ]
        routing.SetArcCostEvaluatorOfVehicle(routing.RegisterTransitMatrix(price), index)
        routing.SetFixedCostOfVehicle(van.fixed_cents, index)
    _loads(problem, manager, routing)
    _times(problem, roads, nodes, manager, routing)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    enums = routing_enums_pb2
    parameters.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    # Guided local search ends by its count of plans alone: on a day with hardly two plans to
    # compare it would wait for the outer stop, where a plain descent ends at once.
    methods = enums.LocalSearchMetaheuristic
    few = len(problem.stops) <= FEW_STOPS
    parameters.local_search_metaheuristic = (
        methods.GREEDY_DESCENT if few else methods.GUIDED_LOCAL_SEARCH
    )
    parameters.solution_limit = compared
    parameters.time_limit.seconds = OUTER_SECONDS
    answer = routing.SolveWithParameters(parameters)
    if answer is None:
        return [[] for _ in problem.vehicles]
    return [_route(problem, manager, routing, answer, van) for van in range(len(problem.vehicles))]


def _loads(problem: Problem, manager: Any, routing: Any) -> None:
    boxes = [0, *(stop.boxes for stop in problem.stops)]
    evaluator = routing.RegisterUnaryTransitVector(boxes)
    capacity = [van.boxes for van in problem.vehicles]
    routing.AddDimensionWithVehicleCapacity(evaluator, 0, capacity, True, "boxes")  # noqa: FBT003 - C++ order
    for index, stop in enumerate(problem.stops, start=1):
        node = manager.NodeToIndex(index)
        routing.AddDisjunction([node], problem.unserved_cents * stop.priority)
        if stop.vehicles:
            allowed = [
                number for number, van in enumerate(problem.vehicles) if van.code in stop.vehicles
            ]
            # -1 lets the stop stay unserved
            routing.VehicleVar(node).SetValues([-1, *allowed])


def _times(
    problem: Problem,
    roads: Roads,
    nodes: list[str],
    manager: Any,
    routing: Any,
) -> None:
    service = [0, *(stop.service_minutes for stop in problem.stops)]
    transit = [
        [roads[one, other][1] + service[index] for other in nodes]
        for index, one in enumerate(nodes)
    ]
    evaluator = routing.RegisterTransitMatrix(transit)
    longest = max(van.end for van in problem.vehicles)
    routing.AddDimension(evaluator, longest, longest, False, "time")  # noqa: FBT003 - C++ order
    time = routing.GetDimensionOrDie("time")
    for index, stop in enumerate(problem.stops, start=1):
        cumul = time.CumulVar(manager.NodeToIndex(index))
        if not stop.openings:
            routing.VehicleVar(manager.NodeToIndex(index)).SetValues([-1])
            continue
        windows = sorted((row.start, row.end) for row in stop.openings)
        cumul.SetRange(windows[0][0], windows[-1][1])
        for (_, closed), (opened, _) in pairwise(windows):
            if opened > closed + 1:
                cumul.RemoveInterval(closed + 1, opened - 1)
    for number, van in enumerate(problem.vehicles):
        leave = max(van.start, problem.ready_minute) + problem.loading_minutes
        time.CumulVar(routing.Start(number)).SetRange(min(leave, van.end), van.end)
        time.CumulVar(routing.End(number)).SetRange(0, van.end)
        if problem.longest_minutes:
            # every hand-over within the limit: sure when the whole tour out is within it
            time.SetSpanUpperBoundForVehicle(
                problem.longest_minutes + max(row[1] for row in roads.values()), number
            )
        routing.AddVariableMinimizedByFinalizer(time.CumulVar(routing.End(number)))


def _route(
    problem: Problem,
    manager: Any,
    routing: Any,
    answer: Any,
    van: int,
) -> list[Stop]:
    stops = []
    index = routing.Start(van)
    while not routing.IsEnd(index):
        node = manager.IndexToNode(index)
        if node:
            stops.append(problem.stops[node - 1])
        index = answer.Value(routing.NextVar(index))
    return stops


def timed(problem: Problem, roads: Roads, van: Vehicle, stops: list[Stop]) -> Tour | None:
    """Give a sequence its times, leaving as late as serves it; None when it cannot be driven."""
    earliest = max(van.start, problem.ready_minute) + problem.loading_minutes
    first = _drive(problem, roads, van, stops, earliest)
    if first is None or not stops:
        return first
    # leaving later shortens waits on the road: hot food and drivers both gain
    waits = sum(visit.begin - visit.arrive for visit in first.visits)
    best = first
    for delay in range(waits, 0, -1):
        later = _drive(problem, roads, van, stops, earliest + delay)
        if later is not None and later.back <= first.back:
            best = later
            break
    limit = problem.longest_minutes
    if limit and best.visits[-1].begin - best.depart > limit:
        return None
    return best


def _drive(
    problem: Problem, roads: Roads, van: Vehicle, stops: list[Stop], depart: int
) -> Tour | None:
    place, clock, metres = problem.kitchen, depart, 0
    visits = []
    for stop in stops:
        length, minutes = roads[place, stop.place]
        arrive = clock + minutes
        begin = _begin(stop, arrive)
        if begin is None:
            return None
        clock = begin + stop.service_minutes
        metres += length
        place = stop.place
        visits.append(Visit(stop=stop.code, arrive=arrive, begin=begin, leave=clock))
    length, minutes = roads[place, problem.kitchen]
    boxes = sum(stop.boxes for stop in stops)
    if clock + minutes > van.end or boxes > van.boxes:
        return None
    return Tour(
        vehicle=van.code,
        depart=depart,
        back=clock + minutes,
        metres=metres + length,
        boxes=boxes,
        visits=tuple(visits),
    )


def _begin(stop: Stop, arrive: int) -> int | None:
    for opening in sorted(stop.openings, key=lambda row: row.start):
        if arrive <= opening.end:
            return max(arrive, opening.start)
    return None


def _why(problem: Problem, roads: Roads, tours: list[Tour], stop: Stop) -> Reason:
    """Say why a stop is left and the smallest thing that would let it be served."""
    if not stop.openings:
        return reason("tour.closed", stop=stop.code)
    leave = min(max(van.start, problem.ready_minute) for van in problem.vehicles)
    soonest = leave + problem.loading_minutes + roads[problem.kitchen, stop.place][1]
    closes = max(row.end for row in stop.openings)
    if soonest > closes:
        return reason("tour.too_early", stop=stop.code, minutes=soonest - closes)
    used = {tour.vehicle: tour.boxes for tour in tours}
    room = max(van.boxes - used.get(van.code, 0) for van in problem.vehicles)
    if stop.boxes > room:
        return reason("tour.no_room", stop=stop.code, boxes=stop.boxes, room=room)
    late = _least_lateness(problem, roads, tours, stop)
    return reason("tour.no_time", stop=stop.code, minutes=late)


def _least_lateness(problem: Problem, roads: Roads, tours: list[Tour], stop: Stop) -> int:
    """Minutes by which the closing would have to move for the stop to end some tour."""
    vans = {van.code: van for van in problem.vehicles}
    place_of = {row.code: row.place for row in problem.stops}
    least = 10**4
    for tour in tours:
        last = tour.visits[-1]
        arrive = last.leave + roads[place_of[last.stop], stop.place][1]
        back = arrive + stop.service_minutes + roads[stop.place, problem.kitchen][1]
        late = max(arrive - max(row.end for row in stop.openings), back - vans[tour.vehicle].end)
        least = min(least, max(1, late))
    return least
