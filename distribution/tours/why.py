"""What is said of a day of tours: why each stop is where it is, what is tight, what more would do.

The answers were made by the planner beside the plan (`planning.tours.answers`); here they are put
into words, so that a page waits for no solver.
"""

from dataclasses import dataclass, field

from distribution.tours.models import TourDay
from distribution.tours.words import Names, of_reason
from planning.reasons import Reason, reasons_of
from planning.tours.plan import TourPlan


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of a plan, in words; `made` once the answers are there.

    Answers that are there and empty `failed`: nothing may be read into what they do not say.
    """

    made: bool = False
    failed: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    why: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tight: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    more: tuple[str, ...] = ()


def said(row: TourDay, plan: TourPlan, names: Names) -> Said:
    """Put into words what is known: `why` by stop, `tight` by van, with what to try."""
    answers = row.answers or {}
    by_stop = {visit.stop: tour.vehicle for tour in plan.tours for visit in tour.visits}
    tight: dict[str, list[tuple[str, str]]] = {}
    for one in reasons_of(answers.get("tight", [])):
        tight.setdefault(_van(one, by_stop), []).append(of_reason(one, names))
    return Said(
        made=row.answers is not None,
        failed=row.answers == {},
        notes=tuple(of_reason(one.reason(), names) for one in plan.notes),
        why={
            stop: tuple(of_reason(one, names)[0] for one in reasons_of(rows))
            for stop, rows in answers.get("why", {}).items()
        },
        tight={van: tuple(rows) for van, rows in tight.items()},
        more=tuple(of_reason(one, names)[0] for one in reasons_of(answers.get("more", []))),
    )


def _van(found: Reason, by_stop: dict[str, str]) -> str:
    """Return the van a tight thing is about, its own or that of its stop."""
    facts = dict(found.facts)
    return str(facts.get("vehicle") or by_stop.get(str(facts.get("stop")), ""))
