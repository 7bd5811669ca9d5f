"""What can be asked about a day of tours, answered once and kept beside the plan as plain data.

Whoever shows a plan needs no solver for it.
"""

from planning.params import SolveParams
from planning.reasons import plain
from planning.tours import explain
from planning.tours.plan import TourPlan
from planning.tours.problem import Problem


def answers(problem: Problem, plan: TourPlan) -> dict[str, object]:
    """Return what is said of a plan: `why` by stop, what is `tight`, what `more` would change."""
    served = [visit.stop for tour in plan.tours for visit in tour.visits]
    params = SolveParams(seed=plan.seed, budget=explain.QUICK.budget)
    return {
        "why": {code: plain(explain.why(problem, plan, code)) for code in served},
        "tight": plain(explain.tight(problem, plan)),
        "more": plain(explain.more(problem, plan, params)),
    }
