"""The verifier's walk through one van's day, minute by minute."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from planning.reasons import Reason, reason
from planning.tours.plan import Rest, Tour, Visit
from planning.tours.problem import Amount, Break, Problem, Stop, Vehicle
from planning.tours.roads import tables

MINUTE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Known:
    """The problem by code, and the road between two places in metres and minutes."""

    problem: Problem
    stops: dict[str, Stop]
    vans: dict[str, Vehicle]
    places: dict[str, int]
    metres: list[list[int]]
    minutes: list[list[int]]

    def road(self, one: str, other: str) -> tuple[int, int]:
        """Return metres and minutes from one place to another."""
        i, j = self.places[one], self.places[other]
        return self.metres[i][j], self.minutes[i][j]


@dataclass(slots=True)
class Walk:
    """Where the van is, when, and what it has driven since it began this tour."""

    place: str
    clock: int
    metres: int = 0

    def drive(self, facts: Known, place: str) -> None:
        """Go to a place."""
        metres, minutes = facts.road(self.place, place)
        self.place, self.clock, self.metres = place, self.clock + minutes, self.metres + metres

    def rest(self, rows: list[Rest]) -> bool:
        """Take breaks; False when one begins before the van is free."""
        free = True
        for row in rows:
            free = free and row.start >= self.clock
            self.clock = row.end
        return free


def known(problem: Problem) -> Known:
    """Index a problem for the verifier."""
    metres, minutes = tables(problem)
    return Known(
        problem=problem,
        stops={row.code: row for row in problem.stops},
        vans={row.code: row for row in problem.vehicles},
        places={row.code: index for index, row in enumerate(problem.places)},
        metres=metres.tolist(),
        minutes=minutes.tolist(),
    )


def check_van(facts: Known, van: Vehicle, tours: list[Tour]) -> Iterator[Reason]:
    """Find what is wrong in all tours of one van."""
    problem = facts.problem
    numbers = [tour.trip for tour in tours]
    if numbers != list(range(1, len(tours) + 1)) or len(tours) > van.trips:
        yield reason("tour.trips", found=len(tours), most=van.trips, vehicle=van.code)
        return
    if van.underway and not tours:
        yield reason("tour.underway", vehicle=van.code)
    place, free = van.start_place or problem.kitchen, van.start
    for tour in tours:
        out = tour.trip == 1 and van.underway is not None
        if not tour.visits and not out:
            yield reason("tour.empty", trip=tour.trip, vehicle=van.code)
        yield from _Trip(facts, van, tour, last=tour is tours[-1]).check(place, free)
        yield from _loads(facts, van, tour, out=out)
        yield from _stops(facts, van, tour, out=out)
        place = problem.kitchen
        free = max([tour.back, *(row.end for row in tour.rests)])
    if not finishes(van, tours):
        yield from _too_much(van, tours)
    if van.underway or any(tour.visits for tour in tours):
        yield from _breaks(van, [row for tour in tours for row in tour.rests])


def finishes(van: Vehicle, tours: list[Tour]) -> bool:
    """Tell whether a van on the road does nothing but hand over what it carries."""
    carried = set(van.underway.aboard) if van.underway else set()
    stops = {visit.stop for tour in tours for visit in tour.visits}
    return van.underway is not None and len(tours) == 1 and stops <= carried


def late_minutes(van: Vehicle, tours: list[Tour]) -> int:
    """Return how long a van works past its shift, or past its most paid minutes."""
    late = [tour.back - van.end for tour in tours]
    if van.most_minutes:
        late.append(sum(tour.paid_minutes for tour in tours) - van.most_minutes)
    return max(0, *late, 0)


def _too_much(van: Vehicle, tours: list[Tour]) -> Iterator[Reason]:
    for tour in tours:
        if tour.back > van.end:
            yield reason("tour.past_shift", minutes=tour.back - van.end, vehicle=van.code)
    paid = sum(tour.paid_minutes for tour in tours)
    if van.most_minutes and paid > van.most_minutes:
        yield reason("tour.paid", minutes=paid, most=van.most_minutes, vehicle=van.code)


@dataclass(frozen=True, slots=True)
class _Trip:
    """One tour: does each figure follow from the one before?"""

    facts: Known
    van: Vehicle
    tour: Tour
    last: bool

    def check(self, place: str, free: int) -> Iterator[Reason]:
        """Walk from a place and a minute the van is free, to the tour's end."""
        van, tour, problem = self.van, self.tour, self.facts.problem
        if tour.trip == 1 and van.underway is not None:
            walk = Walk(van.underway.place, tour.depart)
            loaded, paid_from = van.underway.loaded_minute, tour.depart
            if tour.depart != max(van.start, van.underway.minute):
                yield reason("tour.underway", vehicle=van.code)
            before: list[Rest] = []
        else:
            walk = Walk(place, free)
            walk.drive(self.facts, problem.kitchen)
            loaded = tour.depart - problem.loading_minutes
            paid_from = loaded - (walk.clock - free)
            before = [row for row in tour.rests if row.after == 0 and row.end <= loaded]
            yield from self._loading(walk, before, loaded)
            walk.clock = tour.depart
        yield from self._road(walk, [row for row in tour.rests if row not in before], loaded)
        yield from self._figures(walk, paid_from)

    def _loading(self, walk: Walk, before: list[Rest], loaded: int) -> Iterator[Reason]:
        van, tour = self.van, self.tour
        if not walk.rest(before):
            yield self._time("")
        if loaded < walk.clock:
            early = walk.clock - loaded
            yield reason("tour.leaves_early", minutes=early, trip=tour.trip, vehicle=van.code)
        for stop in (self.facts.stops[visit.stop] for visit in tour.visits):
            ready = max(stop.ready_minute, self.facts.problem.ready_minute)
            if _count(stop.delivers) and loaded < ready:
                early = ready - loaded
                yield reason("tour.unready", minutes=early, stop=stop.code, vehicle=van.code)

    def _road(self, walk: Walk, rests: list[Rest], loaded: int) -> Iterator[Reason]:
        tour, stops = self.tour, self.facts.stops
        for index, visit in enumerate(tour.visits):
            stop = stops[visit.stop]
            if not walk.rest([row for row in rests if row.after == index]):
                yield self._time(stop.code)
            walk.drive(self.facts, stop.place)
            yield from self._visit(walk.clock, stop, visit, loaded)
            walk.clock = visit.leave
        late = [row for row in rests if row.after == len(tour.visits)]
        if not walk.rest([row for row in late if row.start < tour.back]):
            yield self._time("")
        if any(row.after > len(tour.visits) or row.end < row.start for row in rests):
            yield self._time("")
        self._home(walk)
        if walk.clock != tour.back:
            yield self._time("")
        if not walk.rest([row for row in late if row.start >= tour.back]):
            yield self._time("")

    def _home(self, walk: Walk) -> None:
        """To the kitchen; the last tour to the van's own place, by the kitchen if it collects."""
        stops = [self.facts.stops[visit.stop] for visit in self.tour.visits]
        kitchen = self.facts.problem.kitchen
        if not self.last or any(_count(stop.collects) for stop in stops):
            walk.drive(self.facts, kitchen)
        if self.last:
            walk.drive(self.facts, self.van.end_place or kitchen)

    def _visit(self, clock: int, stop: Stop, visit: Visit, loaded: int) -> Iterator[Reason]:
        problem = self.facts.problem
        leave = visit.begin + _service(problem, stop)
        if visit.arrive != clock or visit.begin < visit.arrive or visit.leave != leave:
            yield self._time(stop.code)
        if not any(row.start <= visit.begin <= row.end for row in stop.openings):
            yield reason("tour.outside_window", stop=stop.code, minute=visit.begin)
        for limit, counts in (
            (problem.longest_minutes, True),
            (problem.hot_minutes, stop.hot),
            (problem.chilled_minutes, stop.chilled and not self.van.refrigerated),
        ):
            held = visit.begin - loaded
            if limit and counts and held > limit:
                yield reason("tour.too_long", stop=stop.code, minutes=held, most=limit)

    def _figures(self, walk: Walk, paid_from: int) -> Iterator[Reason]:
        tour = self.tour
        for name, found, value in (
            ("metres", tour.metres, walk.metres),
            ("paid_minutes", tour.paid_minutes, tour.back - paid_from),
        ):
            if found != value:
                goal = f"tours[{self.van.code}/{tour.trip}].{name}"
                yield reason("goal.differs", goal=goal, found=found, value=value)

    def _time(self, stop: str) -> Reason:
        return reason("tour.times", stop=stop, vehicle=self.van.code)


def _loads(facts: Known, van: Vehicle, tour: Tour, *, out: bool) -> Iterator[Reason]:
    """What is loaded is what its stops ask; at no point is there more aboard than it holds."""
    stops = [facts.stops[visit.stop] for visit in tour.visits]
    asked = _sum(*(stop.delivers for stop in stops))
    stated = _sum(tour.loads)
    for kind in sorted({*asked, *stated}):
        if asked[kind] != stated[kind]:
            yield reason(
                "tour.loads",
                count=asked[kind],
                found=stated[kind],
                kind=kind,
                vehicle=van.code,
            )
    aboard = asked
    if out and van.underway:
        # what is aboard for a stop that is left stays aboard
        aboard = _sum(*(facts.stops[code].delivers for code in van.underway.aboard))
        aboard.update(_sum(van.underway.collected))
    most = Counter(aboard)
    for stop in stops:
        for row in stop.delivers:
            aboard[row.kind] -= row.count
        for row in stop.collects:
            aboard[row.kind] += row.count
            most[row.kind] = max(most[row.kind], aboard[row.kind])
    for row in van.holds:
        if most[row.kind] > row.count:
            count = most[row.kind]
            yield reason(
                "tour.overloaded", count=count, kind=row.kind, most=row.count, vehicle=van.code
            )


def _stops(facts: Known, van: Vehicle, tour: Tour, *, out: bool) -> Iterator[Reason]:
    """Each stop may be on this van, at this place of the tour."""
    carried = {
        code for row in facts.problem.vehicles if row.underway for code in row.underway.aboard
    }
    aboard = set(van.underway.aboard) if out and van.underway else set()
    for index, visit in enumerate(tour.visits):
        stop = facts.stops[visit.stop]
        if (stop.locked and stop.locked != van.code) or (
            stop.vehicles and van.code not in stop.vehicles
        ):
            yield reason("tour.wrong_vehicle", stop=stop.code, vehicle=van.code)
        for skill in sorted(set(stop.needs) - set(van.skills)):
            yield reason("tour.skill", skill=skill, stop=stop.code, vehicle=van.code)
        at = {"first": 0, "last": len(tour.visits) - 1}.get(stop.position, index)
        if at != index:
            yield reason("tour.position", position=stop.position, stop=stop.code)
        elsewhere = stop.code in carried and stop.code not in aboard
        unloaded = out and stop.code not in aboard and _count(stop.delivers)
        if elsewhere or unloaded:
            yield reason("tour.aboard", stop=stop.code, vehicle=van.code)


def _breaks(van: Vehicle, rests: list[Rest]) -> Iterator[Reason]:
    """Give each rest the break of its length that ends soonest; every break must be taken."""
    left: list[Break] = sorted(van.breaks, key=lambda row: row.end)
    for rest in sorted(rests, key=lambda row: row.start):
        taken = next(
            (
                row
                for row in left
                if row.start <= rest.start <= row.end and rest.end - rest.start == row.minutes
            ),
            None,
        )
        if taken is None:
            break
        left.remove(taken)
    if left or len(rests) != len(van.breaks):
        yield reason("tour.breaks", found=len(rests), vehicle=van.code)


def _service(problem: Problem, stop: Stop) -> int:
    seconds = {row.kind: row.count for row in problem.handling}
    handled = sum(row.count * seconds.get(row.kind, 0) for row in (*stop.delivers, *stop.collects))
    return stop.service_minutes + -(-handled // MINUTE)


def _sum(*rows: tuple[Amount, ...]) -> Counter[str]:
    count: Counter[str] = Counter()
    for amounts in rows:
        for row in amounts:
            count[row.kind] += row.count
    return count


def _count(amounts: tuple[Amount, ...]) -> int:
    return sum(row.count for row in amounts)
