"""Two searches side by side from one menu, and what they share: budget, bound, progress."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from planning.outcome import Status
from planning.params import SolveParams, Weights
from planning.week.derive import Derived, Menu, is_at_risk
from planning.week.loads import Job
from planning.week.plan import Task
from planning.week.prices import weights as weights_of
from planning.week.relax import Relaxation
from planning.week.search import Annealing
from planning.week.state import State

STEPS_PER_UNIT = 250_000  # moves in a unit of work, on each lane: about a second
LANES = 2  # searches side by side, from draws of their own; the first proves the bound before
LANE_SEED = 1_000_003
PROOF = 200  # moves left out by the lane that proves, for each dish that a group may get
LEAST_SHARE = 4  # it makes a quarter of its moves at least
LEAST_PROVEN = 200_000  # moves of a search worth a proof: a plan wanted at once is not kept waiting

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
    known: dict[str, tuple[Task, ...]] = field(default_factory=dict)  # minutes told before
    steps: int = 0
    stopped: bool = False
    told: int = 0
    weights: Weights = field(init=False)
    tightness: dict[tuple[int, str], int] = field(default_factory=dict)
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

        With `prove`, the first lane of a search long enough bounds the price of any plan before it
        sets out, and learns which dishes are worth trying; the others do not wait for it.
        """
        prove = prove and steps >= LEAST_PROVEN
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
            steps = max(steps // LEAST_SHARE, steps - PROOF * self._prove(state))
        annealing = Annealing(state, self.params.seed + lane * LANE_SEED, self.likely[lane])
        annealing.run(steps, warm=warm, tell=self._tell, should_stop=self.should_stop)
        return annealing

    def _prove(self, state: State) -> int:
        """Prove a bound, and return how large the relaxation was: dishes that groups may get."""
        relaxation = Relaxation(state)
        found = relaxation.bound()
        if found is not None:
            self.likely[0] = relaxation.likely()
            with self.telling:
                self.bound = max(0, found)
                self.told = min(self.told, state.total)
                if self.on_progress:
                    self.on_progress(self.told + self.at_risk, self.bound)
        return len(relaxation.share)

    def _tell(self, price: int) -> None:
        with self.telling:
            if self.on_progress and price < self.told:
                self.told = price
                self.on_progress(price + self.at_risk, self.bound)
