"""Puts the batches of one day on machines and hands, to the minute.

Each load of a step is a task on one machine of its kind. Steps follow each other; cooling starts
within the hour after cooking; the packed food is ready before its first tour loads.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from planning.week.derive import Derived
from planning.week.loads import CHILLER, Job, Load, loads, shares
from planning.week.plan import Task
from planning.week.problem import Service, Shift

COOLING_WAIT = 60  # minutes a dish may wait above +63 °C before it enters the chiller
NIGHT = 1440
COURTESY = 0.08  # work spent on an early end, once a day holds
HANDS = ""  # among sums by kind of station


@dataclass
class DaySchedule:
    """The scheduling model of one day; `known` are minutes to keep, by batch, if they hold."""

    facts: Derived
    day: int
    jobs: list[Job]
    known: dict[str, tuple[Task, ...]] = field(default_factory=dict)

    def solve(self, budget: float, seed: int) -> dict[str, tuple[Task, ...]] | None:
        """Return the tasks of every batch, or None when the day is too full.

        A day that can be worked as it was told before is left as it was.
        """
        self.model = cp_model.CpModel()
        self.on: dict[str, list[tuple[cp_model.IntervalVar, int]]] = {}
        self.work: list[tuple[cp_model.IntervalVar, int, str]] = []  # hands, and their skill
        self.ends: list[cp_model.IntVar] = []
        self.loads: list[Load] = []
        self.shares = shares(self.facts.problem.stations)
        placed = {job.code: self._place(job) for job in self.jobs}
        if any(tasks is None for tasks in placed.values()) or self._is_overfull():
            return None
        self._machines()
        self._hands()
        self.seed = seed
        solver = self._as_known(placed) or self._afresh(budget)
        if solver is None:
            return None
        return {
            code: tuple(self._read(solver, entry) for entry in tasks or ())
            for code, tasks in placed.items()
        }

    def _solved(self, model: cp_model.CpModel, work: float) -> cp_model.CpSolver | None:
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = work
        solver.parameters.relative_gap_limit = 0.05
        status = solver.solve(model)
        return solver if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def _as_known(self, placed: "Mapping[str, list[_Placed] | None]") -> cp_model.CpSolver | None:
        """Try the minutes told before, all of them together; else they are where to start from."""
        told = [
            (entry, task)
            for code, entries in placed.items()
            for entry, task in zip(entries or (), self.known.get(code, ()), strict=False)
            if (entry.step, entry.load.kind) == (task.step, task.kind)
        ]
        for entry, task in told:
            self.model.add_hint(entry.start, task.start)
            for here, station in entry.options:
                self.model.add_hint(here, station == task.station)
        if not told or len(told) < len(self.loads):
            return None
        whole = self.model.clone()
        for entry, task in told:
            whole.add(entry.start == task.start)
            whole.add_bool_or(here for here, station in entry.options if station == task.station)
        return self._solved(whole, COURTESY)

    def _afresh(self, budget: float) -> cp_model.CpSolver | None:
        """See whether the day holds at all; then, as a courtesy, have it end early."""
        holds = self._solved(self.model, budget)
        if holds is None or not self.ends:
            return holds
        makespan = self.model.new_int_var(0, NIGHT, "")
        self.model.add_max_equality(makespan, self.ends)
        self.model.minimize(makespan)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(holds.response_proto.solution):
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)
        self.model.add_hint(makespan, max(map(holds.value, self.ends)))
        return self._solved(self.model, min(COURTESY, budget / 2)) or holds

    def _place(self, job: Job) -> "list[_Placed] | None":
        recipe = self.facts.recipes[job.recipe]
        service: Service = self.facts.services[job.service]
        latest = service.ready_minute if service.day == job.day else NIGHT
        placed: list[_Placed] = []
        before: list[cp_model.IntVar] = []
        for index, step in enumerate(recipe.steps):
            ends = []
            for load in loads(step, job.portions, job.grams, self.shares):
                task = self._task(job, index, load, latest)
                if task is None:
                    return None
                for end in before:
                    self.model.add(task.start >= end)
                if load.kind == CHILLER and before:
                    last = self.model.new_int_var(0, NIGHT, "")
                    self.model.add_max_equality(last, before)
                    self.model.add(task.start <= last + COOLING_WAIT)
                ends.append(task.end)
                placed.append(task)
            before = ends
        self.ends += before
        return placed

    def _task(self, job: Job, step: int, load: Load, latest: int) -> "_Placed | None":
        start = self.model.new_int_var(0, latest, "")
        end = self.model.new_int_var(0, latest, "")
        self.model.add(end == start + load.minutes)
        # a place that must be cleaned is held until it is
        held = load.minutes + (
            0 if self.shares.get(load.kind) else self._cleaning(job, step, load.kind)
        )
        self.loads.append(load)
        options: list[tuple[cp_model.IntVar, str]] = []
        for station in self.facts.problem.stations:
            if station.kind != load.kind:
                continue
            for window in station.windows:
                if window.day != self.day:
                    continue
                here = self.model.new_bool_var("")
                interval = self.model.new_optional_fixed_size_interval_var(start, held, here, "")
                self.model.add(start >= window.start).only_enforce_if(here)
                self.model.add(end <= window.end).only_enforce_if(here)
                self.on.setdefault(station.code, []).append((interval, load.grams))
                options.append((here, station.code))
        if not options:
            return None
        self.model.add_exactly_one([here for here, _ in options])
        if load.hands:
            whole = self.model.new_interval_var(start, load.minutes, end, "")
            skill = self.facts.recipes[job.recipe].steps[step].skill
            self.work.append((whole, load.hands, skill))
        return _Placed(step, load, start, end, options)

    def _cleaning(self, job: Job, step: int, kind: str) -> int:
        """Minutes of cleaning after a task: another batch may need the place clean of it."""
        least = self.facts.problem.rules.cleaning_minutes
        is_raw = self.facts.recipes[job.recipe].steps[step].raw
        held = self.facts.holds[job.recipe]
        for other in self.jobs if least else ():
            if other.code == job.code:
                continue
            steps = [
                one
                for one in self.facts.recipes[other.recipe].steps
                if kind in (one.kind, one.small_kind)
            ]
            if steps and (held & other.avoids or (is_raw and not all(one.raw for one in steps))):
                return least
        return 0

    def _machines(self) -> None:
        for station in self.facts.problem.stations:
            entries = self.on.get(station.code, [])
            if station.capacity_grams:
                intervals = [interval for interval, _ in entries]
                demands = [grams for _, grams in entries]
                self.model.add_cumulative(intervals, demands, station.capacity_grams)
            else:
                self.model.add_no_overlap([interval for interval, _ in entries])

    def _hands(self) -> None:
        shifts = [row for row in self.facts.problem.shifts if row.day == self.day]
        if not shifts:
            return
        self._heads(shifts, [(interval, hands) for interval, hands, _ in self.work])
        # for any set of skills: no more hands than heads who have one of them
        skills = sorted({skill for _, _, skill in self.work if skill})
        for size in range(1, len(skills) + 1):
            for chosen in combinations(skills, size):
                self._heads(
                    [row for row in shifts if set(row.skills) & set(chosen)],
                    [(interval, hands) for interval, hands, skill in self.work if skill in chosen],
                )

    def _heads(self, shifts: list[Shift], work: list[tuple[cp_model.IntervalVar, int]]) -> None:
        most = sum(row.heads for row in shifts)
        intervals = [interval for interval, _ in work]
        demands = [hands for _, hands in work]
        # hands that are not there yet, or gone, are held by absence
        for start, end, heads in absences(shifts):
            if heads < most:
                intervals.append(self.model.new_fixed_size_interval_var(start, end - start, ""))
                demands.append(most - heads)
        self.model.add_cumulative(intervals, demands, most)

    def _is_overfull(self) -> bool:
        """Tell at once that a day cannot hold its work, by sums alone."""
        problem = self.facts.problem
        minutes: dict[str, int] = defaultdict(int)  # of work, of weight where a machine is shared
        for load in self.loads:
            shared = self.shares.get(load.kind)
            minutes[load.kind] += load.minutes * (load.grams if shared else 1)
            minutes[HANDS] += load.minutes * load.hands
        there: dict[str, int] = defaultdict(int)
        for row in problem.stations:
            for window in row.windows:
                if window.day == self.day:
                    there[row.kind] += (window.end - window.start) * (row.capacity_grams or 1)
        shifts = [row for row in problem.shifts if row.day == self.day]
        there[HANDS] = sum((row.end - row.start) * row.heads for row in shifts)
        return any(busy > there[kind] for kind, busy in minutes.items() if kind != HANDS or shifts)

    @staticmethod
    def _read(solver: cp_model.CpSolver, placed: "_Placed") -> Task:
        station = next(code for here, code in placed.options if solver.boolean_value(here))
        return Task(
            step=placed.step,
            station=station,
            kind=placed.load.kind,
            start=solver.value(placed.start),
            end=solver.value(placed.end),
            hands=placed.load.hands,
            grams=placed.load.grams,
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    step: int
    load: Load
    start: cp_model.IntVar
    end: cp_model.IntVar
    options: list[tuple[cp_model.IntVar, str]]


def absences(shifts: list[Shift]) -> list[tuple[int, int, int]]:
    """Cut a day into pieces with a constant number of heads: (start, end, heads)."""
    marks = sorted({0, NIGHT, *(row.start for row in shifts), *(row.end for row in shifts)})
    return [
        (start, end, sum(row.heads for row in shifts if row.start <= start and end <= row.end))
        for start, end in pairwise(marks)
    ]
