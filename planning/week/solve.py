"""From a problem to a plan: greedy start, menu model, minutes, picks; always a valid answer.

The menu model decides dishes with machines as fluids; the day schedules then say yes or no to
the minute. A day that says no is given less room and the menu is searched again; if that does
not help, the smallest batches of the day are given up, and the people concerned are listed.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from planning.outcome import Status
from planning.params import SolveParams
from planning.week import check as verifier
from planning.week.derive import COMPLETE, Derived, Key
from planning.week.greedy import Menu, greedy_menu
from planning.week.model import STAFF_PERMILLE, USABLE_PERMILLE, MenuModel
from planning.week.plan import Batch, Goals, MenuLine, Plan, Shortage, Task
from planning.week.problem import Problem
from planning.week.schedule import DaySchedule, Job
from planning.week.score import add_up
from planning.week.supply import Supplied, supply
from planning.week.warnings import warnings

ROUNDS = 4
TIGHTER_PERMILLE = 850
DAY_BUDGET = 2.0
FIRST_SHARE = 0.7  # of the work, for the first search; the rest is kept for repairs

Progress = Callable[[int, int], None]  # objective, bound
Stop = Callable[[], bool]


@dataclass
class Search:
    """The state of one solve."""

    facts: Derived
    params: SolveParams
    on_progress: Progress | None
    should_stop: Stop | None
    status: Status = Status.BASELINE
    objective: int = 0
    bound: int = 0
    work: float = 0.0
    stopped: bool = False
    tightness: dict[tuple[int, str], int] = field(default_factory=dict)
    given_up: dict[Key, str] = field(default_factory=dict)

    def search(self, start: Menu, budget: float) -> Menu:
        """Improve a menu within a work budget."""
        model = MenuModel(self.facts, self.params.weights, self.tightness).build()
        model.hint(start)
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.params.seed
        solver.parameters.max_deterministic_time = budget
        solver.parameters.num_workers = self.params.workers
        solver.parameters.interleave_search = True
        solver.parameters.linearization_level = 2
        watcher = _Watcher(self.on_progress, self.should_stop)
        status = solver.solve(model.model, watcher)
        self.work += solver.response_proto.deterministic_time
        self.stopped |= watcher.stopped
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return start
        self.status = Status.OPTIMAL if status == cp_model.OPTIMAL else Status.FEASIBLE
        self.objective = round(solver.objective_value)
        self.bound = round(solver.best_objective_bound)
        return {
            (service, component, diet): code
            for (service, component, diet, code), var in model.given.items()
            if solver.boolean_value(var)
        }


class _Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_progress: Progress | None, should_stop: Stop | None) -> None:
        super().__init__()
        self.on_progress = on_progress
        self.should_stop = should_stop
        self.stopped = False

    def on_solution_callback(self) -> None:
        """Tell the caller, and end early when it asks."""
        if self.on_progress:
            self.on_progress(round(self.objective_value), round(self.best_objective_bound))
        if self.should_stop and self.should_stop():
            self.stopped = True
            self.stop_search()


def solve(
    problem: Problem,
    params: SolveParams,
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> Plan:
    """Plan a week. The problem must be valid (`validate` finds nothing).

    Same problem, same params: same plan, unless `should_stop` ends the search early, which the
    plan then says.
    """
    search = Search(Derived(problem), params, on_progress, should_stop)
    menu = greedy_menu(search.facts)
    menu = search.search(menu, params.budget * FIRST_SHARE)
    for _ in range(ROUNDS):
        jobs = _jobs(search.facts, menu)
        _, full = _schedule(search, jobs)
        if not full:
            break
        _tighten(search, full)
        menu = search.search(menu, params.budget * (1 - FIRST_SHARE) / ROUNDS)
    return _finish(search, menu)


def baseline(problem: Problem) -> Plan:
    """Return the plan of the greedy baseline, made valid like any other."""
    search = Search(Derived(problem), SolveParams(scenario="balanced"), None, None)
    return _finish(search, greedy_menu(search.facts))


def _jobs(facts: Derived, menu: Menu) -> list[Job]:
    """Turn a menu into batches to place, in a fixed order."""
    portions: dict[tuple[str, str], int] = defaultdict(int)
    weight: dict[tuple[str, str], int] = defaultdict(int)
    for (service, component, diet), code in menu.items():
        if component == "side" and facts.recipes[code].component == COMPLETE:
            continue
        portions[service, code] += facts.count(service, diet)
        weight[service, code] += facts.weight(service, diet)
    jobs = []
    for service, code in sorted(portions):
        recipe = facts.recipes[code]
        day = facts.cook_day(recipe, facts.services[service])
        jobs.append(
            Job(
                code=f"{service}.{code}",
                recipe=code,
                service=service,
                day=facts.services[service].day if day is None else day,
                portions=portions[service, code],
                permille=weight[service, code],
                grams=recipe.portion_grams * weight[service, code] // 1000,
            )
        )
    return jobs


def _schedule(search: Search, jobs: list[Job]) -> tuple[dict[str, tuple[Task, ...]], list[int]]:
    """Place every batch; return the tasks and the days that are too full."""
    tasks: dict[str, tuple[Task, ...]] = {}
    full = []
    for day in sorted({job.day for job in jobs}):
        mine = [job for job in jobs if job.day == day]
        placed = DaySchedule(search.facts, day, mine).solve(DAY_BUDGET, search.params.seed)
        if placed is None or _too_cold(search.facts, day, jobs):
            full.append(day)
        else:
            tasks |= placed
    return tasks, full


def _too_cold(facts: Derived, day: int, jobs: list[Job]) -> bool:
    most = facts.problem.rules.cold_room_grams
    held = sum(job.grams for job in jobs if job.day <= day < facts.services[job.service].day)
    return bool(most) and held > most


def _tighten(search: Search, days: list[int]) -> None:
    kinds = {step.kind for recipe in search.facts.problem.recipes for step in recipe.steps}
    for day in days:
        for kind in (*sorted(kinds), "staff"):
            usual = STAFF_PERMILLE if kind == "staff" else USABLE_PERMILLE
            now = search.tightness.get((day, kind), usual)
            search.tightness[day, kind] = now * TIGHTER_PERMILLE // 1000


def _finish(search: Search, menu: Menu) -> Plan:
    """Make a menu whole: minutes and picks; give up what cannot be made, and say so."""
    facts = search.facts
    while True:
        jobs = _jobs(facts, menu)
        tasks, full = _schedule(search, jobs)
        needs = {
            job.code: {
                food: facts.grams(job.recipe, food, job.permille)
                for food in facts.needs[job.recipe]
            }
            for job in jobs
        }
        supplied = None if full else supply(facts, search.params.weights, needs, jobs)
        if supplied is not None:
            return _plan(search, menu, jobs, tasks, supplied)
        crowded = [job for job in jobs if job.day in full] or jobs
        dropped = min(crowded, key=lambda job: (job.portions, job.code))
        reason = "demand.no_time" if full else "demand.short"
        for key in [
            key for key in menu if (key[0], menu[key]) == (dropped.service, dropped.recipe)
        ]:
            del menu[key]
            search.given_up[key] = reason


def _plan(
    search: Search,
    menu: Menu,
    jobs: list[Job],
    tasks: dict[str, tuple[Task, ...]],
    supplied: Supplied,
) -> Plan:
    facts = search.facts
    draft = Plan(
        problem_sha256=verifier.sha256(facts.problem),
        scenario=search.params.scenario,
        seed=search.params.seed,
        status=search.status.value,
        objective=search.objective,
        bound=search.bound,
        work=round(search.work * 1000),
        stopped_by_clock=search.stopped,
        menu=_menu_lines(facts, menu),
        batches=tuple(
            Batch(
                code=job.code,
                recipe=job.recipe,
                service=job.service,
                day=job.day,
                portions=job.portions,
                standard_permille=job.permille,
                grams=job.grams,
                use_by_day=job.day + facts.recipes[job.recipe].shelf_life_days,
                tasks=tasks[job.code],
            )
            for job in jobs
        ),
        picks=supplied.picks,
        takes=supplied.takes,
        purchases=supplied.purchases,
        shortages=_shortages(search, menu),
        notes=(),
        goals=Goals(),
    )
    counted = replace(draft, goals=add_up(facts.problem, draft))
    return replace(counted, notes=warnings(facts.problem, counted))


def _menu_lines(facts: Derived, menu: Menu) -> tuple[MenuLine, ...]:
    lines = []
    for (service, component, diet), code in sorted(menu.items()):
        if component == "side" and facts.recipes[code].component == COMPLETE:
            continue
        lines += [
            MenuLine(
                service=service,
                component=component,
                recipe=code,
                diet=diet,
                size=size,
                portions=count,
            )
            for size, count in facts.portions[service, diet].items()
        ]
    return tuple(lines)


def _shortages(search: Search, menu: Menu) -> tuple[Shortage, ...]:
    facts = search.facts
    rows = []
    for (service, component, diet), dishes in sorted(facts.choices.items()):
        if (service, component, diet) in menu:
            continue
        usual = "demand.short" if dishes else "demand.no_compatible_recipe"
        code = search.given_up.get((service, component, diet), usual)
        rows += [
            Shortage(
                service=service,
                component=component,
                diet=diet,
                size=size,
                portions=count,
                code=code,
            )
            for size, count in facts.portions[service, diet].items()
        ]
    return tuple(rows)
