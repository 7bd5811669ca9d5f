"""Why a stop is in this van at this time, what is tight, and what more would change.

Answers are facts. Prices come from the same drive as the search: the rest of the day stays as it
is. What more would change is found by planning the changed day again, from the plan in hand.
"""

from collections.abc import Iterator
from dataclasses import replace

from planning.params import SolveParams
from planning.reasons import Reason, reason
from planning.tours.arrays import CENT, build, longest
from planning.tours.plan import Tour, TourPlan
from planning.tours.problem import Opening, Problem, Vehicle
from planning.tours.roads import matrix
from planning.tours.solve import solve
from planning.tours.tries import NEVER, Tries, price_of
from planning.tours.unserved import longer

TIGHT_MINUTES = 10
TIGHT_PERMILLE = 950
MORE_MINUTES, MORE_WINDOW, WINDOWS_TRIED = 10, 15, 3
QUICK = SolveParams(budget=0.2)
NEW_VAN = "one-more-van"


def why(problem: Problem, plan: TourPlan, stop: str) -> list[Reason]:
    """Return why a stop is where it is; nothing for one that is not served."""
    tour = next((row for row in plan.tours if any(v.stop == stop for v in row.visits)), None)
    if tour is None:
        return []
    return [*_van(problem, plan, tour, stop), *_place(problem, tour, stop), *_time(tour, stop)]


def _van(problem: Problem, plan: TourPlan, tour: Tour, code: str) -> Iterator[Reason]:
    index = next(i for i, row in enumerate(problem.stops) if row.code == code)
    stop = problem.stops[index]
    van = next(row for row in problem.vehicles if row.code == tour.vehicle)
    if stop.locked:
        yield reason("tour.why_locked", vehicle=van.code)
    if van.underway and code in van.underway.aboard:
        yield reason("tour.why_aboard", vehicle=van.code)
    if stop.prefers == van.code:
        yield reason("tour.why_prefers", vehicle=van.code)
    day, number = build(problem), problem.vehicles.index(van)
    tries = Tries.of(problem, plan.tours)
    rest = tries.without(index)
    with_it, without = (price_of(day, number, row.rows[number]) for row in (tries, rest))
    other = rest.cheapest(day, index, besides=number)
    if other is None:
        yield reason("tour.why_only_van", vehicle=van.code)
    if NEVER in (with_it, without):
        return
    added = with_it - without
    if other is not None and other[0] >= added:
        dearer = (other[0] - added) // CENT
        yield reason("tour.why_dearer", cents=dearer, vehicle=problem.vehicles[other[1]].code)
    yield reason("tour.why_cost", cents=added // CENT)


def _place(problem: Problem, tour: Tour, code: str) -> Iterator[Reason]:
    """Tell between which stops it lies, and how far out of the way."""
    places = {row.code: row.place for row in problem.stops} | {"": problem.kitchen}
    codes = ["", *(visit.stop for visit in tour.visits), ""]
    at = codes.index(code)
    after, before = codes[at - 1], codes[at + 1]
    roads = matrix(problem)
    one, here, other = (places[each] for each in (after, code, before))
    metres = roads[one, here][0] + roads[here, other][0] - roads[one, other][0]
    yield reason("tour.why_between", after=after, before=before, metres=metres)


def _time(tour: Tour, code: str) -> Iterator[Reason]:
    visit = next(row for row in tour.visits if row.stop == code)
    if visit.begin > visit.arrive:
        waited = visit.begin - visit.arrive
        yield reason("tour.why_opens", minute=visit.begin, minutes=waited)
    else:
        yield reason("tour.why_road", minute=visit.begin)


def tight(problem: Problem, plan: TourPlan) -> list[Reason]:
    """Return what has little to spare: hours, shifts, loads, food on the road, paid minutes."""
    found: list[Reason] = []
    for van in problem.vehicles:
        tours = [tour for tour in plan.tours if tour.vehicle == van.code]
        for tour, after in zip(tours, [*tours[1:], None], strict=True):
            until = after.depart - problem.loading_minutes if after else van.end
            found += _late(problem, van, tour, until)
            found += _full(problem, van, tour)
        paid = van.most_minutes - sum(tour.paid_minutes for tour in tours)
        if tours and van.most_minutes and 0 <= paid <= TIGHT_MINUTES:
            found.append(reason("tour.tight_paid", minutes=paid, vehicle=van.code))
    return sorted(found)


def _late(problem: Problem, van: Vehicle, tour: Tour, until: int) -> Iterator[Reason]:
    """How late the van may run: a wait at a door takes a delay up."""
    stops = {row.code: row for row in problem.stops}
    out = tour.trip == 1 and van.underway
    loaded = van.underway.loaded_minute if out and van.underway else tour.depart
    loaded -= 0 if out else problem.loading_minutes
    spare, missed = until - tour.back, ""
    for visit in reversed(tour.visits):
        stop = stops[visit.stop]
        closes = max(row.end for row in stop.openings if row.start <= visit.begin <= row.end)
        limit = longest(problem, stop, van)
        fresh = limit - (visit.begin - loaded) if limit else until
        if limit and fresh <= TIGHT_MINUTES:
            yield reason("tour.tight_food", minutes=fresh, stop=stop.code)
        if min(closes - visit.begin, fresh) < spare:
            spare, missed = min(closes - visit.begin, fresh), stop.code
        spare += visit.begin - visit.arrive
    if spare <= TIGHT_MINUTES and missed:
        yield reason("tour.tight_late", minutes=spare, stop=missed, vehicle=van.code)
    elif 0 <= spare <= TIGHT_MINUTES:
        yield reason("tour.tight_shift", minutes=spare, vehicle=van.code)


def _full(problem: Problem, van: Vehicle, tour: Tour) -> Iterator[Reason]:
    stops = {row.code: row for row in problem.stops}
    holds = {row.kind: row.count for row in van.holds if row.count}
    load = dict.fromkeys(holds, 0) | {row.kind: row.count for row in tour.loads}
    most = dict(load)
    for visit in tour.visits:
        for row in stops[visit.stop].delivers:
            load[row.kind] = load.get(row.kind, 0) - row.count
        for row in stops[visit.stop].collects:
            load[row.kind] = load.get(row.kind, 0) + row.count
            most[row.kind] = max(most.get(row.kind, 0), load[row.kind])
    for kind, room in sorted(holds.items()):
        permille = most[kind] * 1000 // room
        if permille >= TIGHT_PERMILLE:
            yield reason("tour.tight_load", kind=kind, permille=permille, vehicle=van.code)


def more(problem: Problem, plan: TourPlan, params: SolveParams = QUICK) -> list[Reason]:
    """Return what one more van, longer shifts, or wider windows would change.

    Each is a plan of the changed day, against a plan of the day as it is with the same work.
    """

    def made(changed: Problem) -> TourPlan:
        return solve(changed, params, previous=plan)

    base = made(problem)
    found = []
    for code, facts, changed in _changes(problem, plan):
        other = made(changed)
        cents = (base.price - other.price) // CENT
        served = len(base.unserved) - len(other.unserved)
        if served > 0 or (served == 0 and cents > 0):
            found.append(reason(code, cents=cents, served=served, **facts))
    return sorted(found, key=lambda one: (-int(one.fact("served")), -int(one.fact("cents")), one))


def _changes(
    problem: Problem, plan: TourPlan
) -> Iterator[tuple[str, dict[str, int | str], Problem]]:
    like = next((van for van in problem.vehicles if van.underway is None), None)
    if like:
        vans = (*problem.vehicles, replace(like, code=NEW_VAN))
        yield "tour.more_van", {}, replace(problem, vehicles=vans)
    yield "tour.more_minutes", {"minutes": MORE_MINUTES}, longer(problem, MORE_MINUTES)
    wanted = [row.stop for row in plan.unserved]
    wanted += [str(one.fact("stop")) for one in tight(problem, plan) if one.code.endswith("late")]
    for code in wanted[:WINDOWS_TRIED]:
        facts: dict[str, int | str] = {"minutes": MORE_WINDOW, "stop": code}
        yield "tour.more_window", facts, _wider(problem, code)


def _wider(problem: Problem, code: str) -> Problem:
    stops = [
        replace(
            stop,
            openings=tuple(
                Opening(start=max(0, row.start - MORE_WINDOW), end=row.end + MORE_WINDOW)
                for row in stop.openings
            ),
        )
        if stop.code == code
        else stop
        for stop in problem.stops
    ]
    return replace(problem, stops=tuple(stops))
