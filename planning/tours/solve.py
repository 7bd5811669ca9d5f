"""From a problem to a plan: ruin and recreate, from nothing or from a plan in force.

The budget counts work, so that the same problem, parameters and previous plan give the same
bytes anywhere; `should_stop` is how a clock or a person ends it early, and the plan says so.
"""

from collections.abc import Callable
from dataclasses import dataclass

from planning import jsonform
from planning.outcome import Status
from planning.params import SolveParams
from planning.tours.arrays import FAR, METRES, MINUTES, PER_METRE, PLACE, Day, build
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem
from planning.tours.search import search
from planning.tours.start import rest_first, take_up
from planning.tours.state import BEST, PRICE_BEST, WORK, State, empty, go_on, served
from planning.tours.timetable import cost_cents, overtime, tours
from planning.tours.unserved import unserved

WORK_PER_UNIT = 50_000_000  # about a second of one core on a day of a hundred stops
SLICE_WORK = 2_000_000
# Warmth of the search, first and last, as shares of the mean price of a leg. A day with many rules
# takes longer to try, and falls apart when warm: it begins colder; a plan in force colder still
PLAIN, ON, FULL, IN_FORCE = (1.0, 0.05), (0.3, 0.05), (0.2, 0.01), (0.05, 0.01)
# On a plain day how the stops fall into tours early on decides: it is begun so often, on half of
# the work, and the best goes on
STARTS = 4

Progress = Callable[[int, int], None]  # stops left unserved, price of the plan
Stop = Callable[[], str]  # "" to go on, else `clock` or `asked`


def solve(
    problem: Problem,
    params: SolveParams | None = None,
    *,
    previous: TourPlan | None = None,
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
    most_moved: int = FAR,
) -> TourPlan:
    """Plan a day. The problem must be valid (`validate` finds nothing).

    `previous` is a plan to start from, of this problem or of an earlier state of the same day;
    the search then stays near it, with at most `most_moved` stops on another van than `before`.
    """
    params = params or SolveParams()
    day = build(problem, most_moved)
    run = _Run(day, int(params.budget * WORK_PER_UNIT), on_progress, should_stop)
    if not problem.stops or not problem.vehicles:
        state = empty(day, params.seed)
        search(day, state, 0, 1, 1.0, 1.0)  # prices what there is
    elif day.simple and previous is None:
        state = run.begun_often(params.seed)
    else:
        state = empty(day, params.seed)
        rest_first(day, state)
        if previous:
            take_up(problem, day, state, previous)
        run.improve(state, run.budget, IN_FORCE if previous else FULL)
    made = tours(problem, day, state)
    return TourPlan(
        problem_sha256=jsonform.digest(problem),
        seed=params.seed,
        status=Status.FEASIBLE.value,
        stopped=run.stopped or "work",
        price=int(state.score[PRICE_BEST]),
        cost_cents=sum(cost_cents(problem, tour) for tour in made),
        work=run.work,
        tours=made,
        unserved=unserved(problem, made),
        notes=overtime(problem, made),
    )


@dataclass(slots=True)
class _Run:
    """One or more searches of a day, under one budget of work."""

    day: Day
    budget: int
    on_progress: Progress | None
    should_stop: Stop | None
    work: int = 0
    told: int = FAR
    stopped: str = ""

    def begun_often(self, seed: int) -> State:
        """Search from nothing several times, then go on from the best plan."""
        states = []
        for number in range(STARTS):
            states.append(empty(self.day, seed * STARTS + number))
            self.improve(states[-1], self.budget // (2 * STARTS), PLAIN)
            if self.stopped:
                break
        state = min(states, key=lambda one: int(one.score[PRICE_BEST]))
        if not self.stopped:
            go_on(state)
            self.improve(state, self.budget // 2, ON)
        return state

    def improve(self, state: State, budget: int, warmth: tuple[float, float]) -> None:
        """Search until so much work is done, telling each plan better than all before."""
        search(self.day, state, 0, 1, 1.0, 1.0)  # prices what there is
        search(self.day, state, 1, 1, 1.0, 1.0)  # a first plan
        mean = _mean_leg(self.day, state)
        hot, cold = warmth
        while True:
            self._tell(state)
            self.stopped = self.should_stop() if self.should_stop else ""
            if self.stopped or state.score[WORK] >= budget:
                break
            until = min(budget, int(state.score[WORK]) + SLICE_WORK)
            search(self.day, state, until, budget, hot * mean, cold * mean)
        self.work += int(state.score[WORK])

    def _tell(self, state: State) -> None:
        price = int(state.score[PRICE_BEST])
        if self.on_progress and price < self.told:
            self.told = price
            self.on_progress(len(_left(self.day, state)), price)


def _left(day: Day, state: State) -> list[int]:
    """List the stops that no van of the best plan serves."""
    return sorted(set(range(len(day.stop))) - served(day, state))


def _mean_leg(day: Day, state: State) -> float:
    """Return what the way to a stop costs on average in the best plan, road and driver."""
    price, legs = 0, 0
    for van in range(len(day.van)):
        place = day.kitchen
        for item in state.items[BEST, van, : state.size[BEST, van]]:
            if item < len(day.stop):
                leg = day.road[place, day.stop[item, PLACE]]
                place = int(day.stop[item, PLACE])
                price += int(leg[METRES] * day.van[van, PER_METRE] + leg[MINUTES] * day.per_minute)
                legs += 1
    return max(1.0, price / max(1, legs))
