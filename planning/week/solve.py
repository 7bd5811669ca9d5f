"""From a problem to a plan: greedy start, annealing, minutes, picks; always a valid answer.

The search decides dishes with machines as sums of minutes; the day schedules then say yes or no
to the minute. A day that says no is given less room and the menu is searched again; if that does
not help, `finish` gives up the smallest batches of the day, and lists the people concerned.
"""

from planning.params import SolveParams
from planning.week.derive import Derived, Menu
from planning.week.finish import finish, jobs_of, schedule
from planning.week.greedy import greedy_menu
from planning.week.lanes import Progress, Search, Stop
from planning.week.plan import Plan
from planning.week.problem import Problem
from planning.week.rooms import STAFF, STAFF_PERMILLE, USABLE_PERMILLE, Rooms

REPAIRS = 4
REPAIR_SHARE = 0.025  # of the moves, for each repair of a day that is too full
TIGHTER_PERMILLE = 880
NEAR = 0.15  # warmth of a search that starts from a plan in force


def solve(
    problem: Problem,
    params: SolveParams,
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
    start: Menu | None = None,
    warm: float = 1.0,
    known: Plan | None = None,
) -> Plan:
    """Plan a week. The problem must be valid (`validate` finds nothing).

    Same problem, same params, same start: same plan, unless `should_stop` ends the search early,
    which the plan then says. `start` is a menu to begin from, instead of the greedy one; `warm`
    says how far from it the search may first go; people wait for such a plan, and no bound is
    proven for it. Days that can be worked as `known` tells are.
    """
    search = Search(Derived(problem), params, on_progress, should_stop)
    search.known = {row.code: row.tasks for row in known.batches} if known else {}
    menu = greedy_menu(search.facts) if start is None else start
    if on_progress:
        on_progress(search.state(menu).total + search.at_risk, search.bound)
    steps = search.moves
    afresh = int(steps * (1 - REPAIRS * REPAIR_SHARE))
    menu = search.improve(menu, afresh, warm, prove=start is None)
    for _ in range(REPAIRS):
        _, full = schedule(search, jobs_of(search.facts, menu))
        if not full or search.stopped:
            break
        _tighten(search, full)
        menu = search.improve(menu, int(steps * REPAIR_SHARE), NEAR)
    return finish(search, menu)


def baseline(problem: Problem, scenario: str = "balanced") -> Plan:
    """Return the plan of the greedy baseline, made valid like any other."""
    search = Search(Derived(problem), SolveParams(scenario=scenario))
    return finish(search, greedy_menu(search.facts))


def _tighten(search: Search, days: list[int]) -> None:
    kinds = sorted({kind for _, kind, _ in Rooms(search.facts, {}).rooms})
    for day in days:
        for kind in kinds:
            usual = STAFF_PERMILLE if kind.startswith(STAFF) else USABLE_PERMILLE
            now = search.tightness.get((day, kind), usual)
            search.tightness[day, kind] = now * TIGHTER_PERMILLE // 1000
