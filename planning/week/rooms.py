"""What machines, hands and the cold room hold on each day, counted as minutes and weight."""

from collections import defaultdict

from planning.week.derive import Derived
from planning.week.loads import loads
from planning.week.problem import Station

# Machines are never loaded to the brim: handling, cleaning between raw and ready-to-eat work.
USABLE_PERMILLE = 850
STAFF_PERMILLE = 800
STAFF = "staff"
COLD = "cold"
LATE = ""  # work of the whole day; the morning's own rooms bear the service's name
SHARED_GRAMS = 12_000  # of weight times minutes that count as one, on machines that are shared

Room = tuple[int, str, str]  # day, kind, service whose food must leave that day


class Rooms:
    """The rooms of a week, and how much of them a batch fills."""

    def __init__(self, facts: Derived, tightness: dict[tuple[int, str], int]) -> None:
        self.facts = facts
        self.tightness = tightness
        self.most: dict[Room, int] = {}
        self.memo: dict[tuple[int, int, int, int], tuple[tuple[Room, int], ...]] = {}
        self.shared = {row.kind for row in facts.problem.stations if row.capacity_grams}

    def empty(self) -> dict[Room, int]:
        """Return a table of loads, nothing on it."""
        return defaultdict(int)

    def loads(
        self, service: int, recipe: int, portions: int, permille: int
    ) -> tuple[tuple[Room, int], ...]:
        """Return what a batch of that size fills of each room."""
        if not portions:
            return ()
        key = (service, recipe, portions, permille)
        found = self.memo.get(key)
        if found is None:
            found = tuple(self._loads(*key).items())
            for room, _ in found:
                if room not in self.most:
                    self.most[room] = self._most(room)
            self.memo[key] = found
        return found

    def _loads(self, service: int, recipe: int, portions: int, permille: int) -> dict[Room, int]:
        problem = self.facts.problem
        row = problem.recipes[recipe]
        eaten = problem.services[service]
        cooked = self.facts.cook_day(row, eaten)
        day = eaten.day if cooked is None else cooked
        grams = row.portion_grams * permille // 1000
        table: dict[Room, int] = defaultdict(int)
        spans = (LATE, eaten.code) if day == eaten.day else (LATE,)
        for step in row.steps:
            for load in loads(step, portions, grams, problem.stations):
                for span in spans:
                    amount = load.minutes
                    if load.kind in self.shared:
                        amount = load.minutes * load.grams // SHARED_GRAMS
                    table[day, load.kind, span] += amount
                    if load.hands:
                        table[day, STAFF, span] += load.minutes * load.hands
        if problem.rules.cold_room_grams:
            for night in range(day, eaten.day):
                table[night, COLD, LATE] += grams
        return table

    def _most(self, room: Room) -> int:
        day, kind, service = room
        problem = self.facts.problem
        if kind == COLD:
            return problem.rules.cold_room_grams
        end = self.facts.services[service].ready_minute if service else 10**6
        share = self.tightness.get((day, kind))
        if kind == STAFF:
            shifts = [row for row in problem.shifts if row.day == day]
            if not problem.shifts:
                return 10**12
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
