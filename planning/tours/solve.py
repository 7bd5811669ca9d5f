"""From a problem to a plan: ruin and recreate from nothing or from a plan in force.

The budget counts work, so that the same problem, parameters and previous plan give the same
bytes anywhere; `should_stop` is how a clock or a person ends it early, and the plan says so.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from planning.outcome import Status
from planning.params import SolveParams
from planning.tours.arrays import FIXED, UNSERVED, Day, Ints, build
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.search import order_keys, search, total
from planning.tours.start import resume
from planning.tours.state import SIZE, State, copy, empty, load
from planning.tours.timetable import cost_cents, tours
from planning.tours.unserved import unserved
from planning.tours.validate import write_problem

WORK_PER_UNIT = 12_000_000  # about a second of one core on a day of a hundred stops
SLICE_WORK = 600_000
# Warmth of the search, as shares of what a stop costs on average
HOT, COLD = 0.3, 0.003
HOT_AGAIN = 0.03  # from a plan in force

Progress = Callable[[int, int], None]  # stops left unserved, price of the plan
Stop = Callable[[], str]  # "" to go on, else `clock` or `asked`


@dataclass
class Run:
    """The state of one solve."""

    day: Day
    seed: int
    on_progress: Progress | None
    should_stop: Stop | None
    state: State = field(init=False)
    best: State = field(init=False)
    prices: Ints = field(init=False)
    clock: Ints = field(init=False)
    rng: Ints = field(init=False)
    stopped: str = "work"

    def __post_init__(self) -> None:
        """Start with every van empty."""
        self.state, self.best = empty(self.day), empty(self.day)
        self.clock = np.zeros(1, dtype=np.int64)
        start = (self.seed * 0x9E3779B97F4A7C15 + 0x1234567) & (2**64 - 1)
        self.rng = np.array([start or 1, 50], dtype=np.uint64)
        self.take()

    def take(self) -> None:
        """Make the plan in hand the best one."""
        price = total(self.day, self.state)
        self.prices = np.array([price, price], dtype=np.int64)
        copy(self.state, self.best)

    def improve(self, budget: int, hottest: float) -> None:
        """Search until so much work is done, telling each better plan."""
        keys, told = order_keys(self.day), -1
        hot, cold, until = 1.0, 1.0, 0
        while until < budget:
            until = min(budget, 1 if until == 0 else until + SLICE_WORK)
            search(
                self.day, self.state, keys, self.rng, self.best, self.prices, self.clock,
                until, budget, hot, cold,
            )  # fmt: skip
            if until == 1:
                mean = mean_price(self.day, self.best, int(self.prices[1]))
                hot, cold = hottest * mean, COLD * mean
            if self.on_progress and self.prices[1] != told:
                told = int(self.prices[1])
                self.on_progress(len(left(self.day, self.best)), told)
            self.stopped = (self.should_stop() if self.should_stop else "") or "work"
            if self.stopped != "work":
                return


def solve(
    problem: Problem,
    params: SolveParams | None = None,
    *,
    previous: TourPlan | None = None,
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> TourPlan:
    """Plan a day. The problem must be valid (`validate` finds nothing).

    `previous` is a plan to start from, of this problem or of an earlier state of the same day;
    the search then stays near it.
    """
    params = params or SolveParams()
    day = build(problem)
    run = Run(day, params.seed, on_progress, should_stop)
    if previous:
        resume(problem, day, run.state, previous)
        run.take()
    if problem.stops and problem.vehicles:
        run.improve(int(params.budget * WORK_PER_UNIT), HOT_AGAIN if previous else HOT)
    load(day, run.state, run.best)
    made = tours(problem, day, run.state)
    return TourPlan(
        problem_sha256=hashlib.sha256(write_problem(problem).encode()).hexdigest(),
        seed=params.seed,
        status=Status.FEASIBLE.value,
        stopped=run.stopped,
        price=int(total(day, run.state)),
        cost_cents=sum(cost_cents(problem, tour) for tour in made),
        work=int(run.clock[0]),
        tours=made,
        unserved=unserved(problem, day, left(day, run.best)),
    )


def left(day: Day, state: State) -> list[int]:
    """List the stops that no van of a plan serves."""
    served = {
        int(item) for van, row in enumerate(state.items) for item in row[: state.van[van, SIZE]]
    }
    return [stop for stop in range(len(day.stop)) if stop not in served]


def mean_price(day: Day, state: State, price: int) -> float:
    """Return what a served stop costs on average, with nothing for vans and stops left."""
    missing = left(day, state)
    used = len(day.stop) - len(missing)
    road = price - int(day.stop[missing, UNSERVED].sum())
    for van in range(len(day.van)):
        if (state.items[van, : state.van[van, SIZE]] < len(day.stop)).any():
            road -= int(day.van[van, FIXED])
    return max(1.0, road / max(1, used))
