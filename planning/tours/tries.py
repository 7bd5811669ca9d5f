"""Tries a stop in every place of a plan, exactly: what it would add, and in which van."""

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np

from planning.tours.arrays import Day
from planning.tours.drive import drive
from planning.tours.plan import Tour
from planning.tours.problem import Break, Problem

NEVER = -1
SCRATCH_COLUMNS = 8  # `drive` writes a row for each trip


class Tries:
    """A plan's tours as sequences: stops, reloads and breaks by number, as `arrays` has them."""

    def __init__(self, problem: Problem, rows: list[list[int]]) -> None:
        self.problem, self.rows = problem, rows

    @classmethod
    def of(cls, problem: Problem, tours: Sequence[Tour]) -> Self:
        """Take the tours of a plan."""
        return cls(
            problem,
            [
                _items(problem, index, [tour for tour in tours if tour.vehicle == van.code])
                for index, van in enumerate(problem.vehicles)
            ],
        )

    def cheapest(self, day: Day, stop: int, *, besides: int = NEVER) -> tuple[int, int] | None:
        """Return what a stop adds in its cheapest place and in which van; None where it has none.

        `besides` is a van left out. The day may have other rules than the plan was made for, with
        the same stops, vans and breaks.
        """
        best: tuple[int, int] | None = None
        for van, row in enumerate(self.rows):
            before = price_of(day, van, row)
            if van == besides or before == NEVER:
                continue
            for items in _with(len(day.stop), row, stop):
                price = price_of(day, van, items)
                if price != NEVER and (best is None or price - before < best[0]):
                    best = price - before, van
        return best

    def alone(self, day: Day, stop: int) -> bool:
        """Tell whether a van like one of ours could serve a stop, with no other."""
        n = len(day.stop)
        for van, row in enumerate(self.rows):
            rests = [item for item in row if item > n]
            for k in range(len(rests) + 1):
                if price_of(day, van, [*rests[:k], stop, *rests[k:]]) != NEVER:
                    return True
        return False

    def without(self, stop: int) -> "Tries":
        """Take a stop out, and a reload that would stand beside nothing."""
        n = len(self.problem.stops)
        rows = [_tidy(n, [item for item in row if item != stop]) for row in self.rows]
        return Tries(self.problem, rows)


def price_of(day: Day, van: int, items: list[int]) -> int:
    """Price a van's sequence in thousandths of a cent; NEVER when it cannot be driven."""
    n = len(day.stop)
    trips = np.zeros((items.count(n) + 3, SCRATCH_COLUMNS), dtype=np.int64)
    times = np.zeros(len(items) + 1, dtype=np.int64)
    row = np.array(items, dtype=np.int64)
    return max(NEVER, int(drive(day, van, row, len(items), times, trips)))


def _with(n: int, row: list[int], stop: int) -> Iterator[list[int]]:
    """Yield a van's sequence with a stop in each place, and on a trip of its own."""
    for k in range(len(row) + 1):
        yield [*row[:k], stop, *row[k:]]
    if any(item < n for item in row):
        for k in (0, *(k + 1 for k, item in enumerate(row) if item == n)):
            yield [*row[:k], stop, n, *row[k:]]
        yield [*row, n, stop]


def _tidy(n: int, row: list[int]) -> list[int]:
    """Leave out trips without a stop; their breaks go to the trip before."""
    trips: list[list[int]] = [[]]
    for item in row:
        if item == n:
            trips.append([])
        else:
            trips[-1].append(item)
    kept: list[list[int]] = []
    for trip in trips:
        if kept and (not any(item < n for item in trip) or not any(i < n for i in kept[-1])):
            kept[-1] += trip
        else:
            kept.append(trip)
    return [item for number, trip in enumerate(kept) for item in ([n] if number else []) + trip]


def _items(problem: Problem, van: int, tours: list[Tour]) -> list[int]:
    """Write a van's tours as one sequence."""
    n = len(problem.stops)
    codes = {stop.code: index for index, stop in enumerate(problem.stops)}
    before = sum(len(row.breaks) for row in problem.vehicles[:van])
    breaks = list(enumerate(sorted(problem.vehicles[van].breaks, key=lambda row: row.start)))
    items: list[int] = []
    for tour in sorted(tours, key=lambda tour: tour.trip):
        if tour.trip > 1:
            items.append(n)
        for count in range(len(tour.visits) + 1):
            for rest in tour.rests:
                taken = _break(breaks, rest.start) if rest.after == count else None
                if taken is not None:
                    breaks.remove(taken)
                    items.append(n + 1 + before + taken[0])
            if count < len(tour.visits):
                items.append(codes[tour.visits[count].stop])
    return [*items, *(n + 1 + before + number for number, _ in breaks)]


def _break(breaks: list[tuple[int, Break]], minute: int) -> tuple[int, Break] | None:
    fitting = [one for one in breaks if one[1].start <= minute <= one[1].end]
    return min(fitting, key=lambda one: one[1].end, default=None)
