"""From a problem to a plan: greedy start, annealing, minutes, picks; always a valid answer.

The search decides dishes with machines as sums of minutes; the day schedules then say yes or no
to the minute. A day that says no is given less room and the menu is searched again; if that does
not help, the smallest batches of the day are given up, and the people concerned are listed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock

from planning.outcome import Status
from planning.params import SolveParams, Weights
from planning.week import check as verifier
from planning.week.derive import REPEATABLE, Derived, Key, Menu, is_at_risk
from planning.week.greedy import greedy_menu
from planning.week.loads import Job
from planning.week.plan import Batch, Goals, MenuLine, Plan, Shortage, Task
from planning.week.prices import weights as weights_of
from planning.week.problem import Problem
from planning.week.relax import Relaxation
from planning.week.rooms import STAFF, STAFF_PERMILLE, USABLE_PERMILLE, Rooms
from planning.week.schedule import DaySchedule
from planning.week.score import add_up, objective
from planning.week.search import Annealing
from planning.week.state import State
from planning.week.supply import Supplied, supply
from planning.week.warnings import warnings

STEPS_PER_UNIT = 250_000  # moves in a unit of work, on each lane: about a second
LANES = 2  # searches side by side, from draws of their own; the first proves the bound before
LANE_SEED = 1_000_003
REPAIRS = 4
REPAIR_SHARE = 0.025  # of the moves, for each repair of a day that is too full
TIGHTER_PERMILLE = 880
DAY_BUDGET = 2.0
NEAR = 0.15  # warmth of a search that starts from a plan in force

Progress = Callable[[int, int], None]  # objective, bound
Stop = Callable[[], bool]


@dataclass
class Search:
    """The state of one solve."""

    facts: Derived
    params: SolveParams
    on_progress: Progress | None = None
    should_stop: Stop | None = None
    status: Status = Status.BASELINE
    bound: int = 0
    likely: list[dict[int, list[int]]] = field(default_factory=lambda: [{} for _ in range(LANES)])
    telling: Lock = field(default_factory=Lock)
    steps: int = 0
    stopped: bool = False
    told: int = 0
    weights: Weights = field(init=False)
    tightness: dict[tuple[int, str], int] = field(default_factory=dict)
    given_up: dict[Key, str] = field(default_factory=dict)
    scheduled: dict[tuple[int, tuple[Job, ...]], dict[str, tuple[Task, ...]] | None] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        """Price what every plan starts from: all that is at risk, lost."""
        problem = self.facts.problem
        grams = sum(row.grams for row in problem.lots if is_at_risk(row, problem.days))
        self.weights = weights_of(problem, self.params.scenario)
        self.at_risk = grams * self.weights.lost_gram

    def state(self, menu: Menu) -> State:
        """Return a priced state holding a menu."""
        state = State(self.facts, self.weights, self.tightness)
        state.load(menu)
        return state

    @property
    def moves(self) -> int:
        """The moves that the budget pays for, on each lane."""
        return int(self.params.budget * STEPS_PER_UNIT)

    @property
    def work(self) -> int:
        """Thousandths of a unit spent."""
        return self.steps * 1000 // (STEPS_PER_UNIT * LANES)

    def improve(self, menu: Menu, steps: int, warm: float = 1.0, *, prove: bool = False) -> Menu:
        """Improve a menu by a number of steps on each lane; keep the better answer.

        With `prove`, the first lane bounds the price of any plan before it sets out, and learns
        which dishes are worth trying; the others do not wait for it.
        """
        self.told = 10**18
        with ThreadPoolExecutor(LANES) as pool:
            jobs = [
                pool.submit(self._lane, lane, menu, steps, warm, prove=prove and not lane)
                for lane in range(LANES)
            ]
            lanes = [job.result() for job in jobs]
        self.steps += sum(lane.steps for lane in lanes)
        self.stopped |= any(lane.stopped for lane in lanes)
        self.status = Status.FEASIBLE
        return min(lanes, key=lambda lane: lane.best).state.menu()

    def _lane(self, lane: int, menu: Menu, steps: int, warm: float, *, prove: bool) -> Annealing:
        state = self.state(menu)
        if prove:
            self._prove(state)
        annealing = Annealing(state, self.params.seed + lane * LANE_SEED, self.likely[lane])
        annealing.run(steps, warm=warm, tell=self._tell, should_stop=self.should_stop)
        return annealing

    def _prove(self, state: State) -> None:
        relaxation = Relaxation(state)
        found = relaxation.bound()
        if found is not None:
            self.likely[0] = relaxation.likely()
            with self.telling:
                self.bound = max(0, found)
                self.told = min(self.told, state.total)
                if self.on_progress:
                    self.on_progress(self.told + self.at_risk, self.bound)

    def _tell(self, price: int) -> None:
        with self.telling:
            if self.on_progress and price < self.told:
                self.told = price
                self.on_progress(price + self.at_risk, self.bound)


def solve(
    problem: Problem,
    params: SolveParams,
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
    start: Menu | None = None,
    warm: float = 1.0,
) -> Plan:
    """Plan a week. The problem must be valid (`validate` finds nothing).

    Same problem, same params, same start: same plan, unless `should_stop` ends the search early,
    which the plan then says. `start` is a menu to begin from, instead of the greedy one; `warm`
    says how far from it the search may first go.
    """
    search = Search(Derived(problem), params, on_progress, should_stop)
    menu = greedy_menu(search.facts) if start is None else start
    if on_progress:
        on_progress(search.state(menu).total + search.at_risk, search.bound)
    steps = search.moves
    menu = search.improve(menu, int(steps * (1 - REPAIRS * REPAIR_SHARE)), warm, prove=True)
    for _ in range(REPAIRS):
        _, full = _schedule(search, jobs_of(search.facts, menu))
        if not full or search.stopped:
            break
        _tighten(search, full)
        menu = search.improve(menu, int(steps * REPAIR_SHARE), NEAR)
    return finish(search, menu)


def baseline(problem: Problem, scenario: str = "balanced") -> Plan:
    """Return the plan of the greedy baseline, made valid like any other."""
    search = Search(Derived(problem), SolveParams(scenario=scenario))
    return finish(search, greedy_menu(search.facts))


def jobs_of(facts: Derived, menu: Menu) -> list[Job]:
    """Turn a menu into batches to place, in a fixed order."""
    portions: dict[tuple[str, str], int] = defaultdict(int)
    weight: dict[tuple[str, str], int] = defaultdict(int)
    sold: dict[tuple[str, str], bool] = defaultdict(bool)
    avoids: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for key, code in menu.items():
        sold[key[0], code] |= (key[0], key[2]) in facts.paying
        avoids[key[0], code] |= facts.excluded[key[2][0]]
        portions[key[0], code] += facts.count(key)
        weight[key[0], code] += facts.weight(key)
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
                sold=sold[service, code],
                avoids=avoids[service, code],
            )
        )
    return jobs


def _schedule(search: Search, jobs: list[Job]) -> tuple[dict[str, tuple[Task, ...]], list[int]]:
    """Place every batch; return the tasks and the days that are too full."""
    tasks: dict[str, tuple[Task, ...]] = {}
    full = []
    by_day: dict[int, tuple[Job, ...]] = defaultdict(tuple)
    for job in jobs:
        by_day[job.day] += (job,)
    _place_days(search, by_day)
    for day, mine in sorted(by_day.items()):
        placed = search.scheduled[day, mine]
        if placed is None or _too_cold(search.facts, day, jobs) or _odd(search.facts, mine):
            full.append(day)
        else:
            tasks |= placed
    return tasks, full


def _place_days(search: Search, by_day: dict[int, tuple[Job, ...]]) -> None:
    """Put the batches of each day that is not known yet on machines and hands, side by side."""
    unknown = [entry for entry in sorted(by_day.items()) if entry not in search.scheduled]

    def place(entry: tuple[int, tuple[Job, ...]]) -> dict[str, tuple[Task, ...]] | None:
        model = DaySchedule(search.facts, entry[0], list(entry[1]))
        return model.solve(DAY_BUDGET, search.params.seed)

    with ThreadPoolExecutor(LANES) as pool:
        search.scheduled |= dict(zip(unknown, pool.map(place, unknown), strict=True))


def _too_cold(facts: Derived, day: int, jobs: list[Job]) -> bool:
    most = facts.problem.rules.cold_room_grams
    held = sum(job.grams for job in jobs if job.day <= day < facts.services[job.service].day)
    return bool(most) and held > most


def _odd(facts: Derived, jobs: Iterable[Job]) -> list[Job]:
    """Batches out of their recipe's limits."""
    rows = facts.recipes
    return [
        job
        for job in jobs
        if job.portions < rows[job.recipe].least_portions
        or 0 < rows[job.recipe].most_portions < job.portions
    ]


def _too_near(search: Search, jobs: list[Job]) -> list[Job]:
    """Batches that return too soon, or are one too many in their component."""
    facts = search.facts
    locked = {(row.service, row.recipe) for row in facts.problem.locks if row.keep}
    free = [job for job in jobs if (job.service, job.recipe) not in locked]
    most = facts.problem.rules.dishes_per_component
    wrong = []
    for job in free:
        recipe = facts.recipes[job.recipe]
        alike = [
            other
            for other in jobs
            if other.service == job.service
            and facts.recipes[other.recipe].component == recipe.component
        ]
        near = recipe.component not in REPEATABLE and any(
            other.recipe == job.recipe
            and other.service != job.service
            and abs(facts.services[other.service].day - facts.services[job.service].day)
            < max(1, facts.problem.rules.repeat_days)
            for other in jobs
        )
        if near or len(alike) > most:
            wrong.append(job)
    return wrong


def _tighten(search: Search, days: list[int]) -> None:
    kinds = sorted({kind for _, kind, _ in Rooms(search.facts, {}).rooms})
    for day in days:
        for kind in kinds:
            usual = STAFF_PERMILLE if kind.startswith(STAFF) else USABLE_PERMILLE
            now = search.tightness.get((day, kind), usual)
            search.tightness[day, kind] = now * TIGHTER_PERMILLE // 1000


def finish(search: Search, menu: Menu) -> Plan:
    """Make a menu whole: minutes and picks; give up what cannot be made, and say so."""
    facts = search.facts
    while True:
        jobs = jobs_of(facts, menu)
        tasks, full = _schedule(search, jobs)
        supplied = supply(facts, search.weights, jobs)
        near = _too_near(search, jobs)
        if not full and not supplied.hungry and not near:
            return _plan(search, menu, jobs, tasks, supplied)
        crowded = [job for job in jobs if job.day in full or job.code in supplied.hungry]
        worst = near or _odd(facts, crowded) or crowded
        dropped = min(worst, key=lambda job: (job.portions, job.code))
        why = "demand.no_time"
        if near:
            why = "demand.short"
        elif dropped.code in supplied.hungry:
            why = "demand.no_food"
        for key in [
            key for key in menu if (key[0], menu[key]) == (dropped.service, dropped.recipe)
        ]:
            del menu[key]
            search.given_up[key] = why


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
        objective=0,
        bound=search.bound,
        work=search.work,
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
    goals = add_up(facts.problem, draft)
    price = objective(search.weights, goals)
    status = Status.OPTIMAL.value if price <= search.bound else draft.status
    counted = replace(draft, goals=goals, objective=price, status=status)
    return replace(counted, notes=warnings(facts.problem, counted))


def _menu_lines(facts: Derived, menu: Menu) -> tuple[MenuLine, ...]:
    return tuple(
        MenuLine(
            service=key[0],
            component=key[1],
            recipe=code,
            diet=key[2][0],
            size=size,
            portions=count,
            format=key[2][1],
        )
        for key, code in sorted(menu.items())
        for size, count in facts.portions[key].items()
    )


def _shortages(search: Search, menu: Menu) -> tuple[Shortage, ...]:
    facts = search.facts
    rows = []
    for key, dishes in sorted(facts.choices.items()):
        if key in menu or facts.covered(menu, key):
            continue
        usual = "demand.short" if dishes else "demand.no_compatible_recipe"
        rows += [
            Shortage(
                service=key[0],
                component=key[1],
                diet=key[2][0],
                size=size,
                portions=count,
                code=search.given_up.get(key, usual),
                format=key[2][1],
            )
            for size, count in facts.portions[key].items()
        ]
    return tuple(rows)
