"""Freezes a plan at a minute of its day: what is done, what is on the road, what is still free."""

from collections import Counter
from dataclasses import dataclass, replace

from planning.tours.plan import Tour, TourPlan, Visit
from planning.tours.problem import Amount, Break, Problem, Underway, Vehicle
from planning.tours.roads import matrix


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a day: a problem without the stops that are done, and which those are."""

    problem: Problem
    done: frozenset[str]


def at(problem: Problem, plan: TourPlan, minute: int) -> Remaining:
    """Return what is left of a day in force at a minute, vans where they are.

    A stop whose hand-over has begun, or that a van is driving to, is done. A van being loaded
    leaves with what it loads.
    """
    done: set[str] = set()
    vans = []
    for van in problem.vehicles:
        own = _Own(problem, van, [row for row in plan.tours if row.vehicle == van.code], minute)
        vans.append(own.now())
        done.update(visit.stop for visit in own.passed)
    left = tuple(row for row in problem.stops if row.code not in done)
    return Remaining(replace(problem, stops=left, vehicles=tuple(vans)), frozenset(done))


@dataclass(slots=True)
class _Own:
    """One van's tours, and what of them has passed."""

    problem: Problem
    van: Vehicle
    tours: list[Tour]
    minute: int

    @property
    def finished(self) -> list[Tour]:
        """Tours whose last stop is left: on the way home, nothing more can be asked of them."""
        return [
            tour
            for tour in self.tours
            if tour.visits and tour.visits[-1].leave <= self.minute
        ]  # fmt: skip

    @property
    def current(self) -> Tour | None:
        """The tour being loaded or driven."""
        rest = self.tours[len(self.finished) :]
        return rest[0] if rest and self._loaded(rest[0]) <= self.minute else None

    @property
    def passed(self) -> list[Visit]:
        """Visits done, begun, or driven to."""
        visits = [visit for tour in self.finished for visit in tour.visits]
        tour = self.current
        if tour and tour.depart <= self.minute:
            gone = sum(visit.leave <= self.minute for visit in tour.visits)
            visits += tour.visits[: gone + 1]
        return visits

    def now(self) -> Vehicle:
        """Return the van as it stands at the minute."""
        if self.current:
            return self._on_road(self.current)
        if self.finished:
            return self._back(self.finished[-1])
        return self._waiting()

    def _loaded(self, tour: Tour) -> int:
        if self._is_out(tour) and self.van.underway:
            return self.van.underway.loaded_minute
        return tour.depart - self.problem.loading_minutes

    def _is_out(self, tour: Tour) -> bool:
        return tour.trip == 1 and self.van.underway is not None

    def _waiting(self) -> Vehicle:
        """Not loaded yet: it may start later, or be on its way to the kitchen."""
        van, start, place = self.van, max(self.van.start, self.minute), self.van.start_place
        if self.tours and place and self._paid_from(self.tours[0]) < self.minute:
            road = matrix(self.problem)[place, self.problem.kitchen][1]
            start, place = max(self.minute, self._paid_from(self.tours[0]) + road), ""
        start = min(start, van.end - 1)
        return replace(van, start=start, start_place=place, breaks=self._breaks(start))

    def _back(self, last: Tour) -> Vehicle:
        """Between two trips, or with none left."""
        van, done = self.van, len(self.finished)
        free = van.end - 1 if done == van.trips else max(self.minute, last.back)
        free = min(free, van.end - 1)
        return replace(
            self._out(sum(tour.paid_minutes for tour in self.finished)),
            start=free,
            start_place=van.end_place if last is self.tours[-1] else "",
            trips=max(1, van.trips - done),
            breaks=self._breaks(free),
        )

    def _on_road(self, tour: Tour) -> Vehicle:
        """Put the van where it is next free: at the kitchen, or at the stop it is bound to."""
        stops = {row.code: row for row in self.problem.stops}
        passed = [visit for visit in self.passed if visit in tour.visits]
        underway = self.van.underway
        place = underway.place if self._is_out(tour) and underway else self.problem.kitchen
        free = tour.depart
        if passed:
            place, free = stops[passed[-1].stop].place, passed[-1].leave
        left = [visit.stop for visit in tour.visits[len(passed) :]]
        aboard = [code for code in left if stops[code].delivers]
        if self._is_out(tour) and underway:
            gone = {visit.stop for visit in self.passed}
            aboard += [code for code in underway.aboard if code not in gone and code not in left]
        paid = sum(row.paid_minutes for row in self.finished) + free - self._paid_from(tour)
        collected: Counter[str] = Counter()
        for visit in passed:
            collected.update({row.kind: row.count for row in stops[visit.stop].collects})
        if self._is_out(tour) and underway:
            collected.update({row.kind: row.count for row in underway.collected})
        van = self._out(paid)
        return replace(
            self._by_the_kitchen(van) if collected else van,
            trips=van.trips - len(self.finished),
            breaks=self._breaks(free),
            underway=Underway(
                place=place,
                minute=free,
                loaded_minute=self._loaded(tour),
                aboard=tuple(aboard),
                collected=tuple(
                    Amount(kind=kind, count=count) for kind, count in sorted(collected.items())
                ),
            ),
        )

    def _out(self, paid: int) -> Vehicle:
        """A van that has left: its fixed price is paid, and some of its driver's minutes."""
        most = self.van.most_minutes
        left = max(1, most - paid) if most else 0
        return replace(self.van, fixed_cents=0, most_minutes=left, underway=None)

    def _by_the_kitchen(self, van: Vehicle) -> Vehicle:
        """What it has collected goes to the kitchen before the van goes to its own end place."""
        if not van.end_place:
            return van
        road = matrix(self.problem)[self.problem.kitchen, van.end_place][1]
        return replace(van, end_place="", end=van.end - road)

    def _paid_from(self, tour: Tour) -> int:
        return tour.back - tour.paid_minutes

    def _breaks(self, free: int) -> tuple[Break, ...]:
        """The breaks still to take once the van is free."""
        left = sorted(self.van.breaks, key=lambda row: row.end)
        for rest in sorted(
            (row for tour in self.tours for row in tour.rests), key=lambda r: r.start
        ):
            if rest.start >= free:
                continue
            for row in left:
                if row.start <= rest.start <= row.end and rest.end - rest.start == row.minutes:
                    left.remove(row)
                    break
        return tuple(row for row in self.van.breaks if row in left and row.end >= free)
