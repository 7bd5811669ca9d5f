"""Says why a stop is left, and what would let it be served.

The rest of the plan stays as it is: each answer is an exact try of every place in every van, under
the rules as they are or with one of them eased.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

from planning.reasons import Reason, reason
from planning.tours.arrays import CENT, Day, allowed, build, longest, unserved_price
from planning.tours.plan import Tour, Unserved
from planning.tours.problem import Opening, Problem, Stop, Vehicle
from planning.tours.roads import tables
from planning.tours.tries import Tries
from planning.week.plan import note

STEPS = (5, 10, 15, 20, 30, 45, 60, 90, 120)  # minutes tried; the fewest that do are said
ROOM = 10**9
Ease = Callable[[Problem], Problem]


def unserved(problem: Problem, tours: Sequence[Tour]) -> tuple[Unserved, ...]:
    """List the stops left, in the order of the problem, each with its reason and what helps."""
    served = {visit.stop for tour in tours for visit in tour.visits}
    left = [index for index, stop in enumerate(problem.stops) if stop.code not in served]
    asked = _Asked(problem, tours, set(left))
    return tuple(asked.row(index) for index in left)


class _Asked:
    """The plan as it stands, and the day under each eased rule, built once for all stops left."""

    def __init__(self, problem: Problem, tours: Sequence[Tour], left: set[int]) -> None:
        self.problem, self.left = problem, left
        self.tries = Tries.of(problem, tours)
        self.eased: dict[tuple[str, object], Day] = {}

    @cached_property
    def _day(self) -> Day:
        return build(self.problem)

    def row(self, index: int) -> Unserved:
        """Say why a stop is left, with what helps."""
        stop = self.problem.stops[index]
        why = self._never(stop) or self._not_now(index)
        helps = tuple(note(found) for found in self._helps(index, why))
        return Unserved(stop=stop.code, why=note(why), helps=helps)

    def _never(self, stop: Stop) -> Reason | None:
        """Return what keeps it from being served however the vans drive."""
        if not stop.openings:
            return reason("tour.closed", stop=stop.code)
        able = [van for van in self.problem.vehicles if allowed(stop, van)]
        if not able:
            chosen = [van for van in self.problem.vehicles if allowed(replace(stop, needs=()), van)]
            if not chosen:
                return reason("tour.no_van", stop=stop.code)
            lacking = min(set(stop.needs) - set(chosen[0].skills))
            return reason("tour.no_skill", skill=lacking, stop=stop.code)
        late = min(self._soonest(stop, van) for van in able) - max(one.end for one in stop.openings)
        if late > 0:
            return reason("tour.too_early", minutes=late, stop=stop.code)
        road = self.problem.loading_minutes + self._minutes(self.problem.kitchen, stop.place)
        limits = [longest(self.problem, stop, van) for van in able]
        if stop.delivers and all(limits) and road > max(limits):
            return reason("tour.too_far", minutes=road, most=max(limits), stop=stop.code)
        return None

    @cached_property
    def _roads(self) -> list[list[int]]:
        rows: list[list[int]] = tables(self.problem)[1].tolist()
        return rows

    def _minutes(self, one: str, other: str) -> int:
        codes = [place.code for place in self.problem.places]
        return self._roads[codes.index(one)][codes.index(other)]

    def _soonest(self, stop: Stop, van: Vehicle) -> int:
        """Return when a van could be there if it went there first."""
        kitchen = self.problem.kitchen
        clock, place = van.start, van.start_place or kitchen
        if van.underway:
            clock, place = max(van.start, van.underway.minute), van.underway.place
            if stop.code in van.underway.aboard or not stop.delivers:
                return clock + self._minutes(place, stop.place)
        clock += self._minutes(place, kitchen)
        loaded = max(clock, stop.ready_minute, self.problem.ready_minute)
        return loaded + self.problem.loading_minutes + self._minutes(kitchen, stop.place)

    def _not_now(self, index: int) -> Reason:
        """Return what keeps it from the plan as it stands."""
        stop = self.problem.stops[index]
        here = self.tries.cheapest(self._day, index)
        if here is not None:
            dearer = here[0] - unserved_price(self.problem, stop)
            if dearer >= 0:
                return reason("tour.not_worth", cents=dearer // CENT + 1, stop=stop.code)
            return reason("tour.not_found", stop=stop.code)
        for room in self._room(index):
            facts = dict(room.facts)
            return reason("tour.no_room", count=facts["count"], kind=facts["kind"], stop=stop.code)
        for wider in self._wider(index):
            return reason("tour.no_time", minutes=wider.fact("minutes"), stop=stop.code)
        return reason("tour.no_place", stop=stop.code)

    def _helps(self, index: int, why: Reason) -> Iterator[Reason]:
        """Yield each single thing that would let it be served."""
        stop = self.problem.stops[index]
        if why.code == "tour.not_worth":
            yield reason("tour.help_cents", cents=why.fact("cents"), stop=stop.code)
        elif why.code not in ("tour.closed", "tour.not_found"):
            yield from self._wider(index)
            yield from self._room(index)
            yield from self._fewest(index, "tour.help_shift", longer)
            yield from self._found(index, "tour.help_trip", ("trip", 1), _second_trip)
            yield from self._choices(index)
            if self.tries.alone(self._day, index):
                yield reason("tour.help_van", stop=stop.code)

    def _found(
        self, index: int, code: str, key: tuple[str, object], ease: Ease, **facts: int | str
    ) -> Iterator[Reason]:
        """Yield the help when the stop has a place under the eased rules."""
        if key not in self.eased:
            self.eased[key] = build(ease(self.problem))
        place = self.tries.cheapest(self.eased[key], index)
        if place is not None:
            stop, van = self.problem.stops[index], self.problem.vehicles[place[1]]
            yield reason(code, stop=stop.code, vehicle=van.code, **facts)

    def _fewest(self, index: int, code: str, eased: Callable[..., Problem]) -> Iterator[Reason]:
        """Yield the fewest minutes that do, when the most do."""

        def tried(minutes: int) -> list[Reason]:
            ease = partial(eased, minutes=minutes)
            return list(self._found(index, code, (code, minutes), ease, minutes=minutes))

        low, high = 0, len(STEPS) - 1
        if not tried(STEPS[high]):
            return
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if tried(STEPS[middle]) else (middle + 1, high)
        yield from tried(STEPS[low])

    def _wider(self, index: int) -> Iterator[Reason]:
        yield from self._fewest(index, "tour.help_window", self._windows)

    def _windows(self, problem: Problem, minutes: int) -> Problem:
        """Widen every window; of those the plan visits, the begin stays where it is."""
        stops = [
            replace(
                stop,
                openings=tuple(
                    Opening(start=max(0, row.start - minutes), end=row.end + minutes)
                    for row in stop.openings
                ),
            )
            if index in self.left
            else stop
            for index, stop in enumerate(problem.stops)
        ]
        return replace(problem, stops=tuple(stops))

    def _room(self, index: int) -> Iterator[Reason]:
        stop = self.problem.stops[index]
        count = {row.kind: row.count for row in (*stop.collects, *stop.delivers)}
        for kind in sorted(count):
            if any(row.kind == kind for van in self.problem.vehicles for row in van.holds):
                facts: dict[str, int | str] = {"count": count[kind], "kind": kind}
                yield from self._found(
                    index, "tour.help_room", ("room", kind), partial(_roomier, kind=kind), **facts
                )

    def _choices(self, index: int) -> Iterator[Reason]:
        """Ease what keeps it to some vans: a choice, a skill, cold."""
        stop = self.problem.stops[index]
        if stop.locked or stop.vehicles:
            yield from self._found(index, "tour.help_unlock", ("unlock", ""), self._unlocked)
        for skill in stop.needs:
            ease = partial(_skilled, skill=skill)
            yield from self._found(index, "tour.help_skill", ("skill", skill), ease, skill=skill)
        if stop.chilled and not all(van.refrigerated for van in self.problem.vehicles):
            yield from self._found(index, "tour.help_fridge", ("fridge", ""), _cooled)

    def _unlocked(self, problem: Problem) -> Problem:
        stops = [
            replace(stop, locked="", vehicles=()) if index in self.left else stop
            for index, stop in enumerate(problem.stops)
        ]
        return replace(problem, stops=tuple(stops))


def longer(problem: Problem, minutes: int) -> Problem:
    """Make every shift, and the most paid time, so much longer."""
    vans = [
        replace(
            van,
            end=van.end + minutes,
            most_minutes=van.most_minutes and van.most_minutes + minutes,
        )
        for van in problem.vehicles
    ]
    return replace(problem, vehicles=tuple(vans))


def _second_trip(problem: Problem) -> Problem:
    vans = [replace(van, trips=van.trips + 1) for van in problem.vehicles]
    return replace(problem, vehicles=tuple(vans))


def _cooled(problem: Problem) -> Problem:
    vans = [replace(van, refrigerated=True) for van in problem.vehicles]
    return replace(problem, vehicles=tuple(vans))


def _skilled(problem: Problem, skill: str) -> Problem:
    vans = [replace(van, skills=(*van.skills, skill)) for van in problem.vehicles]
    return replace(problem, vehicles=tuple(vans))


def _roomier(problem: Problem, kind: str) -> Problem:
    vans = [
        replace(
            van,
            # kept by name, so that the day's kinds of load stay the same
            holds=tuple(replace(row, count=ROOM) if row.kind == kind else row for row in van.holds),
        )
        for van in problem.vehicles
    ]
    return replace(problem, vehicles=tuple(vans))
