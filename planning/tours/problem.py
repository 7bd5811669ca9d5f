"""The planning problem of one day of tours, as plain data.

Minutes are after local midnight; distances are metres. A place is known by its position, by the
legs given, or both; a leg that is given wins over the straight line (bridges, canals, the port).

The price of a plan, in thousandths of a cent, is the sum over tours of metres x `cents_per_km`
and paid minutes x `minute_cents`, plus `fixed_cents` for each van used, `balance_cents` x
(hours of the van) squared, `preference_cents` and `changed_cents` for each stop on another van
than it prefers or had before, the price of each stop left unserved, and `OVERTIME_CENTS` for each
minute that a van underway, with nothing but what it carries, works past its shift or its most
paid minutes.
"""

from dataclasses import dataclass, field

from planning.week.problem import doc

FORMAT = "tablee/tour-problem"
VERSION = 2
OVERTIME_CENTS = 200
POSITIONS = ("", "first", "last")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map; without a position, every leg from and to it must be given."""

    code: str
    lat_microdeg: int | None = field(
        default=None, metadata=doc("Millionths of a degree north.", signed=True)
    )
    lon_microdeg: int | None = field(
        default=None, metadata=doc("Millionths of a degree east.", signed=True)
    )
    area: str = field(default="", metadata=doc("Town or road class, with its own factor."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A road whose length or time is known better than the straight line says."""

    origin: str
    destination: str
    metres: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Roads within one town or of one class."""

    code: str
    factor_permille: int = field(metadata=doc("Road over straight line."))
    metres_per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """Road times without a network: straight line times a factor, at a mean speed."""

    factor_permille: int = field(default=1300, metadata=doc("Road over straight line."))
    metres_per_minute: int = field(default=580, metadata=doc("Mean speed: 580 is 35 km/h."))
    fixed_minutes: int = field(default=1, metadata=doc("Leaving and parking, each leg."))
    areas: tuple[Area, ...] = field(default=(), metadata=doc("For legs within one area."))
    plane: bool = field(
        default=False,
        metadata=doc(
            "Public instances: positions are a plane's, and metres and minutes are both ten"
            " times the distance, truncated."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When a stop takes a delivery; the hand-over begins within it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """So many of one kind of load: meals, boxes, crates, kilograms."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A delivery to make, a pick-up, or both at once."""

    code: str
    place: str
    openings: tuple[Opening, ...] = field(metadata=doc("None: closed that day."))
    delivers: tuple[Amount, ...] = field(default=(), metadata=doc("Loaded at the kitchen."))
    collects: tuple[Amount, ...] = field(default=(), metadata=doc("Brought back to it."))
    service_minutes: int = field(default=8, metadata=doc("Beside the handling of the load."))
    hot: bool = field(default=False, metadata=doc("Carries hot food."))
    chilled: bool = field(default=False, metadata=doc("Carries chilled food."))
    ready_minute: int = field(default=0, metadata=doc("Its food is packed by then."))
    needs: tuple[str, ...] = field(default=(), metadata=doc("Skills its van must have."))
    vehicles: tuple[str, ...] = field(default=(), metadata=doc("Vans allowed; empty means any."))
    locked: str = field(default="", metadata=doc("Van chosen by hand; never reset."))
    prefers: str = field(default="", metadata=doc("Van whose driver it knows."))
    before: str = field(default="", metadata=doc("Van it had in the plan before."))
    position: str = field(default="", metadata=doc("`first` or `last` of its tour, or empty."))
    required: bool = True
    priority: int = field(default=1, metadata=doc("Weight when not everyone can be served."))
    days_since_served: int = field(default=0, metadata=doc("Adds to the priority."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A driver's rest: taken before leaving, between two stops, or once back."""

    start: int = field(metadata=doc("It begins from here,"))
    end: int = field(metadata=doc("to here."))
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """A van already on the road: where it is next free, and what it carries."""

    place: str
    minute: int = field(metadata=doc("Free to drive on from then."))
    loaded_minute: int = field(metadata=doc("When its load was taken; limits count from it."))
    aboard: tuple[str, ...] = field(metadata=doc("Stops whose load it carries."))
    collected: tuple[Amount, ...] = field(
        default=(), metadata=doc("Taken on the way; such a van ends its day at the kitchen.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A van and its driver's shift."""

    code: str
    start: int
    end: int
    holds: tuple[Amount, ...] = field(default=(), metadata=doc("A kind not named has no limit."))
    start_place: str = field(default="", metadata=doc("Empty: the kitchen."))
    end_place: str = field(default="", metadata=doc("Empty: the kitchen."))
    cents_per_km: int = 45
    fixed_cents: int = field(default=500, metadata=doc("Cost of taking it out at all."))
    refrigerated: bool = True
    skills: tuple[str, ...] = ()
    trips: int = field(default=1, metadata=doc("Tours it may drive, reloading between."))
    most_minutes: int = field(default=0, metadata=doc("Paid minutes a day; 0 without a limit."))
    breaks: tuple[Break, ...] = ()
    underway: Underway | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A day of tours from one kitchen."""

    date: str = field(metadata=doc("A label only."))
    kitchen: str = field(metadata=doc("Place where food is loaded and collected goods go."))
    places: tuple[Place, ...]
    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    legs: tuple[Leg, ...] = ()
    roads: Roads = Roads()
    ready_minute: int = field(default=0, metadata=doc("All food is packed by then."))
    loading_minutes: int = field(default=15, metadata=doc("Before each tour."))
    handling: tuple[Amount, ...] = field(
        default=(), metadata=doc("Seconds to hand over or take one of a kind.")
    )
    longest_minutes: int = field(
        default=0, metadata=doc("From loading to any hand-over; 0 without a limit.")
    )
    hot_minutes: int = field(default=0, metadata=doc("The same, for hot food."))
    chilled_minutes: int = field(
        default=0, metadata=doc("The same, for chilled food in a van that is not refrigerated.")
    )
    minute_cents: int = field(default=30, metadata=doc("Price of a driver's minute."))
    balance_cents: int = field(default=0, metadata=doc("Times the square of a van's hours."))
    preference_cents: int = field(default=300, metadata=doc("A stop not on its preferred van."))
    changed_cents: int = field(default=0, metadata=doc("A stop not on the van it had before."))
    unserved_cents: int = field(
        default=100_000,
        metadata=doc(
            "A required stop left out, times priority + days since served; an optional one"
            " is a hundredth of it."
        ),
    )
    horizon_minutes: int = field(default=2880, metadata=doc("No time is later."))
