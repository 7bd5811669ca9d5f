"""Times a van's stops in a given order, whether or not that keeps every rule.

An edit by hand must show its hours even where a door is missed: the verifier says what they break.
Breaks are taken as soon as they may be, between two stops, before loading, or once back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from planning.tours.plan import Rest, Tour, Visit
from planning.tours.problem import Amount, Break, Problem, Stop, Vehicle
from planning.tours.roads import matrix

MINUTE = 60  # seconds
Roads = dict[tuple[str, str], tuple[int, int]]


def timed(problem: Problem, van: Vehicle, trips: Sequence[Sequence[str]]) -> list[Tour]:
    """Return the tours of a van that serves these stops, one list for each trip."""
    return _Times(problem, van, list(van.breaks)).tours(trips)


@dataclass(slots=True)
class _Drive:
    """A trip driven from one departure; `late` adds up the minutes after closing."""

    clock: int
    place: str
    metres: int = 0
    late: int = 0
    visits: list[Visit] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    left: list[Break] = field(default_factory=list)


class _Times:
    def __init__(self, problem: Problem, van: Vehicle, breaks: list[Break]) -> None:
        self.problem, self.van = problem, van
        self.roads = matrix(problem)
        self.stops = {row.code: row for row in problem.stops}
        self.seconds = {row.kind: row.count for row in problem.handling}
        self.breaks = sorted(breaks, key=lambda row: row.end)

    def tours(self, trips: Sequence[Sequence[str]]) -> list[Tour]:
        """Time each trip after the one before."""
        van, made = self.van, []
        free, place = van.start, van.start_place or self.problem.kitchen
        for number, codes in enumerate(trips, start=1):
            stops = [self.stops[code] for code in codes]
            tour = self._tour(number, stops, free, place, last=number == len(trips))
            made.append(tour)
            free, place = max([tour.back, *(row.end for row in tour.rests)]), self.problem.kitchen
        return made

    def _tour(self, trip: int, stops: list[Stop], free: int, place: str, *, last: bool) -> Tour:
        kitchen, out = self.problem.kitchen, self.van.underway if trip == 1 else None
        before: list[Rest] = []
        if out:
            depart, origin, first = max(self.van.start, out.minute), out.place, (0, 0)
        else:
            first, origin = self.roads[place, kitchen], kitchen
            before, clock = self._before(stops, free + first[1])
            depart = self._loaded(stops, clock)
        made = self._forward(stops, depart, origin, last=last)
        if not out:
            made, depart = self._later(stops, depart, origin, made, last=last)
        self.breaks = made.left
        back = made.clock
        rests = [*before, *made.rests]
        if last:
            rests += self._once_back(back, len(stops))
        start = depart if out else depart - self.problem.loading_minutes - first[1]
        return Tour(
            vehicle=self.van.code,
            trip=trip,
            depart=depart,
            back=back,
            metres=made.metres + first[0],
            paid_minutes=back - start,
            loads=_loads(stops),
            visits=tuple(made.visits),
            rests=tuple(rests),
        )

    def _loaded(self, stops: list[Stop], clock: int) -> int:
        """Return when a van free at the kitchen could leave it, loaded."""
        ready = [max(row.ready_minute, self.problem.ready_minute) for row in stops]
        return max([clock, *ready]) + self.problem.loading_minutes

    def _before(self, stops: list[Stop], clock: int) -> tuple[list[Rest], int]:
        """Take before loading the breaks that would be too late after the first stop."""
        rests = []
        for row in list(self.breaks):
            first = self._loaded(stops, clock)
            if stops:
                arrive = first + self.roads[self.problem.kitchen, stops[0].place][1]
                first = _begin(stops[0], arrive) + self._service(stops[0])
            begin = max(clock, row.start)
            if row.end < first and begin <= row.end:
                clock = begin + row.minutes
                rests.append(Rest(start=begin, end=clock, after=0))
                self.breaks.remove(row)
        return rests, clock

    def _once_back(self, clock: int, after: int) -> list[Rest]:
        rests = []
        for row in self.breaks:
            begin = max(clock, row.start)
            clock = begin + row.minutes
            rests.append(Rest(start=begin, end=clock, after=after))
        self.breaks = []
        return rests

    def _later(
        self, stops: list[Stop], depart: int, origin: str, first: _Drive, *, last: bool
    ) -> tuple[_Drive, int]:
        """Leave as late as gives the same return: less waiting, fresher food."""
        waits = sum(visit.begin - visit.arrive for visit in first.visits)
        for delay in range(waits, 0, -1):
            later = self._forward(stops, depart + delay, origin, last=last)
            if later.clock <= first.clock and later.late <= first.late:
                return later, depart + delay
        return first, depart

    def _forward(self, stops: list[Stop], depart: int, origin: str, *, last: bool) -> _Drive:
        drive = _Drive(depart, origin, left=list(self.breaks))
        for number, stop in enumerate(stops):
            if number:
                self._rest(drive, stop, number)
            self._go(drive, stop.place)
            arrive = drive.clock
            begin = _begin(stop, arrive)
            drive.late += max(0, begin - max((row.end for row in stop.openings), default=begin))
            drive.clock = begin + self._service(stop)
            drive.visits.append(
                Visit(stop=stop.code, arrive=arrive, begin=begin, leave=drive.clock)
            )
        end_place = self.van.end_place or self.problem.kitchen
        if last:
            self._rest_before(drive, end_place, len(stops))
        if not last or any(row.count for stop in stops for row in stop.collects):
            self._go(drive, self.problem.kitchen)
        if last:
            self._go(drive, end_place)
        return drive

    def _rest(self, drive: _Drive, following: Stop, after: int) -> None:
        """Take what may be taken now, or could not be any more after the next stop."""
        for row in list(drive.left):
            arrive = drive.clock + self.roads[drive.place, following.place][1]
            then = _begin(following, arrive) + self._service(following)
            if row.start <= drive.clock <= row.end or drive.clock < row.start <= row.end < then:
                begin = max(drive.clock, row.start)
                drive.clock = begin + row.minutes
                drive.rests.append(Rest(start=begin, end=drive.clock, after=after))
                drive.left.remove(row)

    def _rest_before(self, drive: _Drive, home: str, after: int) -> None:
        """Take where the last stop is the breaks that would be too late once home."""
        for row in list(drive.left):
            begin = max(drive.clock, row.start)
            if begin <= row.end < drive.clock + self.roads[drive.place, home][1]:
                drive.clock = begin + row.minutes
                drive.rests.append(Rest(start=begin, end=drive.clock, after=after))
                drive.left.remove(row)

    def _go(self, drive: _Drive, place: str) -> None:
        metres, minutes = self.roads[drive.place, place]
        drive.clock, drive.metres, drive.place = drive.clock + minutes, drive.metres + metres, place

    def _service(self, stop: Stop) -> int:
        handled = sum(
            row.count * self.seconds.get(row.kind, 0) for row in (*stop.delivers, *stop.collects)
        )
        return stop.service_minutes - (-handled // MINUTE)


def _begin(stop: Stop, arrive: int) -> int:
    """Return when a hand-over begins: at once where the door is missed."""
    for row in sorted(stop.openings, key=lambda row: row.start):
        if arrive <= row.end:
            return max(arrive, row.start)
    return arrive


def _loads(stops: list[Stop]) -> tuple[Amount, ...]:
    count: dict[str, int] = {}
    for stop in stops:
        for row in stop.delivers:
            count[row.kind] = count.get(row.kind, 0) + row.count
    return tuple(Amount(kind=kind, count=count[kind]) for kind in sorted(count))
