"""What a day of tours may get wrong: every offending entry, by its place in the file."""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations

from planning.jsonform import duplicates
from planning.reasons import Reason, reason
from planning.tours.problem import (
    POSITIONS,
    Amount,
    Break,
    Opening,
    Problem,
    Stop,
    Underway,
    Vehicle,
)

LAST_MINUTE = 1_000_000  # public instances count in tenths, for days longer than ours
MOST_METRES = 10_000_000
MOST_WEIGHT = 10_000
MOST_COUNT = 1_000_000
MOST_CENTS = 10_000_000
CENTS = ("minute_cents", "balance_cents", "preference_cents", "changed_cents", "unserved_cents")
MOST_TRIPS = 20
FACTOR = (1000, 5000)
SPEED = (1, 3000)
LAT, LON = 90_000_000, 180_000_000


def inconsistencies(problem: Problem) -> Iterator[Reason]:
    """Yield every entry that cannot be as it is."""
    for part in (_codes, _references, _places, _legs, _minutes, _ranges, _loads, _underway):
        yield from part(problem)


def _codes(problem: Problem) -> Iterator[Reason]:
    for where in ("places", "stops", "vehicles"):
        yield from duplicates(where, [row.code for row in getattr(problem, where)])
    yield from duplicates("roads.areas", [row.code for row in problem.roads.areas])
    yield from duplicates("legs", [f"{row.origin} > {row.destination}" for row in problem.legs])
    for where, amounts in _amounts(problem):
        yield from duplicates(where, [row.kind for row in amounts])


def _amounts(problem: Problem) -> Iterator[tuple[str, tuple[Amount, ...]]]:
    yield "handling", problem.handling
    for stop in problem.stops:
        yield f"stops[{stop.code}].delivers", stop.delivers
        yield f"stops[{stop.code}].collects", stop.collects
    for van in problem.vehicles:
        yield f"vehicles[{van.code}].holds", van.holds
        if van.underway:
            yield f"vehicles[{van.code}].underway.collected", van.underway.collected


def _references(problem: Problem) -> Iterator[Reason]:
    known = {
        "place": {row.code for row in problem.places},
        "vehicle": {row.code for row in problem.vehicles},
        "stop": {row.code for row in problem.stops},
        "area": {"", *(row.code for row in problem.roads.areas)},
        "position": set(POSITIONS),
    }
    for where, kind, value in _named(problem):
        if value not in known[kind]:
            yield reason("input.unknown_code", where=where, kind=kind, value=value)


def _named(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Yield where a code is used, of what kind, and the code.

    `before` is left out: the van a stop had may be the one that broke down.
    """
    yield "kitchen", "place", problem.kitchen
    for place in problem.places:
        yield f"places[{place.code}].area", "area", place.area
    for index, leg in enumerate(problem.legs):
        yield f"legs[{index}].origin", "place", leg.origin
        yield f"legs[{index}].destination", "place", leg.destination
    for stop in problem.stops:
        where = f"stops[{stop.code}]"
        yield f"{where}.place", "place", stop.place
        yield f"{where}.position", "position", stop.position
        for van in stop.vehicles:
            yield f"{where}.vehicles", "vehicle", van
        for name in ("locked", "prefers"):
            if getattr(stop, name):
                yield f"{where}.{name}", "vehicle", getattr(stop, name)
    for row in problem.vehicles:
        yield from _named_by(row)


def _named_by(van: Vehicle) -> Iterator[tuple[str, str, str]]:
    where = f"vehicles[{van.code}]"
    for name in ("start_place", "end_place"):
        if getattr(van, name):
            yield f"{where}.{name}", "place", getattr(van, name)
    if van.underway:
        yield f"{where}.underway.place", "place", van.underway.place
        for code in van.underway.aboard:
            yield f"{where}.underway.aboard", "stop", code


def _places(problem: Problem) -> Iterator[Reason]:
    for place in problem.places:
        where = f"places[{place.code}]"
        lat, lon = place.lat_microdeg, place.lon_microdeg
        if (lat is None) != (lon is None):
            missing = "lat_microdeg" if lat is None else "lon_microdeg"
            yield reason("input.missing", where=where, field=missing)
        for name, value, most in (("lat_microdeg", lat, LAT), ("lon_microdeg", lon, LON)):
            if value is not None and abs(value) > most:
                yield _range(f"{where}.{name}", value, -most, most)


def _legs(problem: Problem) -> Iterator[Reason]:
    """A place without a position is reached, and left, by the legs given alone."""
    given = {(leg.origin, leg.destination) for leg in problem.legs}
    known = {row.code for row in problem.places if None not in (row.lat_microdeg, row.lon_microdeg)}
    used = sorted(_used_places(problem) & {row.code for row in problem.places})
    for one in used:
        for other in used:
            pair = (one, other)
            if one != other and not known.issuperset(pair) and pair not in given:
                yield reason("input.disconnected", where="legs", origin=one, destination=other)
    for index, leg in enumerate(problem.legs):
        if leg.origin == leg.destination and (leg.metres or leg.minutes):
            yield _range(f"legs[{index}].metres", leg.metres, 0, 0)


def _used_places(problem: Problem) -> set[str]:
    used = {problem.kitchen, *(stop.place for stop in problem.stops)}
    for van in problem.vehicles:
        used |= {van.start_place, van.end_place}
        if van.underway:
            used.add(van.underway.place)
    return used


def _minutes(problem: Problem) -> Iterator[Reason]:
    for van in problem.vehicles:
        where = f"vehicles[{van.code}]"
        if van.end <= van.start or van.end > problem.horizon_minutes:
            yield _window(where, van.start, van.end)
        for index, row in enumerate(van.breaks):
            at = f"{where}.breaks[{index}]"
            if row.end < row.start or row.end > problem.horizon_minutes:
                yield _window(at, row.start, row.end)
            if not 1 <= row.minutes <= max(1, van.end - van.start):
                yield _range(f"{at}.minutes", row.minutes, 1, van.end - van.start)
    for stop in problem.stops:
        where = f"stops[{stop.code}].openings"
        yield from _openings(where, stop.openings, problem.horizon_minutes)


def _openings(where: str, openings: tuple[Opening, ...], last: int) -> Iterator[Reason]:
    for index, row in enumerate(openings):
        if row.end < row.start or row.end > last:
            yield _window(f"{where}[{index}]", row.start, row.end)
    closed = -1
    for row in sorted(openings, key=lambda row: (row.start, row.end)):
        if row.start < closed:
            yield reason("input.overlap", where=where, start=row.start, end=min(closed, row.end))
        closed = max(closed, row.end)


def _ranges(problem: Problem) -> Iterator[Reason]:
    roads, legs = problem.roads, list(enumerate(problem.legs))
    checked = [("horizon_minutes", problem.horizon_minutes, 1, LAST_MINUTE)]
    checked += [(f"legs[{i}].metres", leg.metres, 0, MOST_METRES) for i, leg in legs]
    checked += [(f"legs[{i}].minutes", leg.minutes, 0, LAST_MINUTE) for i, leg in legs]
    regions = [("roads", roads.factor_permille, roads.metres_per_minute)]
    regions += [
        (f"roads.areas[{one.code}]", one.factor_permille, one.metres_per_minute)
        for one in roads.areas
    ]
    for where, factor, speed in regions:
        checked.append((f"{where}.factor_permille", factor, *FACTOR))
        checked.append((f"{where}.metres_per_minute", speed, *SPEED))
    checked += [(name, getattr(problem, name), 0, MOST_CENTS) for name in CENTS]
    for van in problem.vehicles:
        where = f"vehicles[{van.code}]"
        checked.append((f"{where}.trips", van.trips, 1, MOST_TRIPS))
        for name in ("cents_per_km", "fixed_cents"):
            checked.append((f"{where}.{name}", getattr(van, name), 0, MOST_CENTS))
    for stop in problem.stops:
        where = f"stops[{stop.code}]"
        checked.append((f"{where}.priority", stop.priority, 1, MOST_WEIGHT))
        checked.append((f"{where}.days_since_served", stop.days_since_served, 0, MOST_WEIGHT))
    for where, amounts in _amounts(problem):
        checked += [(f"{where}[{row.kind}]", row.count, 0, MOST_COUNT) for row in amounts]
    for where, found, least, most in checked:
        if not least <= found <= most:
            yield _range(where, found, least, most)


def _loads(problem: Problem) -> Iterator[Reason]:
    """A stop that no van could hold, were it alone in it; and vans that contradict each other."""
    for stop in problem.stops:
        where = f"stops[{stop.code}]"
        if stop.locked and stop.vehicles and stop.locked not in stop.vehicles:
            yield reason("input.contradiction", where=where, one="locked", other="vehicles")
        vans = [van for van in problem.vehicles if _may(stop, van)]
        for name, amounts in (("delivers", stop.delivers), ("collects", stop.collects)):
            beyond = [list(_beyond(amounts, van)) for van in vans]
            # of the van that comes nearest to holding it
            for row, most in min(beyond, key=len, default=[]):
                at = f"{where}.{name}[{row.kind}]"
                yield reason("input.too_large", where=at, found=row.count, most=most)


def _may(stop: Stop, van: Vehicle) -> bool:
    chosen = not stop.locked or stop.locked == van.code
    return chosen and (not stop.vehicles or van.code in stop.vehicles)


def _beyond(amounts: tuple[Amount, ...], van: Vehicle) -> Iterator[tuple[Amount, int]]:
    holds = {row.kind: row.count for row in van.holds}
    for row in amounts:
        if row.count > holds.get(row.kind, row.count):
            yield row, holds[row.kind]


def _underway(problem: Problem) -> Iterator[Reason]:
    aboard = [code for van in problem.vehicles if van.underway for code in van.underway.aboard]
    yield from duplicates("vehicles.underway.aboard", aboard)
    for van in problem.vehicles:
        if van.underway:
            yield from _on_road(problem, van, van.underway)


def _on_road(problem: Problem, van: Vehicle, now: Underway) -> Iterator[Reason]:
    where = f"vehicles[{van.code}].underway"
    if not now.loaded_minute <= now.minute <= problem.horizon_minutes:
        yield _window(where, now.loaded_minute, now.minute)
    if now.collected and van.end_place not in ("", problem.kitchen):
        yield reason("input.contradiction", where=where, one="collected", other="end_place")
    for index, row in enumerate(van.breaks):
        if row.end < now.minute:
            at = f"vehicles[{van.code}].breaks[{index}]"
            yield reason("input.past", where=at, minute=row.end)
    if not _all_taken(van.breaks, max(van.start, now.minute)):
        last = max(van.breaks, key=lambda row: row.end)
        at = f"vehicles[{van.code}].breaks[{van.breaks.index(last)}]"
        yield reason("input.past", where=at, minute=last.end)
    load = Counter({row.kind: row.count for row in now.collected})
    for stop in (row for row in problem.stops if row.code in now.aboard):
        load.update({row.kind: row.count for row in stop.delivers})
        if not _may(stop, van):
            at = f"stops[{stop.code}]"
            yield reason("input.contradiction", where=at, one="vehicles", other=where)
    together = tuple(Amount(kind=kind, count=load[kind]) for kind in sorted(load))
    for amount, most in _beyond(together, van):
        at = f"{where}.aboard[{amount.kind}]"
        yield reason("input.too_large", where=at, found=amount.count, most=most)


def _all_taken(breaks: tuple[Break, ...], free: int) -> bool:
    """Tell whether breaks still to come can follow each other, in some order."""
    coming = [row for row in breaks if row.end >= free]
    return any(_one_by_one(order, free) for order in permutations(coming))


def _one_by_one(breaks: tuple[Break, ...], clock: int) -> bool:
    for row in breaks:
        if clock > row.end:
            return False
        clock = max(clock, row.start) + row.minutes
    return True


def _range(where: str, found: int, least: int, most: int) -> Reason:
    return reason("input.range", where=where, found=found, least=least, most=most)


def _window(where: str, start: int, end: int) -> Reason:
    return reason("input.window", where=where, start=start, end=end)
