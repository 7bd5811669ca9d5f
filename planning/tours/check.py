"""The verifier of a day of tours: recomputes every time, load and price in plain loops.

It shares no code with the solver; distances come from `roads`, which both read.
"""

import hashlib
from collections import Counter

from planning.reasons import Reason, reason
from planning.tours.plan import Tour, TourPlan, Visit
from planning.tours.problem import Problem, Stop
from planning.tours.roads import matrix
from planning.tours.validate import write_problem

Roads = dict[tuple[str, str], tuple[int, int]]


def check(problem: Problem, plan: TourPlan) -> list[Reason]:
    """Return what is wrong with a plan; an empty list means that every rule holds."""
    if plan.problem_sha256 != hashlib.sha256(write_problem(problem).encode()).hexdigest():
        return [reason("plan.problem_differs")]
    stops = {row.code: row for row in problem.stops}
    vans = {row.code for row in problem.vehicles}
    named = [visit.stop for tour in plan.tours for visit in tour.visits]
    left = [row.stop for row in plan.unserved]
    wrong = [
        reason("plan.unknown_code", kind="stop", value=code)
        for code in sorted({*named, *left} - set(stops))
    ]
    wrong += [
        reason("plan.unknown_code", kind="vehicle", value=tour.vehicle)
        for tour in plan.tours
        if tour.vehicle not in vans
    ]
    if wrong:
        return wrong
    times = Counter([*named, *left])
    wrong += [
        reason("tour.visits", stop=code, found=times[code])
        for code in sorted(stops)
        if times[code] != 1
    ]
    used = Counter(tour.vehicle for tour in plan.tours)
    wrong += [
        reason("tour.twice", vehicle=code) for code, count in sorted(used.items()) if count > 1
    ]
    roads = matrix(problem)
    for tour in plan.tours:
        wrong += _tour(problem, roads, stops, tour)
    cost = sum(_cost(problem, tour) for tour in plan.tours)
    if cost != plan.cost_cents:
        wrong.append(reason("goal.differs", goal="cost_cents", found=plan.cost_cents, value=cost))
    return sorted(wrong)


def _cost(problem: Problem, tour: Tour) -> int:
    van = next(row for row in problem.vehicles if row.code == tour.vehicle)
    minutes = tour.back - tour.depart
    kilometres = tour.metres * van.cents_per_km // 1000
    return van.fixed_cents + kilometres + minutes * problem.minute_cents


def _tour(problem: Problem, roads: Roads, stops: dict[str, Stop], tour: Tour) -> list[Reason]:
    van = next(row for row in problem.vehicles if row.code == tour.vehicle)
    wrong: list[Reason] = []
    loaded = max(van.start, problem.ready_minute) + problem.loading_minutes
    if tour.depart < loaded:
        wrong.append(reason("tour.leaves_early", vehicle=van.code, minutes=loaded - tour.depart))
    place, clock, metres, boxes = problem.kitchen, tour.depart, 0, 0
    for visit in tour.visits:
        stop = stops[visit.stop]
        length, minutes = roads[place, stop.place]
        if visit.arrive != clock + minutes:
            wrong.append(reason("tour.times", stop=stop.code, vehicle=van.code))
        wrong += _visit(problem, stop, visit, tour)
        place, clock = stop.place, visit.leave
        metres += length
        boxes += stop.boxes
    length, minutes = roads[place, problem.kitchen]
    if tour.back != clock + minutes:
        wrong.append(reason("tour.times", stop="", vehicle=van.code))
    if tour.back > van.end:
        wrong.append(reason("tour.past_shift", vehicle=van.code, minutes=tour.back - van.end))
    if boxes != tour.boxes or boxes > van.boxes:
        wrong.append(reason("tour.overloaded", vehicle=van.code, boxes=boxes, most=van.boxes))
    if metres + length != tour.metres:
        goal = f"tours[{van.code}].metres"
        wrong.append(reason("goal.differs", goal=goal, found=tour.metres, value=metres + length))
    return wrong


def _visit(problem: Problem, stop: Stop, visit: Visit, tour: Tour) -> list[Reason]:
    wrong = []
    if visit.begin < visit.arrive or visit.leave != visit.begin + stop.service_minutes:
        wrong.append(reason("tour.times", stop=stop.code, vehicle=tour.vehicle))
    if not any(row.start <= visit.begin <= row.end for row in stop.openings):
        wrong.append(reason("tour.outside_window", stop=stop.code, minute=visit.begin))
    if stop.vehicles and tour.vehicle not in stop.vehicles:
        wrong.append(reason("tour.wrong_vehicle", stop=stop.code, vehicle=tour.vehicle))
    limit = problem.longest_minutes
    if limit and visit.begin - tour.depart > limit:
        held = visit.begin - tour.depart
        wrong.append(reason("tour.too_long", stop=stop.code, minutes=held, most=limit))
    return wrong
