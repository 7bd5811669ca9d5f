"""How a solve ended: status, bound, gap and the work it took."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What is known of a plan."""

    OPTIMAL = "optimal"  # proven best for the model that was solved
    FEASIBLE = "feasible"  # valid, better ones may exist
    BASELINE = "baseline"  # the greedy plan, when the solver found none in its budget


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the solver says of a plan; `gap_permille` is against its own proven bound."""

    status: Status
    objective: int
    bound: int
    work: int  # deterministic units, thousandths
    stopped_by_clock: bool = False

    @property
    def gap_permille(self) -> int:
        """Distance to the bound in thousandths of the objective, rounded up."""
        if self.objective <= 0:
            return 0
        return max(0, -(-(self.objective - self.bound) * 1000 // self.objective))
