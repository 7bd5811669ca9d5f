"""Metres and minutes between places, with no network.

The straight line times a factor: about 1.2 to 1.4 between points of a road network (Newell 1980;
Boscoe et al. 2012), one for each area where driven kilometres tell better. A leg that is given
wins, in its direction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planning.tours.problem import Area, Leg, Place, Problem, Roads

EARTH_METRES = 6_371_000
UNKNOWN = -1
PLANE_SCALE = 10
FEWEST_LEGS = 5  # an area with fewer driven legs keeps what it had
LEAST_STRAIGHT_METRES = 200  # nearer than this, parking and one-way streets are all there is
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def tables(problem: Problem) -> tuple[Ints, Ints]:
    """Return metres and minutes between every two places, in their order.

    UNKNOWN stands where neither positions nor a leg tell; `validate` refuses such a problem.
    """
    lat, lon, known = _positions(problem.places)
    if problem.roads.plane:
        metres = _plane_tenths(lat, lon)
        minutes = metres.copy()
    else:
        metres, minutes = _by_road(problem, straight_metres(lat, lon))
    unknown = ~(known[:, None] & known[None, :])
    np.fill_diagonal(unknown, val=False)
    metres[unknown] = minutes[unknown] = UNKNOWN
    index = {place.code: number for number, place in enumerate(problem.places)}
    for leg in problem.legs:
        at = index[leg.origin], index[leg.destination]
        metres[at], minutes[at] = leg.metres, leg.minutes
    return metres, minutes


def matrix(problem: Problem) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (metres, minutes) between every two places by their codes."""
    metres, minutes = (table.tolist() for table in tables(problem))
    codes = [place.code for place in problem.places]
    return {
        (one, other): (metres[i][j], minutes[i][j])
        for i, one in enumerate(codes)
        for j, other in enumerate(codes)
    }


def straight_metres(lat_microdeg: Floats, lon_microdeg: Floats) -> Ints:
    """Return the great-circle distance between every two positions, to the metre."""
    lat, lon = np.radians(lat_microdeg / 1e6), np.radians(lon_microdeg / 1e6)
    # by the chord: few operations a pair, and exact between near points
    spots = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    squared = np.zeros((len(spots), len(spots)))
    for axis in range(3):
        squared += (spots[:, None, axis] - spots[None, :, axis]) ** 2
    half = np.minimum(np.sqrt(squared) / 2, 1.0)
    return _whole(np.rint(2 * EARTH_METRES * np.arcsin(half)))


def calibrate(roads: Roads, places: Sequence[Place], driven: Iterable[Leg]) -> Roads:
    """Return the roads as the driven legs show them: factor and speed, overall and by area.

    `driven` are legs measured on the road; those between places without a position, or nearer
    than 200 m, tell nothing. What too few legs speak of stays as it was.
    """
    by_code = {place.code: place for place in places if place.lat_microdeg is not None}
    sums: dict[str | None, list[int]] = {}
    for leg in driven:
        one, other = by_code.get(leg.origin), by_code.get(leg.destination)
        if one is None or other is None:
            continue
        lat, lon, _ = _positions((one, other))
        straight = int(straight_metres(lat, lon)[0, 1])
        if straight < LEAST_STRAIGHT_METRES:
            continue
        moving = max(1, leg.minutes - roads.fixed_minutes)
        within = one.area if one.area and one.area == other.area else None
        for key in {None, within}:
            row = sums.setdefault(key, [0, 0, 0, 0])
            for column, value in enumerate((1, straight, leg.metres, moving)):
                row[column] += value
    areas = tuple(
        Area(code=area.code, factor_permille=factor, metres_per_minute=speed)
        for area in roads.areas
        for factor, speed in [
            _fitted(sums.get(area.code), area.factor_permille, area.metres_per_minute)
        ]
    )
    factor, speed = _fitted(sums.get(None), roads.factor_permille, roads.metres_per_minute)
    return replace(roads, factor_permille=factor, metres_per_minute=speed, areas=areas)


def _fitted(row: list[int] | None, factor: int, speed: int) -> tuple[int, int]:
    """Return factor and speed as sums of the driven legs give them: long legs weigh more."""
    if row is None or row[0] < FEWEST_LEGS:
        return factor, speed
    _, straight, metres, moving = row
    return round(1000 * metres / straight), max(1, round(metres / moving))


def _positions(places: Sequence[Place]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    known = [row.lat_microdeg is not None and row.lon_microdeg is not None for row in places]
    lat = np.array([row.lat_microdeg or 0 for row in places], dtype=np.float64)
    lon = np.array([row.lon_microdeg or 0 for row in places], dtype=np.float64)
    return lat, lon, np.array(known, dtype=np.bool_)


def _plane_tenths(lat: Floats, lon: Floats) -> Ints:
    squared = (lat[:, None] - lat[None, :]) ** 2 + (lon[:, None] - lon[None, :]) ** 2
    # the root of a whole number below 2**52 is never rounded up to the next one
    return _whole(np.floor(np.sqrt(squared * PLANE_SCALE**2)))


def _by_road(problem: Problem, straight: Ints) -> tuple[Ints, Ints]:
    roads = problem.roads
    codes = [place.area for place in problem.places]
    factor = np.full_like(straight, roads.factor_permille)
    speed = np.full_like(straight, roads.metres_per_minute)
    for area in roads.areas:
        inside = np.array([code == area.code for code in codes], dtype=np.bool_)
        both = inside[:, None] & inside[None, :]
        factor[both], speed[both] = area.factor_permille, area.metres_per_minute
    metres = straight * factor // 1000
    minutes = np.where(metres > 0, -(-metres // speed) + roads.fixed_minutes, 0)
    return metres, minutes


def _whole(values: Floats) -> Ints:
    return values.astype(np.int64)
