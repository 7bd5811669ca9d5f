"""Tours planned again after a change: how long, how many stops change van, at what price."""

import random
import time
from dataclasses import replace
from statistics import mean

from planning.params import SolveParams
from planning.tours.change import in_force, with_openings, with_stop, without_stop, without_van
from planning.tours.check import check
from planning.tours.problem import Amount, Opening, Place, Stop
from planning.tours.replan import QUICK, moved, replan
from planning.tours.solve import solve
from planning.tours.underway import at
from tests.bench.generate_day import food_day

SIZES = ((20, 3), (60, 6))
IN_FORCE = SolveParams(budget=2.0)
ELEVEN = 660


def more(rng, problem, _plan):
    spot = rng.choice(problem.places)
    place = Place(code="more", lat_microdeg=spot.lat_microdeg + 900, lon_microdeg=spot.lon_microdeg)
    start = rng.randrange(570, 720, 30)
    stop = Stop(
        code="more",
        place="more",
        openings=(Opening(start=start, end=start + 120),),
        delivers=(Amount(kind="boxes", count=2),),
    )
    return with_stop(problem, stop, place)


def lost(rng, problem, plan):
    return without_van(problem, rng.choice(plan.tours).vehicle)


def window(rng, problem, plan):
    visit = rng.choice([visit for tour in plan.tours for visit in tour.visits])
    start = visit.begin + rng.choice((-90, 45))
    return with_openings(problem, visit.stop, (Opening(start=start, end=start + 45),))


def refused(rng, problem, plan):
    visit = rng.choice([visit for tour in plan.tours for visit in tour.visits])
    return without_stop(problem, visit.stop)


def underway(rng, problem, plan):
    """At eleven, one more farm asks to be collected from."""
    changed = more(rng, at(problem, plan, ELEVEN).problem, plan)
    stops = [
        replace(row, delivers=(), collects=row.delivers, openings=(Opening(start=660, end=960),))
        if row.code == "more"
        else row
        for row in changed.stops
    ]
    return replace(changed, stops=tuple(stops))


CHANGES = {
    "one more stop": more,
    "a van lost": lost,
    "a window moved": window,
    "a stop refused": refused,
    "vans on the road, one more pick-up": underway,
}


def required_left(problem, plan):
    required = {stop.code for stop in problem.stops if stop.required}
    return sum(row.stop in required for row in plan.unserved)


def replans(asked):
    """Each kind of change on days of two sizes, against the same day planned from nothing."""
    yield f"Mean / most of {asked.days} days; budget {QUICK.budget:g} each, afresh the same."
    yield "Stops moved are those on another van that could stay; left, required stops together.\n"
    yield "| stops | vans | change | CPU s | moved | afresh | left | afresh | price / afresh |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for stops, vans in SIZES:
        days = [food_day(seed, stops=stops, vans=vans) for seed in range(1, asked.days + 1)]
        plans = [solve(problem, IN_FORCE) for problem in days]
        for name, change in CHANGES.items():
            rows = [
                _row(change, seed, problem, plan)
                for seed, (problem, plan) in enumerate(zip(days, plans, strict=True))
            ]
            seconds, near, far, left, other, ratio = zip(*rows, strict=True)
            yield (
                f"| {stops} | {vans} | {name} | {mean(seconds):.2f} / {max(seconds):.2f}"
                f" | {mean(near):.1f} / {max(near)} | {mean(far):.1f} / {max(far)}"
                f" | {sum(left)} | {sum(other)} | {mean(ratio):.3f} / {max(ratio):.3f} |"
            )


def _row(change, seed, problem, plan):
    changed = change(random.Random(seed), problem, plan)  # noqa: S311 - reproducible
    began = time.process_time()
    made = replan(changed, plan)
    seconds = time.process_time() - began
    afresh = solve(changed, QUICK)
    assert check(changed, made) == []
    assert check(changed, afresh) == []
    wanted = in_force(changed, plan)
    return (
        seconds, moved(wanted, made), moved(wanted, afresh), required_left(changed, made),
        required_left(changed, afresh), made.price / afresh.price,
    )  # fmt: skip
