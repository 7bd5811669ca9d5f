"""Metres and minutes between places, with no network.

The straight line (haversine, in integers after rounding) times a factor per region: about 1.2 to
1.4 between points of a road network (Newell 1980; Boscoe et al. 2012), calibrated from driven
kilometres. A leg that is given wins, in its direction.
"""

import math

from planning.tours.problem import Place, Problem

EARTH_METRES = 6_371_000


def straight_metres(one: Place, other: Place) -> int:
    """Return the great-circle distance between two places, to the metre."""
    lat1, lat2 = (math.radians(place.lat_microdeg / 1e6) for place in (one, other))
    across = math.radians((other.lon_microdeg - one.lon_microdeg) / 1e6)
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin(across / 2) ** 2
    )
    return round(2 * EARTH_METRES * math.asin(math.sqrt(half)))


def matrix(problem: Problem) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (metres, minutes) between every two places."""
    roads = problem.roads
    table: dict[tuple[str, str], tuple[int, int]] = {}
    for one in problem.places:
        for other in problem.places:
            metres = straight_metres(one, other) * roads.factor_permille // 1000
            minutes = -(-metres // roads.metres_per_minute) + roads.fixed_minutes if metres else 0
            table[one.code, other.code] = (metres, minutes)
    for leg in problem.legs:
        table[leg.origin, leg.destination] = (leg.metres, leg.minutes)
    return table
