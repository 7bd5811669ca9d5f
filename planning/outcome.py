"""How a solve ended, as the plan says it."""

from enum import StrEnum


class Status(StrEnum):
    """What is known of a plan."""

    OPTIMAL = "optimal"  # its price is the proven bound
    FEASIBLE = "feasible"  # valid, better ones may exist
    BASELINE = "baseline"  # the greedy plan, no search behind it
