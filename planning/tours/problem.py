"""The planning problem of one day of tours, as plain data.

Minutes are after local midnight; distances are metres. A place is known by its position or by
the legs given; a leg that is given wins over the straight line (bridges, canals, the port).
"""

from dataclasses import dataclass, field

from planning.week.problem import doc

FORMAT = "tablee/tour-problem"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map."""

    code: str
    lat_microdeg: int = field(metadata=doc("Millionths of a degree north.", signed=True))
    lon_microdeg: int = field(metadata=doc("Millionths of a degree east.", signed=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A road whose length or time is known better than the straight line says."""

    origin: str
    destination: str
    metres: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """Road times without a network: straight line times a factor, at a mean speed."""

    factor_permille: int = field(default=1300, metadata=doc("Road over straight line."))
    metres_per_minute: int = field(default=580, metadata=doc("Mean speed: 580 is 35 km/h."))
    fixed_minutes: int = field(default=1, metadata=doc("Leaving and parking, each leg."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When a stop takes a delivery; the hand-over begins within it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A delivery to make."""

    code: str
    place: str
    meals: int
    boxes: int
    openings: tuple[Opening, ...]
    service_minutes: int = 8
    priority: int = field(default=1, metadata=doc("Weight when not everyone can be served."))
    vehicles: tuple[str, ...] = field(default=(), metadata=doc("Vans allowed; empty means any."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A van and its driver's shift."""

    code: str
    boxes: int
    start: int
    end: int
    cents_per_km: int = 45
    fixed_cents: int = field(default=500, metadata=doc("Cost of taking it out at all."))
    refrigerated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A day of tours from one kitchen."""

    date: str = field(metadata=doc("A label only."))
    kitchen: str = field(metadata=doc("Place where every tour begins and ends."))
    places: tuple[Place, ...]
    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    legs: tuple[Leg, ...] = ()
    roads: Roads = Roads()
    ready_minute: int = field(default=0, metadata=doc("The food is packed by then."))
    longest_minutes: int = field(
        default=0, metadata=doc("From leaving the kitchen to any hand-over; 0 without a limit.")
    )
    loading_minutes: int = 15
    minute_cents: int = field(default=30, metadata=doc("Price of a driver's minute."))
    unserved_cents: int = field(default=100_000, metadata=doc("Price of an unserved stop."))
