"""Pure: how far a supplier is from the kitchen, and whether it counts as a neighbour."""

import math
from typing import NamedTuple

# The house rule for "local": the law fixes no distance, so the kitchen states its own.
LOCAL_METRES = 60_000
EARTH_METRES = 6_371_009


class Point(NamedTuple):
    """A place on earth, in millionths of a degree."""

    latitude_microdeg: int
    longitude_microdeg: int


CALAIS = Point(50_950_500, 1_868_900)  # near the town hall, until a site sets its own


def metres_between(a: Point, b: Point) -> int:
    """Return the straight distance over the ground (haversine), to the nearest metre."""
    lat_a, lon_a, lat_b, lon_b = (math.radians(degrees / 1e6) for degrees in (*a, *b))
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return round(2 * EARTH_METRES * math.asin(math.sqrt(half)))


def is_local(distance_metres: int, *, short_circuit: bool) -> bool:
    """Tell whether food counts as local: near, and through one intermediary at most."""
    return short_circuit and distance_metres <= LOCAL_METRES
