"""The answer for one day: tours with times and loads, and who is not served."""

from dataclasses import dataclass, field

from planning.tours.problem import Amount
from planning.week.plan import Note
from planning.week.problem import doc

FORMAT = "tablee/tour-plan"
VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop on a tour."""

    stop: str
    arrive: int
    begin: int = field(metadata=doc("Hand-over begins, after any wait."))
    leave: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A driver's break."""

    start: int
    end: int
    after: int = field(metadata=doc("Visits of the tour before it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """One van from the kitchen and back; a van with two trips has two tours."""

    vehicle: str
    trip: int = field(default=1, metadata=doc("1 for the van's first tour of the day."))
    depart: int = field(metadata=doc("Leaves the kitchen, loaded."))
    back: int = field(metadata=doc("At the kitchen, or at the van's own end place."))
    metres: int
    paid_minutes: int = field(metadata=doc("Loading to back, with the way from its start place."))
    loads: tuple[Amount, ...] = field(metadata=doc("What is loaded at the kitchen."))
    visits: tuple[Visit, ...]
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """A stop no van reaches, why, and what would let it be served."""

    stop: str
    why: Note
    helps: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TourPlan:
    """A whole day."""

    problem_sha256: str
    seed: int
    status: str
    stopped: str = field(default="work", metadata=doc("Ended by `work`, `clock` or `asked`."))
    price: int = field(metadata=doc("Thousandths of a cent; see the problem's format."))
    cost_cents: int = field(metadata=doc("Road, driver and van, rounded down for each tour."))
    work: int = field(metadata=doc("Places compared by the search."))
    tours: tuple[Tour, ...]
    unserved: tuple[Unserved, ...]
    notes: tuple[Note, ...] = field(
        default=(), metadata=doc("What a person should know before using it.")
    )
