"""Writes what the search found as tours: times, loads, rests, costs."""

from collections import Counter

from planning.tours.arrays import CENT, PLACE, SERVICE, UNDERWAY, Day, Ints
from planning.tours.drive import drive
from planning.tours.plan import Rest, Tour, Visit
from planning.tours.problem import Amount, Problem, Stop, Vehicle
from planning.tours.state import SIZE, STOPS, State


def tours(problem: Problem, day: Day, state: State) -> tuple[Tour, ...]:
    """Time every tour. The state must hold sequences that can be driven."""
    rows = []
    for van in range(len(day.van)):
        items, size = state.items[van], int(state.van[van, SIZE])
        if not state.van[van, STOPS] and day.van[van, UNDERWAY] < 0:
            continue
        drive(day, van, items, size, state.times, state.trips)
        for number, trip in enumerate(state.trips, start=1):
            if trip[1] < 0:
                break
            rows.append(_tour(problem, day, van, number, items, state.times, trip))
    return tuple(rows)


def cost_cents(problem: Problem, tour: Tour) -> int:
    """Price a tour in cents: road, driver, and the van if its first one takes it out."""
    van = next(row for row in problem.vehicles if row.code == tour.vehicle)
    fixed = van.fixed_cents if tour.trip == 1 and not van.underway else 0
    road = tour.metres * van.cents_per_km
    return (road + CENT * (fixed + tour.paid_minutes * problem.minute_cents)) // CENT


def _tour(
    problem: Problem, day: Day, index: int, number: int, items: Ints, times: Ints, trip: Ints
) -> Tour:
    first, end, depart, back, metres, paid = (int(value) for value in trip)
    n = len(day.stop)
    van = problem.vehicles[index]
    out = number == 1 and van.underway is not None
    clock, place = depart, int(day.van[index, 2]) if out else day.kitchen
    visits: list[Visit] = []
    rests = []
    for k in range(first, end):
        item, begin = int(items[k]), int(times[k])
        if item > n:
            until = begin + int(day.rest[item - n - 1, 3])
            rests.append(Rest(start=begin, end=until, after=len(visits)))
            clock = max(clock, until)
            continue
        arrive = clock + int(day.minutes[place, day.stop[item, PLACE]])
        clock, place = begin + int(day.stop[item, SERVICE]), int(day.stop[item, PLACE])
        visits.append(Visit(stop=problem.stops[item].code, arrive=arrive, begin=begin, leave=clock))
    served = [problem.stops[item] for item in items[first:end] if item < n]
    return Tour(
        vehicle=van.code,
        trip=number,
        depart=depart,
        back=back,
        metres=metres,
        paid_minutes=paid,
        loads=_loads(van, served, out=out),
        visits=tuple(visits),
        rests=tuple(rests),
    )


def _loads(van: Vehicle, served: list[Stop], *, out: bool) -> tuple[Amount, ...]:
    """Add up what is loaded for these stops; a van underway has loaded already."""
    count: Counter[str] = Counter()
    for stop in served:
        for amount in stop.delivers:
            count[amount.kind] += amount.count
    return tuple(Amount(kind=kind, count=count[kind]) for kind in sorted(count))
