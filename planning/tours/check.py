"""The verifier of a day of tours: every time, load, limit and price again, in plain loops.

It shares no code with the solver; distances come from `roads`, which both read.
"""

from collections import Counter
from collections.abc import Iterator

from planning import jsonform
from planning.reasons import CODES, Reason, reason
from planning.tours.check_van import Known, check_van, finishes, known, late_minutes
from planning.tours.plan import Tour, TourPlan
from planning.tours.problem import OVERTIME_CENTS, Problem

CENT = 1000  # prices are in thousandths of a cent
OPTIONAL_SHARE = 100
HOUR = 60


def check(problem: Problem, plan: TourPlan) -> list[Reason]:
    """Return what is wrong with a plan; an empty list means that every rule holds."""
    if plan.problem_sha256 != jsonform.digest(problem):
        return [reason("plan.problem_differs")]
    wrong = list(_unknown(problem, plan))
    if wrong:
        return sorted(set(wrong))
    facts = known(problem)
    wrong += _served_once(problem, plan)
    for van in problem.vehicles:
        own = [tour for tour in plan.tours if tour.vehicle == van.code]
        wrong += check_van(facts, van, own)
    wrong += _said(problem, plan)
    wrong += _prices(facts, plan)
    return sorted(set(wrong))


def _unknown(problem: Problem, plan: TourPlan) -> Iterator[Reason]:
    stops = {row.code for row in problem.stops}
    vans = {row.code for row in problem.vehicles}
    named = {visit.stop for tour in plan.tours for visit in tour.visits}
    for code in (named | {row.stop for row in plan.unserved}) - stops:
        yield reason("plan.unknown_code", kind="stop", value=code)
    for code in {tour.vehicle for tour in plan.tours} - vans:
        yield reason("plan.unknown_code", kind="vehicle", value=code)
    for code in {row.code for row in plan.notes} - CODES.keys():
        yield reason("plan.unknown_code", kind="note", value=code)


def _served_once(problem: Problem, plan: TourPlan) -> Iterator[Reason]:
    """Each stop is visited once, or listed once with a reason: none is dropped."""
    times = Counter(visit.stop for tour in plan.tours for visit in tour.visits)
    times.update(row.stop for row in plan.unserved)
    for stop in problem.stops:
        if times[stop.code] != 1:
            yield reason("tour.visits", stop=stop.code, found=times[stop.code])
    for row in plan.unserved:
        if any(said.code not in CODES for said in (row.why, *row.helps)):
            yield reason("tour.no_reason", stop=row.stop)


def overtime(problem: Problem, plan: TourPlan) -> list[Reason]:
    """Return what a plan must say of vans on the road that end late with what they carry."""
    found = []
    for van in problem.vehicles:
        own = [tour for tour in plan.tours if tour.vehicle == van.code]
        late = late_minutes(van, own)
        if late and finishes(van, own):
            found.append(reason("tour.overtime", minutes=late, vehicle=van.code))
    return found


def _said(problem: Problem, plan: TourPlan) -> Iterator[Reason]:
    """No van is late unsaid, and none is said to be that is not."""
    due = {one.fact("vehicle"): int(one.fact("minutes")) for one in overtime(problem, plan)}
    said = [row.reason() for row in plan.notes if row.code == "tour.overtime"]
    for van, late in due.items():
        if van not in {one.fact("vehicle") for one in said}:
            yield reason("tour.past_shift", minutes=late, vehicle=van)
    for one in said:
        van, late = one.fact("vehicle"), int(one.fact("minutes"))
        if late != due.get(van, 0):
            goal = f"notes[{van}].minutes"
            yield reason("goal.differs", goal=goal, found=late, value=due.get(van, 0))


def priced(problem: Problem, plan: TourPlan) -> tuple[int, int]:
    """Return the price to the thousandth of a cent, and the cents of road, driver and van."""
    return _price(known(problem), plan)


def _price(facts: Known, plan: TourPlan) -> tuple[int, int]:
    costs = [_cost(facts, tour) for tour in plan.tours]
    late = sum(int(one.fact("minutes")) for one in overtime(facts.problem, plan))
    price = sum(costs) + _balance(facts, plan) + _choices(facts, plan) + _left(facts, plan)
    price += late * OVERTIME_CENTS * CENT
    return price, sum(cost // CENT for cost in costs)


def _prices(facts: Known, plan: TourPlan) -> Iterator[Reason]:
    price, cents = _price(facts, plan)
    for goal, found, value in (
        ("price", plan.price, price),
        ("cost_cents", plan.cost_cents, cents),
    ):
        if found != value:
            yield reason("goal.differs", goal=goal, found=found, value=value)


def _cost(facts: Known, tour: Tour) -> int:
    van = facts.vans[tour.vehicle]
    takes_out = tour.trip == 1 and van.underway is None
    driver = tour.paid_minutes * facts.problem.minute_cents * CENT
    # metres x cents a kilometre are thousandths of a cent
    return tour.metres * van.cents_per_km + driver + takes_out * van.fixed_cents * CENT


def _balance(facts: Known, plan: TourPlan) -> int:
    paid: Counter[str] = Counter()
    for tour in plan.tours:
        paid[tour.vehicle] += tour.paid_minutes
    weight = facts.problem.balance_cents * CENT
    return sum(weight * minutes**2 // HOUR**2 for minutes in paid.values())


def _choices(facts: Known, plan: TourPlan) -> int:
    """Stops on another van than they prefer, or than they had before."""
    cents = 0
    for tour in plan.tours:
        for visit in tour.visits:
            stop = facts.stops[visit.stop]
            if stop.prefers and stop.prefers != tour.vehicle:
                cents += facts.problem.preference_cents
            if stop.before and stop.before != tour.vehicle:
                cents += facts.problem.changed_cents
    return cents * CENT


def _left(facts: Known, plan: TourPlan) -> int:
    price = 0
    for row in plan.unserved:
        stop = facts.stops[row.stop]
        full = facts.problem.unserved_cents * CENT * (stop.priority + stop.days_since_served)
        price += full if stop.required else full // OPTIONAL_SHARE
    return price
