"""The answer for one day: tours with times and loads, and who is not served."""

from dataclasses import dataclass, field

from planning.week.plan import Note
from planning.week.problem import doc

FORMAT = "tablee/tour-plan"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop on a tour."""

    stop: str
    arrive: int
    begin: int = field(metadata=doc("Hand-over begins, after any wait."))
    leave: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """One van's day."""

    vehicle: str
    depart: int
    back: int
    metres: int
    boxes: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """A stop no van reaches, and what would let it be served."""

    stop: str
    why: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class TourPlan:
    """A whole day."""

    problem_sha256: str
    seed: int
    status: str
    cost_cents: int = field(metadata=doc("Road, driver and van; unserved stops are not in it."))
    work: int = field(metadata=doc("Plans compared."))
    tours: tuple[Tour, ...]
    unserved: tuple[Unserved, ...]
