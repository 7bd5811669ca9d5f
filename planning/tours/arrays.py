"""A day of tours as arrays, for the compiled search.

Items of a van's sequence are numbers: a stop (0..n-1), `reload` (n) between two trips, or a break
(above n). Money is in thousandths of a cent. Every rule of the problem is in here once; what is
made of it is read by `drive` alone.
"""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from planning.tours.problem import Amount, Problem, Stop, Vehicle
from planning.tours.roads import tables

Ints = NDArray[np.int64]
FAR = 1 << 60
FORBIDDEN = -1
# typed: the compiler makes a version of a function for each plain number it is given
ZERO, NONE = cast("int", np.int64(0)), cast("int", np.int64(-1))
CENT = 1000
OPTIONAL_SHARE = 100
FIRST, LAST = 1, 2
POSITION = {"": 0, "first": FIRST, "last": LAST}

# columns of `Day.road`, side by side in memory: from a place to another, and the other way
METRES, MINUTES, METRES_TO, MINUTES_TO = range(4)
# columns of `Day.stop`: place, hand-over minutes, count of windows, whether anything is taken from
# it or brought to it, earliest minute its food is loaded, FIRST or LAST of its trip, van that
# carries it or -1, price when left, whether it must be served, van it had before or -1, then keys
# of the orders of putting back
PLACE, SERVICE, WINDOWS, BRINGS, BEARS, READY, END, ABOARD, UNSERVED, REQUIRED = range(10)
HAD, ORDER = 10, 11
ORDERS = 7
# layers of `Day.window`, `Day.amount`, `Day.pair` and `Day.hold`
OPENS, CLOSES = range(2)
DELIVER, COLLECT = range(2)
LIMIT, EXTRA = range(2)
HOLD, CARRIED = range(2)
# columns of `Day.van`: shift, places, minute of loading or -1 for a van at its start place, prices,
# trips, most paid minutes, and one number for vans that are alike
SHIFT_START, SHIFT_END, BEGIN_PLACE, END_PLACE, UNDERWAY = range(5)
PER_METRE, FIXED, TRIPS, MOST, LIKENESS = range(5, 10)
# columns of `Day.rest`
REST_VAN, REST_START, REST_END, REST_MINUTES = range(4)


class Day(NamedTuple):
    """n stops, v vans, p places, w windows, d kinds of load, b breaks.

    Few arrays with named layers rather than many: the compiler takes its time over each.
    """

    simple: bool  # one window, one trip, only the road is paid: no need to drive to know a price
    kitchen: int
    loading: int
    per_minute: int
    balance: int
    most_moved: int  # stops that may be on another van than they had
    road: Ints  # (p, p, 4)
    stop: Ints  # (n, 11 + 7)
    window: Ints  # (2, n, w), FAR-padded
    amount: Ints  # (2, n, d)
    pair: Ints  # (2, n, v) minutes from loading to hand-over, and price of this stop on this van,
    # FORBIDDEN when it may not
    near: Ints  # (n, n - 1) other stops, nearest first
    hold: Ints  # (2, v, d) room, and what a van underway carries
    van: Ints  # (v, 10)
    rest: Ints  # (b, 4)


def build(problem: Problem, most_moved: int = FAR) -> Day:
    """Turn a valid problem into arrays."""
    codes = {place.code: index for index, place in enumerate(problem.places)}
    stops, vans = problem.stops, problem.vehicles
    metres, minutes = tables(problem)
    kinds = _kinds(problem)
    window, pair = _windows(stops), _pairs(problem)
    amount = np.stack(
        [
            _loads([stop.delivers for stop in stops], kinds, 0),
            _loads([stop.collects for stop in stops], kinds, 0),
        ]
    )
    stop = _stops(problem, codes)
    carried = np.zeros((len(vans), len(kinds)), dtype=np.int64)
    for van in range(len(vans)):
        carried[van] = amount[DELIVER, stop[:, ABOARD] == van].sum(axis=0)
    carried += _loads([van.underway.collected if van.underway else () for van in vans], kinds, 0)
    hold = np.stack([_loads([van.holds for van in vans], kinds, FAR), carried])
    place, kitchen = stop[:, PLACE], codes[problem.kitchen]
    fullness = amount.sum(axis=0) / hold[HOLD].max(axis=0, initial=1)
    orders = _orders(stop, window, fullness, metres[kitchen, place])
    return Day(
        simple=_simple(problem, pair[LIMIT]),
        kitchen=kitchen,
        loading=problem.loading_minutes,
        per_minute=problem.minute_cents * CENT,
        balance=problem.balance_cents * CENT,
        most_moved=most_moved,
        road=np.stack([metres, minutes, metres.T, minutes.T], axis=-1),
        stop=np.concatenate([stop, orders], axis=1),
        window=window,
        amount=amount,
        pair=pair,
        near=_near(metres, place),
        hold=hold,
        van=_vans(problem, codes, _likeness(problem, pair)),
        rest=_ints(
            [
                (index, row.start, row.end, row.minutes)
                for index, van in enumerate(vans)
                for row in sorted(van.breaks, key=lambda row: row.start)
            ]
        ).reshape(-1, 4),
    )


def _stops(problem: Problem, codes: dict[str, int]) -> Ints:
    rows = []
    vans = {van.code: index for index, van in enumerate(problem.vehicles)}
    for stop in problem.stops:
        aboard, bears = _carrier(problem, stop), any(row.count for row in stop.delivers)
        rows.append(
            (
                codes[stop.place],
                service_minutes(problem, stop),
                len(stop.openings),
                any(row.count for row in stop.collects),
                bears,
                _loaded(problem, stop) if bears and aboard < 0 else 0,
                POSITION[stop.position],
                aboard,
                unserved_price(problem, stop),
                stop.required,
                vans.get(stop.before, -1),
            )
        )
    return _ints(rows).reshape(-1, ORDER)


def _vans(problem: Problem, codes: dict[str, int], likeness: list[int]) -> Ints:
    rows = []
    for index, van in enumerate(problem.vehicles):
        start = van.start
        begin, home = van.start_place or problem.kitchen, van.end_place or problem.kitchen
        if van.underway:
            start, begin = max(van.start, van.underway.minute), van.underway.place
        rows.append(
            (
                start,
                van.end,
                codes[begin],
                codes[home],
                van.underway.loaded_minute if van.underway else -1,
                van.cents_per_km,
                0 if van.underway else van.fixed_cents * CENT,
                van.trips,
                van.most_minutes or FAR,
                likeness[index],
            )
        )
    return _ints(rows).reshape(-1, 10)


def _loaded(problem: Problem, stop: Stop) -> int:
    """Return the earliest minute at which a stop's food is on a van."""
    return max(stop.ready_minute, problem.ready_minute) + problem.loading_minutes


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


def _windows(stops: tuple[Stop, ...]) -> Ints:
    most = max([1, *(len(stop.openings) for stop in stops)])
    window = np.full((2, len(stops), most), FAR, dtype=np.int64)
    for index, stop in enumerate(stops):
        for number, row in enumerate(sorted(stop.openings, key=lambda row: row.start)):
            window[OPENS, index, number], window[CLOSES, index, number] = row.start, row.end
    return window


def _pairs(problem: Problem) -> Ints:
    """Return what each stop may do and costs on each van."""
    pair = np.full((2, len(problem.stops), len(problem.vehicles)), FORBIDDEN, dtype=np.int64)
    carried = {
        code: van.code for van in problem.vehicles if van.underway for code in van.underway.aboard
    }
    for n, stop in enumerate(problem.stops):
        for v, van in enumerate(problem.vehicles):
            if allowed(stop, van) and carried.get(stop.code, van.code) == van.code:
                elsewhere = CENT * problem.preference_cents * _other(stop.prefers, van)
                changed = CENT * problem.changed_cents * _other(stop.before, van)
                pair[LIMIT, n, v] = longest(problem, stop, van) or FAR
                pair[EXTRA, n, v] = elsewhere + changed
    return pair


def _other(wanted: str, van: Vehicle) -> bool:
    return wanted not in ("", van.code)


def _orders(stop: Ints, window: Ints, share: NDArray[np.float64], away: Ints) -> Ints:
    """Return keys to sort stops by: drawn, load, far, close, window, opening late, closing soon."""
    keys = np.zeros((len(stop), ORDERS), dtype=np.int64)
    if len(stop):
        open_windows = np.arange(window.shape[2]) < stop[:, WINDOWS, None]
        keys[:, 1] = -share.max(axis=1) * 1000
        keys[:, 2], keys[:, 3] = -away, away
        keys[:, 4] = np.where(open_windows, window[CLOSES] - window[OPENS], 0).sum(axis=1)
        keys[:, 5] = -window[OPENS, :, 0]
        keys[:, 6] = np.where(open_windows, window[CLOSES], 0).max(axis=1)
    return keys


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


def _near(metres: Ints, place: Ints) -> Ints:
    """Order the other stops by the way there and back."""
    if not len(place):
        return np.zeros((0, 0), dtype=np.int64)
    away = metres[np.ix_(place, place)]
    away = away + away.T
    np.fill_diagonal(away, -1)
    return np.ascontiguousarray(np.argsort(away, axis=1, kind="stable")[:, 1:])


def _likeness(problem: Problem, pair: Ints) -> list[int]:
    """Number vans so that those that could change places have one number."""
    seen: dict[object, int] = {}
    numbers = []
    for index, van in enumerate(problem.vehicles):
        same = (
            van.start, van.end, frozenset((row.kind, row.count) for row in van.holds),
            van.start_place, van.end_place, van.cents_per_km, van.fixed_cents, van.trips,
            van.most_minutes, van.breaks, van.underway and van.code, pair[:, :, index].tobytes(),
        )  # fmt: skip
        numbers.append(seen.setdefault(same, len(seen)))
    return numbers


def _simple(problem: Problem, limit: Ints) -> bool:
    home = ("", problem.kitchen)
    return bool(
        not problem.minute_cents
        and not problem.balance_cents
        and ((limit == FORBIDDEN) | (limit >= FAR)).all()
        and all(
            len(stop.openings) <= 1
            and not stop.position
            and stop.delivers
            and not any(row.count for row in stop.collects)
            for stop in problem.stops
        )
        and len({stop.ready_minute for stop in problem.stops}) <= 1
        and all(
            (van.trips, van.breaks, van.underway, van.most_minutes) == (1, (), None, 0)
            and van.start_place in home
            and van.end_place in home
            for van in problem.vehicles
        )
    )
