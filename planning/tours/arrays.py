"""A day of tours as arrays, for the compiled search.

Items of a van's sequence are numbers: a stop (0..n-1), `reload` (n) between two trips, or a break
(above n). Money is in thousandths of a cent. Every rule of the problem is in here once; what is
made of it is read by `drive` alone.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planning.tours.problem import Amount, Problem, Stop, Vehicle
from planning.tours.roads import matrix

Ints = NDArray[np.int64]
FAR = 1 << 40
FORBIDDEN = -1
CENT = 1000
OPTIONAL_SHARE = 100
POSITION = {"": 0, "first": 1, "last": 2}


# columns of `Day.stop`
PLACE, SERVICE, WINDOWS, BRINGS, BEARS, READY, END, ABOARD, UNSERVED = range(9)
# columns of `Day.van`
SHIFT_START, SHIFT_END, BEGIN_PLACE, END_PLACE, UNDERWAY = range(5)
PER_METRE, FIXED, TRIPS, MOST, LIKENESS = range(5, 10)
# columns of `Day.rest`
REST_VAN, REST_START, REST_END, REST_MINUTES = range(4)


class Day(NamedTuple):
    """n stops, v vans, p places, w windows, d kinds of load, b breaks.

    Few arrays with named columns rather than many: the compiler takes its time over each.
    """

    simple: bool  # one window, one trip, only the road is paid: no need to drive to know a price
    kitchen: int
    loading: int
    per_minute: int
    balance: int
    metres: Ints  # (p, p)
    minutes: Ints  # (p, p)
    metres_to: Ints  # (p, p) transposed: row of where one comes from
    minutes_to: Ints  # (p, p)
    stop: Ints  # (n, 9) place, minutes, count of windows, whether it gives or is given anything,
    # ready minute, 1 first or 2 last of its trip, van that carries it or -1, price when left
    opens: Ints  # (n, w)
    closes: Ints  # (n, w), FAR-padded
    deliver: Ints  # (n, d)
    collect: Ints  # (n, d)
    limit: Ints  # (n, v) minutes from loading to hand-over
    extra: Ints  # (n, v) price of this stop on this van, FORBIDDEN when it may not
    near: Ints  # (n, n - 1) other stops, nearest first
    hold: Ints  # (v, d)
    van: Ints  # (v, 10) shift, places, minute of loading or -1 for a van at its start place,
    # prices, trips, most paid minutes, and one number for vans that are alike
    rest: Ints  # (b, 4)


def build(problem: Problem) -> Day:
    """Turn a valid problem into arrays."""
    codes = {place.code: index for index, place in enumerate(problem.places)}
    stops, vans = problem.stops, problem.vehicles
    metres, minutes = _roads(problem, codes)
    kinds = _kinds(problem)
    opens, closes = _windows(stops)
    rests = [
        (index, row.start, row.end, row.minutes)
        for index, van in enumerate(vans)
        for row in sorted(van.breaks, key=lambda row: row.start)
    ]
    limit, extra = _pairs(problem)
    brings = [int(any(row.count for row in stop.collects)) for stop in stops]
    bears = [int(any(row.count for row in stop.delivers)) for stop in stops]
    likeness = _likeness(problem, limit, extra)
    return Day(
        simple=_simple(problem, limit, brings),
        kitchen=codes[problem.kitchen],
        loading=problem.loading_minutes,
        per_minute=problem.minute_cents * CENT,
        balance=problem.balance_cents * CENT,
        metres=metres,
        minutes=minutes,
        metres_to=np.ascontiguousarray(metres.T),
        minutes_to=np.ascontiguousarray(minutes.T),
        stop=_ints(
            [
                (
                    codes[stop.place],
                    service_minutes(problem, stop),
                    len(stop.openings),
                    brings[index],
                    bears[index],
                    max(stop.ready_minute, problem.ready_minute),
                    POSITION[stop.position],
                    _carrier(problem, stop),
                    unserved_price(problem, stop),
                )
                for index, stop in enumerate(stops)
            ]
        ).reshape(-1, 9),
        opens=opens,
        closes=closes,
        deliver=_loads([stop.delivers for stop in stops], kinds, 0),
        collect=_loads([stop.collects for stop in stops], kinds, 0),
        limit=limit,
        extra=extra,
        near=_near(metres, _ints([codes[stop.place] for stop in stops])),
        hold=_loads([van.holds for van in vans], kinds, FAR),
        van=_ints(
            [
                (
                    max(van.start, van.underway.minute) if van.underway else van.start,
                    van.end,
                    codes[_begin_place(problem, van)],
                    codes[van.end_place or problem.kitchen],
                    van.underway.loaded_minute if van.underway else -1,
                    van.cents_per_km,
                    0 if van.underway else van.fixed_cents * CENT,
                    van.trips,
                    van.most_minutes or FAR,
                    likeness[index],
                )
                for index, van in enumerate(vans)
            ]
        ).reshape(-1, 10),
        rest=_ints(rests).reshape(-1, 4),
    )


def service_minutes(problem: Problem, stop: Stop) -> int:
    """Return how long a hand-over takes: a fixed part and the handling of its load."""
    seconds = {row.kind: row.count for row in problem.handling}
    handled = sum(row.count * seconds.get(row.kind, 0) for row in (*stop.delivers, *stop.collects))
    return stop.service_minutes - (-handled // 60)


def unserved_price(problem: Problem, stop: Stop) -> int:
    """Price a stop left out, in thousandths of a cent."""
    weight = stop.priority + stop.days_since_served
    price = problem.unserved_cents * CENT * weight
    return price if stop.required else price // OPTIONAL_SHARE


def _ints(rows: object) -> Ints:
    return np.array(rows, dtype=np.int64)


def _roads(problem: Problem, codes: dict[str, int]) -> tuple[Ints, Ints]:
    metres = np.zeros((len(codes), len(codes)), dtype=np.int64)
    minutes = np.zeros_like(metres)
    for (one, other), (length, time) in matrix(problem).items():
        metres[codes[one], codes[other]] = length
        minutes[codes[one], codes[other]] = time
    return metres, minutes


def _kinds(problem: Problem) -> list[str]:
    """Name the loads some van limits; the others need no count."""
    return sorted({row.kind for van in problem.vehicles for row in van.holds}) or [""]


def _loads(rows: list[tuple[Amount, ...]], kinds: list[str], missing: int) -> Ints:
    table = np.full((len(rows), len(kinds)), missing, dtype=np.int64)
    for index, amounts in enumerate(rows):
        for amount in amounts:
            if amount.kind in kinds:
                table[index, kinds.index(amount.kind)] = amount.count
    return table


def _windows(stops: tuple[Stop, ...]) -> tuple[Ints, Ints]:
    most = max([1, *(len(stop.openings) for stop in stops)])
    opens = np.full((len(stops), most), FAR, dtype=np.int64)
    closes = np.full((len(stops), most), FAR, dtype=np.int64)
    for index, stop in enumerate(stops):
        for number, row in enumerate(sorted(stop.openings, key=lambda row: row.start)):
            opens[index, number], closes[index, number] = row.start, row.end
    return opens, closes


def _pairs(problem: Problem) -> tuple[Ints, Ints]:
    """Return what each stop may do and costs on each van."""
    shape = (len(problem.stops), len(problem.vehicles))
    limit = np.full(shape, FAR, dtype=np.int64)
    extra = np.zeros(shape, dtype=np.int64)
    carried = {
        code: van.code for van in problem.vehicles if van.underway for code in van.underway.aboard
    }
    for n, stop in enumerate(problem.stops):
        for v, van in enumerate(problem.vehicles):
            if not allowed(stop, van) or carried.get(stop.code, van.code) != van.code:
                extra[n, v] = FORBIDDEN
                continue
            limit[n, v] = longest(problem, stop, van) or FAR
            if stop.prefers and stop.prefers != van.code:
                extra[n, v] += problem.preference_cents * CENT
            if stop.before and stop.before != van.code:
                extra[n, v] += problem.changed_cents * CENT
    return limit, extra


def allowed(stop: Stop, van: Vehicle) -> bool:
    """Tell whether a van may serve a stop at all."""
    if not stop.openings or (stop.locked and stop.locked != van.code):
        return False
    if stop.vehicles and van.code not in stop.vehicles:
        return False
    return set(stop.needs) <= set(van.skills)


def longest(problem: Problem, stop: Stop, van: Vehicle) -> int:
    """Return the minutes from loading to hand-over that a stop's food stands; 0 without limit."""
    limits = [problem.longest_minutes]
    if stop.hot:
        limits.append(problem.hot_minutes)
    if stop.chilled and not van.refrigerated:
        limits.append(problem.chilled_minutes)
    return min((limit for limit in limits if limit), default=0)


def _carrier(problem: Problem, stop: Stop) -> int:
    for index, van in enumerate(problem.vehicles):
        if van.underway and stop.code in van.underway.aboard:
            return index
    return -1


def _begin_place(problem: Problem, van: Vehicle) -> str:
    return van.underway.place if van.underway else van.start_place or problem.kitchen


def _near(metres: Ints, place: Ints) -> Ints:
    """Order the other stops by the way there and back."""
    if not len(place):
        return np.zeros((0, 0), dtype=np.int64)
    away = metres[np.ix_(place, place)]
    away = away + away.T
    np.fill_diagonal(away, -1)
    return np.ascontiguousarray(np.argsort(away, axis=1, kind="stable")[:, 1:])


def _likeness(problem: Problem, limit: Ints, extra: Ints) -> list[int]:
    """Number vans so that those that could change places have one number."""
    seen: dict[object, int] = {}
    numbers = []
    for index, van in enumerate(problem.vehicles):
        same = (
            van.start, van.end, frozenset((row.kind, row.count) for row in van.holds),
            van.start_place, van.end_place, van.cents_per_km, van.fixed_cents, van.trips,
            van.most_minutes, van.breaks, van.underway and van.code,
            limit[:, index].tobytes(), extra[:, index].tobytes(),
        )  # fmt: skip
        numbers.append(seen.setdefault(same, len(seen)))
    return numbers


def _simple(problem: Problem, limit: Ints, brings: list[int]) -> bool:
    home = ("", problem.kitchen)
    return bool(
        not problem.minute_cents
        and not problem.balance_cents
        and not any(brings)
        and (limit >= FAR).all()
        and all(len(stop.openings) <= 1 and not stop.position for stop in problem.stops)
        and len({max(stop.ready_minute, problem.ready_minute) for stop in problem.stops}) <= 1
        and all(
            (van.trips, van.breaks, van.underway, van.most_minutes) == (1, (), None, 0)
            and van.start_place in home
            and van.end_place in home
            for van in problem.vehicles
        )
    )
