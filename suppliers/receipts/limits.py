"""Pure: at which temperature goods may be taken at the door.

Limits of the order of 21 December 2009, annex I, by the store the goods go to. Between the limit
and the tolerance goods are taken with a reserve and cooled at once: the order writes +3 °C for
frozen goods at the surface, and none for chilled ones, where +2 °C is common practice.
"""

from dataclasses import dataclass

from kitchen.core.vocabulary import Storage
from suppliers.receipts.models import Verdict


@dataclass(frozen=True, slots=True)
class Limit:
    """The warmest temperature taken, and the warmest taken with a reserve, in tenths of °C."""

    accept: int
    reserve: int


LIMITS: dict[Storage, Limit] = {
    Storage.CHILLED: Limit(accept=40, reserve=60),
    Storage.FROZEN: Limit(accept=-180, reserve=-150),
}


def verdict_at(storage: Storage, temperature_tenths: int | None) -> Verdict:
    """Return the mildest verdict a temperature leaves open; without a reading, a reserve."""
    limit = LIMITS.get(storage)
    if limit is None:
        return Verdict.ACCEPTED
    if temperature_tenths is None or limit.accept < temperature_tenths <= limit.reserve:
        return Verdict.RESERVE
    return Verdict.ACCEPTED if temperature_tenths <= limit.accept else Verdict.REFUSED


SEVERITY = (Verdict.ACCEPTED, Verdict.RESERVE, Verdict.REFUSED)


def is_too_mild(given: Verdict, storage: Storage, temperature_tenths: int | None) -> bool:
    """Tell whether a verdict is milder than the temperature allows."""
    return SEVERITY.index(given) < SEVERITY.index(verdict_at(storage, temperature_tenths))
