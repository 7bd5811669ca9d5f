"""What machines, hands and the cold room hold on each day, counted as minutes and weight."""

from collections.abc import Iterable

from planning.week.derive import Derived
from planning.week.problem import Station

# Machines are never loaded to the brim: handling, cleaning between raw and ready-to-eat work.
USABLE_PERMILLE = 850
STAFF_PERMILLE = 800
STAFF = "staff"
COLD = "cold"
LATE = ""  # work of the whole day; the morning's own rooms bear the service's name
SHARED_GRAMS = 12_000  # of weight times minutes that count as one, on machines that are shared
ENDLESS = 10**12

Room = tuple[int, str, str]  # day, kind, service whose food must leave that day


class Rooms:
    """The rooms of a week in a fixed order.

    For each day, then for each service's own morning: every kind of station, then hands, then
    the hands of each skill; last, the cold room of each night. The ledger counts on this order.
    """

    def __init__(self, facts: Derived, tightness: dict[tuple[int, str], int]) -> None:
        self.facts = facts
        self.tightness = tightness
        problem = facts.problem
        self.shared = {row.kind for row in problem.stations if row.capacity_grams}
        steps = [step for row in problem.recipes for step in row.steps]
        kinds = sorted({kind for step in steps for kind in (step.kind, step.small_kind) if kind})
        self.kind = {kind: number for number, kind in enumerate(kinds)}
        skills = sorted({step.skill for step in steps if step.skill})
        self.skill = {skill: number for number, skill in enumerate(skills)}
        hands = (STAFF, *(f"{STAFF}:{skill}" for skill in skills))
        self.stride = len(kinds) + len(hands)
        spans = [(day, LATE) for day in range(problem.days)]
        spans += [(row.day, row.code) for row in problem.services]
        self.rooms: list[Room] = [
            (day, kind, span) for day, span in spans for kind in (*kinds, *hands)
        ]
        self.rooms += [(day, COLD, LATE) for day in range(problem.days)]
        self.most = [self._most(room) for room in self.rooms]

    def fill(self, used: Iterable[int]) -> list[tuple[Room, int, int]]:
        """Return each room with what is used of it and the most it holds."""
        return sorted(
            (room, int(amount), most)
            for room, amount, most in zip(self.rooms, used, self.most, strict=True)
        )

    def _most(self, room: Room) -> int:
        day, kind, service = room
        problem = self.facts.problem
        if kind == COLD:
            return problem.rules.cold_room_grams
        end = self.facts.services[service].ready_minute if service else 10**6
        share = self.tightness.get((day, kind))
        staff, _, skill = kind.partition(":")
        if staff == STAFF:
            shifts = [
                row
                for row in problem.shifts
                if row.day == day and (not skill or skill in row.skills)
            ]
            if not problem.shifts:
                return ENDLESS
            minutes = sum(max(0, min(row.end, end) - row.start) * row.heads for row in shifts)
            return minutes * (share or STAFF_PERMILLE) // 1000
        minutes = sum(self._minutes(row, day, end) for row in problem.stations if row.kind == kind)
        return minutes * (share or USABLE_PERMILLE) // 1000

    def _minutes(self, station: Station, day: int, end: int) -> int:
        open_minutes = sum(
            max(0, min(row.end, end) - row.start) for row in station.windows if row.day == day
        )
        if not station.capacity_grams:
            return open_minutes
        # the first load waits until something is cooked
        there = max(0, open_minutes - self.facts.problem.rules.cooling_minutes)
        return there * station.capacity_grams // SHARED_GRAMS
