"""What machines, hands and the cold room hold on each day, counted as minutes and weight."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from planning.week.derive import Derived
from planning.week.loads import count, loads, shares
from planning.week.problem import Station

# Machines are never loaded to the brim: handling, cleaning between raw and ready-to-eat work.
USABLE_PERMILLE = 850
STAFF_PERMILLE = 800
STAFF = "staff"
COLD = "cold"
LATE = ""  # work of the whole day; the morning's own rooms bear the service's name
SHARED_GRAMS = 12_000  # of weight times minutes that count as one, on machines that are shared

Room = tuple[int, str, str]  # day, kind, service whose food must leave that day
Loads = tuple[tuple[int, int], ...]  # number of the room, amount


class Rooms:
    """The rooms of a week, and how much of them a batch fills."""

    def __init__(self, facts: Derived, tightness: dict[tuple[int, str], int]) -> None:
        self.facts = facts
        self.tightness = tightness
        self.number: dict[Room, int] = {}
        self.memo: dict[tuple[int, int], dict[tuple[int, int], Loads]] = defaultdict(dict)
        self.shares = shares(facts.problem.stations)
        self.shared = {row.kind for row in facts.problem.stations if row.capacity_grams}
        steps = [step for row in facts.problem.recipes for step in row.steps]
        kinds = {kind for step in steps for kind in (step.kind, step.small_kind) if kind}
        services = [(row.day, row.code) for row in facts.problem.services]
        for day in range(facts.problem.days):
            for span in (LATE, *(code for at, code in services if at == day)):
                for kind in (*sorted(kinds), STAFF):
                    self.number[day, kind, span] = len(self.number)
            self.number[day, COLD, LATE] = len(self.number)
        self.most = [self._most(room) for room in self.number]

    def empty(self) -> list[int]:
        """Return a table of loads, by number of the room, nothing on it."""
        return [0] * len(self.number)

    def fill(self, used: Sequence[int]) -> list[tuple[Room, int, int]]:
        """Return each room with what is used of it and the most it holds."""
        return [
            (room, used[index], self.most[index]) for room, index in sorted(self.number.items())
        ]

    def change(
        self, batch: tuple[int, int], old: Sequence[int], new: Sequence[int]
    ) -> Iterable[tuple[int, int]]:
        """Return what a batch that grows or shrinks adds to each room."""
        after = self._loads_of(batch, new[0], new[1]) if new[0] else ()
        if not old[0]:
            return after
        table = dict(after)
        for room, amount in self._loads_of(batch, old[0], old[1]):
            table[room] = table.get(room, 0) - amount
        return [entry for entry in table.items() if entry[1]]

    def _loads_of(self, batch: tuple[int, int], portions: int, permille: int) -> Loads:
        memo = self.memo[batch]
        found = memo.get((portions, permille))
        if found is None:
            table = self._loads(*batch, portions, permille)
            found = tuple((self.number[room], amount) for room, amount in table.items())
            memo[portions, permille] = found
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
            kind, number = count(step, portions, grams, self.shares)
            minutes = number * step.load_minutes + step.fixed_minutes
            amount = minutes
            if kind in self.shared:
                parts = loads(step, portions, grams, self.shares)
                amount = sum(one.minutes * one.grams // SHARED_GRAMS for one in parts)
            for span in spans:
                table[day, kind, span] += amount
                if step.hands:
                    table[day, STAFF, span] += minutes * step.hands
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
