"""Writes what the search found as tours: times, loads, rests, costs."""

from collections import Counter
from collections.abc import Sequence

from planning.reasons import reason
from planning.tours.arrays import (
    BEGIN_PLACE,
    CENT,
    FAR,
    MINUTES,
    PLACE,
    REST_MINUTES,
    SERVICE,
    UNDERWAY,
    Day,
    Ints,
)
from planning.tours.drive import BACK, BEGIN, DEPART, PAID, ROAD, STOP, drive
from planning.tours.plan import Rest, Tour, Visit
from planning.tours.problem import Amount, Problem, Stop
from planning.tours.state import BEST, TIMES, State
from planning.week.plan import Note, note


def tours(problem: Problem, day: Day, state: State) -> tuple[Tour, ...]:
    """Time every tour of the best plan."""
    rows = []
    for van in range(len(day.van)):
        items = state.items[BEST, van, : state.size[BEST, van]]
        if day.van[van, UNDERWAY] < 0 and not (items < len(day.stop)).any():
            continue
        times = state.scratch[TIMES]
        drive(day, van, items, len(items), times, state.trips)
        for number, trip in enumerate(state.trips, start=1):
            if trip[STOP] < 0:
                break
            rows.append(_tour(problem, day, van, number, items, times, trip))
    return tuple(rows)


def cost_cents(problem: Problem, tour: Tour) -> int:
    """Price a tour in cents: road, driver, and the van if its first one takes it out."""
    van = next(row for row in problem.vehicles if row.code == tour.vehicle)
    fixed = van.fixed_cents if tour.trip == 1 and not van.underway else 0
    road = tour.metres * van.cents_per_km
    return (road + CENT * (fixed + tour.paid_minutes * problem.minute_cents)) // CENT


def overtime(problem: Problem, made: Sequence[Tour]) -> tuple[Note, ...]:
    """Say which vans on the road come home after their shift, or work longer than they may."""
    notes = []
    for van in problem.vehicles:
        own = [tour for tour in made if tour.vehicle == van.code]
        paid = sum(tour.paid_minutes for tour in own) - (van.most_minutes or FAR)
        late = max([paid, *(tour.back - van.end for tour in own)])
        if late > 0:
            notes.append(note(reason("tour.overtime", minutes=late, vehicle=van.code)))
    return tuple(notes)


def _tour(
    problem: Problem, day: Day, index: int, number: int, items: Ints, times: Ints, trip: Ints
) -> Tour:
    n, van = len(day.stop), problem.vehicles[index]
    out = number == 1 and van.underway is not None
    clock, place = int(trip[DEPART]), int(day.van[index, BEGIN_PLACE]) if out else day.kitchen
    visits: list[Visit] = []
    rests = []
    served = []
    for k in range(trip[BEGIN], trip[STOP]):
        item, begin = int(items[k]), int(times[k])
        if item > n:
            until = begin + int(day.rest[item - n - 1, REST_MINUTES])
            rests.append(Rest(start=begin, end=until, after=len(visits)))
            clock = max(clock, until)
            continue
        arrive = clock + int(day.road[place, day.stop[item, PLACE], MINUTES])
        clock, place = begin + int(day.stop[item, SERVICE]), int(day.stop[item, PLACE])
        served.append(problem.stops[item])
        visits.append(Visit(stop=served[-1].code, arrive=arrive, begin=begin, leave=clock))
    return Tour(
        vehicle=van.code,
        trip=number,
        depart=int(trip[DEPART]),
        back=int(trip[BACK]),
        metres=int(trip[ROAD]),
        paid_minutes=int(trip[PAID]),
        loads=_loads(served),
        visits=tuple(visits),
        rests=tuple(rests),
    )


def _loads(served: list[Stop]) -> tuple[Amount, ...]:
    """Add up what these stops get."""
    count: Counter[str] = Counter()
    for stop in served:
        for amount in stop.delivers:
            count[amount.kind] += amount.count
    return tuple(Amount(kind=kind, count=count[kind]) for kind in sorted(count))
