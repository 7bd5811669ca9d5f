"""Plausible food days from a seed, in any size, feasible by construction.

A timed day is built first: stops around the towns near Calais are swept into trips, each trip is
driven, and only then windows, loads, limits and shifts are drawn around what it does. So every
required stop can be served, and "all served" is a fair demand on any engine.
"""

import math
import random
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planning import jsonform
from planning.reasons import reason
from planning.tours.plan import Rest, Tour, TourPlan, Unserved, Visit
from planning.tours.problem import (
    Amount,
    Area,
    Break,
    Leg,
    Opening,
    Place,
    Problem,
    Roads,
    Stop,
    Vehicle,
)
from planning.tours.roads import matrix
from planning.week.plan import note

KITCHEN = Place(code="kitchen", lat_microdeg=50_949_600, lon_microdeg=1_858_900, area="calais")
GARAGE = Place(code="garage", lat_microdeg=50_935_000, lon_microdeg=1_812_000)
TOWNS = (  # weight, spread in microdegrees, centre
    ("calais", 10, 14_000, 50_951_000, 1_853_000),
    ("coquelles", 2, 7_000, 50_931_000, 1_799_000),
    ("marck", 3, 8_000, 50_949_000, 1_950_000),
    ("guines", 2, 7_000, 50_868_000, 1_870_000),
    ("ardres", 2, 7_000, 50_856_000, 1_978_000),
    ("audruicq", 2, 7_000, 50_879_000, 2_080_000),
    ("oye-plage", 2, 8_000, 50_977_000, 2_042_000),
    ("gravelines", 1, 6_000, 50_986_000, 2_127_000),
)
ROADS = Roads(areas=(Area(code="calais", factor_permille=1400, metres_per_minute=420),))
HOT, CHILLED, LOADING = 120, 90, 15
LEAST_LONGEST = 240
SLACK = ((10, 15), (30, 45), (60, 90), (120, 120))  # of windows, before and after
HANDLING = (Amount(kind="boxes", count=20), Amount(kind="crates", count=15))
READY = 510
CENT = 1000


@dataclass
class Run:
    """A van's day while it is built: stops of each trip, then the timed tours."""

    van: Vehicle
    trips: list[list[Stop]]
    tours: list[Tour] = field(default_factory=list)


def food_day(seed, *, stops=20, vans=3):
    """Return a day of `stops` stops (optional ones and pick-ups among them) and `vans` vans."""
    return built_day(seed, stops=stops, vans=vans)[0]


def built_day(seed, *, stops=20, vans=3):
    """Return the day and a plan that serves all its required stops and holds every rule."""
    rng = random.Random(seed)  # noqa: S311 - a reproducible draw, not a secret
    extra = stops // 12  # optional stops that the built plan leaves
    places = [_place(rng, index) for index in range(stops)]
    inside, outside = places[: stops - extra], places[stops - extra :]
    runs = _runs(rng, _sweep(inside), vans)
    legs = _slow_legs(rng, inside)
    day = Problem(
        date="2026-11-26",
        kitchen=KITCHEN.code,
        places=(KITCHEN, GARAGE, *places),
        stops=(),
        vehicles=tuple(run.van for run in runs),
        legs=legs,
        roads=ROADS,
        ready_minute=READY,
        loading_minutes=LOADING,
        handling=HANDLING,
        hot_minutes=HOT,
        chilled_minutes=CHILLED,
        balance_cents=20,
    )
    roads = matrix(day)
    for run in runs:
        _order(rng, roads, run)
        _drive(rng, roads, run)
    for run in runs:
        run.trips = [
            [_around(rng, run, tour, trip, index, vans) for index in range(len(trip))]
            for tour, trip in zip(run.tours, run.trips, strict=True)
        ]
        _fit(rng, run)
    served = {stop.code: stop for run in runs for trip in run.trips for stop in trip}
    left = [_optional(rng, place) for place in outside]
    order = [f"s-{place.code}" for place in inside]
    day = replace(
        day,
        stops=(*(served[code] for code in order), *left),
        vehicles=tuple(run.van for run in runs),
        longest_minutes=max(
            LEAST_LONGEST,
            *(
                visit.begin - tour.depart + LOADING + 10
                for run in runs
                for tour in run.tours
                for visit in tour.visits
            ),
        ),
    )
    return day, _plan(day, seed, runs, left)


def _place(rng, index):
    town, _, spread, lat, lon = rng.choices(TOWNS, [row[1] for row in TOWNS])[0]
    return Place(
        code=f"{index:03d}",
        lat_microdeg=lat + round(rng.gauss(0, spread / 2)),
        lon_microdeg=lon + round(rng.gauss(0, spread / 2)),
        area="calais" if town == "calais" else "",
    )


def _sweep(places):
    """Order places by their bearing from the kitchen, so that neighbours share a trip."""
    return sorted(
        places,
        key=lambda one: math.atan2(
            one.lat_microdeg - KITCHEN.lat_microdeg, one.lon_microdeg - KITCHEN.lon_microdeg
        ),
    )


def _slow_legs(rng, places):
    """A canal between a few neighbours: both ways longer than the straight line says."""
    pairs = list(pairwise(places))
    chosen = rng.sample(pairs, len(pairs) // 10)
    return tuple(
        Leg(origin=one.code, destination=other.code, metres=metres, minutes=3 + metres // 550)
        for first, second in chosen
        for metres in [rng.randrange(4_000, 11_000)]
        for one, other in ((first, second), (second, first))
    )


def _runs(rng, places, vans):
    """Cut the sweep into trips; about every third van drives two."""
    twice = [number % 3 == 2 or rng.random() < 0.15 for number in range(vans)]
    shares = [1.0 if not two else 0.65 for two in twice for _ in range(1 + two)]
    total, trips, start, reached = sum(shares), [], 0, 0.0
    for share in shares:
        reached += share
        end = round(len(places) * reached / total)
        trips.append([_stop(rng, place) for place in places[start:end]])
        start = end
    runs = []
    for number, two in enumerate(twice):
        own = [trips.pop(0) for _ in range(1 + two)]
        runs.append(Run(_van(rng, number), [trip for trip in own if trip]))
    return runs


def _van(rng, number):
    far = rng.random() < 0.25
    return Vehicle(
        code=f"van-{number + 1:02d}",
        start=rng.randrange(450, 500, 5),
        end=2000,
        start_place=GARAGE.code if far else "",
        end_place=GARAGE.code if far and rng.random() < 0.6 else "",
        refrigerated=rng.random() < 0.7,
        skills=tuple(skill for skill in ("keys", "tail_lift") if rng.random() < 0.6),
        cents_per_km=rng.choice((38, 45, 52)),
    )


def _stop(rng, place):
    farm = rng.random() < 0.08
    boxes = 0 if farm else rng.randrange(1, 5)
    crates = rng.randrange(6, 15) if farm else rng.choice((0, 0, 0, 1, 2))
    empties = boxes if boxes and rng.random() < 0.5 else 0
    return Stop(
        code=f"s-{place.code}",
        place=place.code,
        openings=(),
        delivers=_amounts(boxes=boxes, kg=boxes * 9) if boxes else (),
        collects=_amounts(boxes=empties, crates=crates, kg=empties * 2 + crates * 10),
        service_minutes=rng.randrange(4, 9),
    )


def _amounts(**counts):
    return tuple(Amount(kind=kind, count=count) for kind, count in counts.items() if count)


def _order(rng, roads, run):
    """Nearest next, as a driver would; farms go to the end of a trip."""
    for trip in run.trips:
        left, place, ordered = list(trip), KITCHEN.code, []
        while left:
            nearest = min(
                left, key=lambda stop: (not stop.delivers, roads[place, stop.place][1], stop.code)
            )
            left.remove(nearest)
            ordered.append(nearest)
            place = nearest.place
        trip[:] = ordered


def _minutes(stop):
    seconds = {row.kind: row.count for row in HANDLING}
    handled = sum(row.count * seconds.get(row.kind, 0) for row in (*stop.delivers, *stop.collects))
    return stop.service_minutes + math.ceil(handled / 60)


def _drive(rng, roads, run):
    van, first_place = run.van, run.van.start_place or KITCHEN.code
    clock, place = van.start, first_place
    rest_in = rng.randrange(len(run.trips)) if run.trips and rng.random() < 0.4 else -1
    for number, trip in enumerate(run.trips):
        metres, minutes = roads[place, KITCHEN.code]
        depart = max(clock + minutes, READY) + LOADING
        begun = depart - LOADING - minutes
        after = rng.randrange(1, len(trip)) if number == rest_in and len(trip) > 1 else 0
        visits, rests, clock, place = [], [], depart, KITCHEN.code
        for count, stop in enumerate(trip, start=1):
            length, minutes = roads[place, stop.place]
            arrive = clock + minutes
            begin = arrive + (rng.randrange(1, 8) if rng.random() < 0.1 else 0)
            clock, place, metres = begin + _minutes(stop), stop.place, metres + length
            visits.append(Visit(stop=stop.code, arrive=arrive, begin=begin, leave=clock))
            if count == after:
                rests.append(Rest(start=clock, end=clock + 20, after=count))
                clock += 20
        last = number == len(run.trips) - 1
        length, back = _way_home(roads, run, trip, last=last)
        loads = _total([stop.delivers for stop in trip])
        run.tours.append(
            Tour(
                vehicle=van.code,
                trip=number + 1,
                depart=depart,
                back=clock + back,
                metres=metres + length,
                paid_minutes=clock + back - begun,
                loads=loads,
                visits=tuple(visits),
                rests=tuple(rests),
            )
        )
        clock, place = clock + back, KITCHEN.code


def _way_home(roads, run, trip, *, last):
    """Back to the kitchen; the last trip ends at the van's place, by the kitchen with a load."""
    home = (run.van.end_place or KITCHEN.code) if last else KITCHEN.code
    place = trip[-1].place
    if any(stop.collects for stop in trip):
        one, two = roads[place, KITCHEN.code], roads[KITCHEN.code, home]
        return one[0] + two[0], one[1] + two[1]
    return roads[place, home]


def _total(rows):
    counts = {}
    for amounts in rows:
        for row in amounts:
            counts[row.kind] = counts.get(row.kind, 0) + row.count
    return tuple(Amount(kind=kind, count=counts[kind]) for kind in sorted(counts))


def _around(rng, run, tour, trip, index, vans):
    """Draw what a stop asks for, around what its visit does."""
    stop, visit, van = trip[index], tour.visits[index], run.van
    aboard = visit.begin - (tour.depart - LOADING)
    early, late = rng.choices(SLACK, (1, 3, 3, 2))[0]
    opening = Opening(
        start=max(0, visit.begin - rng.randrange(early)), end=visit.begin + rng.randrange(5, late)
    )
    hot = bool(stop.delivers) and aboard <= HOT and rng.random() < 0.45
    cold = bool(stop.delivers) and not hot and (van.refrigerated or aboard <= CHILLED)
    chosen = rng.random()
    others = rng.sample(range(1, vans + 1), min(vans, 2))
    return replace(
        stop,
        openings=_windows(rng, opening),
        hot=hot,
        chilled=cold and rng.random() < 0.8,
        ready_minute=tour.depart - LOADING - rng.randrange(20) if chosen < 0.15 else 0,
        needs=van.skills[:1] if rng.random() < 0.15 else (),
        vehicles=tuple(sorted({van.code, *(f"van-{number:02d}" for number in others)}))
        if 0.15 <= chosen < 0.22
        else (),
        locked=van.code if 0.22 <= chosen < 0.25 else "",
        prefers=van.code if 0.25 <= chosen < 0.40 else "",
        position=_position(rng, trip, index),
        required=rng.random() >= 0.08,
        priority=rng.choice((1, 1, 1, 2, 3)),
        days_since_served=rng.choice((0, 0, 0, 1, 4)),
    )


def _windows(rng, opening):
    if rng.random() < 0.8:
        return (opening,)
    if rng.random() < 0.5:
        return (opening, Opening(start=opening.end + 45, end=opening.end + 90))
    return (Opening(start=opening.start - 75, end=opening.start - 30), opening)


def _position(rng, trip, index):
    if rng.random() >= 0.1 or len(trip) == 1:
        return ""
    return {0: "first", len(trip) - 1: "last"}.get(index, "")


def _fit(rng, run):
    """Give the van just more room and time than its day takes."""
    most = {}
    for trip in run.trips:
        load = {row.kind: row.count for row in _total([stop.delivers for stop in trip])}
        for kind, count in load.items():
            most[kind] = max(most.get(kind, 0), count)
        for stop in trip:
            for row in stop.delivers:
                load[row.kind] -= row.count
            for row in stop.collects:
                load[row.kind] = load.get(row.kind, 0) + row.count
                most[row.kind] = max(most.get(row.kind, 0), load[row.kind])
    paid = sum(tour.paid_minutes for tour in run.tours)
    rests = [rest for tour in run.tours for rest in tour.rests]
    run.van = replace(
        run.van,
        holds=tuple(
            Amount(kind=kind, count=max(least, most.get(kind, 0) * rng.randrange(110, 140) // 100))
            for kind, least in (("boxes", 12), ("crates", 16), ("kg", 200))
        ),
        end=max([run.van.start + 240, *(tour.back for tour in run.tours)]) + rng.randrange(15, 60),
        trips=max(1, len(run.trips)),
        most_minutes=paid + rng.randrange(10, 40) if rng.random() < 0.3 else 0,
        breaks=tuple(
            Break(start=rest.start - rng.randrange(30), end=rest.start + rng.randrange(5, 30),
                  minutes=rest.end - rest.start)
            for rest in rests
        ),
    )  # fmt: skip


def _optional(rng, place):
    start = rng.randrange(540, 720, 15)
    return replace(
        _stop(rng, place),
        openings=(Opening(start=start, end=start + rng.choice((45, 90))),),
        required=False,
        chilled=True,
    )


def _plan(day, seed, runs, left):
    tours = tuple(tour for run in runs for tour in run.tours)
    costs = [_cost(day, run.van, tour) for run in runs for tour in run.tours]
    return TourPlan(
        problem_sha256=jsonform.digest(day),
        seed=seed,
        status="feasible",
        price=sum(costs) + _other_prices(day, runs, left),
        cost_cents=sum(cost // CENT for cost in costs),
        work=0,
        tours=tours,
        unserved=tuple(
            Unserved(stop=stop.code, why=note(reason("tour.not_worth", cents=1, stop=stop.code)))
            for stop in left
        ),
    )


def _cost(day, van, tour):
    fixed = van.fixed_cents if tour.trip == 1 else 0
    return (fixed + tour.paid_minutes * day.minute_cents) * CENT + tour.metres * van.cents_per_km


def _other_prices(day, runs, left):
    paid = [sum(tour.paid_minutes for tour in run.tours) for run in runs]
    weights = sum(stop.priority + stop.days_since_served for stop in left)
    return (
        sum(day.balance_cents * CENT * minutes**2 // 3600 for minutes in paid)
        + day.unserved_cents * CENT * weights // 100
    )
