"""Pure: first expired, first out."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Available:
    """Grams of a lot that may be taken, with its dates."""

    code: str
    grams: int
    use_by: date | None
    received_on: date


def order(lot: Available) -> tuple[date, date, str]:
    """Sort key: use-by, then arrival; what has no use-by comes last (H-35)."""
    return (lot.use_by or date.max, lot.received_on, lot.code)


def take(lots: list[Available], grams: int, on: date) -> tuple[list[tuple[str, int]], int]:
    """Choose lots for a weight on a day; return (lot, grams) and what is missing.

    A lot past its use-by on that day is never taken (H-36).
    """
    chosen = []
    for lot in sorted(lots, key=order):
        if grams <= 0:
            break
        if lot.use_by is not None and lot.use_by < on:
            continue
        taken = min(grams, lot.grams)
        if taken > 0:
            chosen.append((lot.code, taken))
            grams -= taken
    return chosen, max(0, grams)
