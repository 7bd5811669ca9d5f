"""Tours: ours, OR-Tools guided local search, PyVRP and nearest neighbour, side by side.

    python -m tests.bench.bench_tours                  # all, into bench_tours_results.md
    python -m tests.bench.bench_tours --only days      # one section: solomon, days, replan, growth
    python -m tests.bench.bench_tours --replan         # the same as --only replan
    python -m tests.bench.bench_tours --data FOLDER    # where the public instances are

The folder holds instances in Solomon's text format, and `best_known.json`: {"instances": {NAME:
{"file", "customers", "best_known" in tenths}}}. It is `vrptw`, or what VRPTW_DATA says.

Every engine gets the same CPU seconds of one core, in the same run; compiling ours is not counted
and stated apart. Prices are those of `planning.tours.drive`; our plans also pass the verifier.
"""

import argparse
import json
import math
import os
import random
import re
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from fcntl import LOCK_EX, flock
from multiprocessing import get_context
from pathlib import Path
from statistics import mean

from planning.params import SolveParams
from planning.tours.arrays import build
from planning.tours.check import check
from planning.tours.problem import Amount, Opening, Place, Stop, Vehicle
from planning.tours.solomon import read_solomon
from planning.tours.solve import WORK_PER_UNIT, solve
from tests.bench import rivals
from tests.bench.bench_replan import replans
from tests.bench.generate_day import food_day

RESULTS = Path(__file__).with_name("bench_tours_results.md")
COMMAND = "python -m tests.bench.bench_tours"
# CPU seconds that a public instance gets, by the most customers it may have
SECONDS = {100: (2, 10), 200: (30,), 400: (60,), 1000: (120,)}
DAYS = ((20, 3), (40, 5), (80, 7), (150, 12))
GROWTH = ((20, 2), (50, 5), (100, 10), (200, 30), (400, 60), (1000, 120))


def ours(problem, seconds, seed=1):
    """Return our plan, its CPU seconds, and when its first plan was there.

    The budget counts work: it is set from a short run, so that it takes about the seconds; the
    search is cut there all the same.
    """
    asked = []
    began = time.process_time()
    short = solve(
        problem,
        SolveParams(budget=0.2, seed=seed),
        should_stop=lambda: asked.append(time.process_time()) or "",
    )
    searched = asked[-1] - asked[0]
    rest = time.process_time() - began - searched
    units = 0.94 * (seconds - rest) * short.work / searched / WORK_PER_UNIT
    first = []
    began = time.process_time()
    plan = solve(
        problem,
        SolveParams(budget=max(0.1, units), seed=seed),
        on_progress=lambda _left, _price: first.append(time.process_time() - began),
        should_stop=lambda: "clock" if time.process_time() - began > seconds else "",
    )
    assert check(problem, plan) == []
    return plan, time.process_time() - began, first[0]


def required_left(problem, plan):
    required = {stop.code for stop in problem.stops if stop.required}
    return sum(row.stop in required for row in plan.unserved)


def spread(gaps):
    return f"{mean(gaps):.2f} / {max(gaps):.2f} ({len(gaps)})"


def solomon(asked):
    """Gaps to the best known values, by instance, class and budget: mean / worst (runs)."""
    known = json.loads((asked.data / "best_known.json").read_text())["instances"]
    yield "Gap to the best known value in %, mean / worst (runs); distance, one decimal cut.\n"
    yield "| instance | CPU s | ours | PyVRP | ours / PyVRP | OR-Tools GLS | nearest neighbour |"
    yield "|---|---|---|---|---|---|---|"
    groups = {}
    for name, row in sorted(known.items()):
        problem, wrong = read_solomon((asked.data / row["file"]).read_text())
        assert not wrong
        solve(problem, SolveParams(budget=0.01))  # compiled before it counts
        size = min(most for most in SECONDS if row["customers"] <= most)
        for seconds in SECONDS[size]:
            gaps = _gaps(asked, problem, row["best_known"], seconds)
            yield f"| {name} | {seconds} | {_cells([gaps])} |"
            for group in (name.rstrip("0123456789_") + name.lstrip("CR")[0], "all"):
                key = (seconds, f"{group} of {row['customers']}")
                groups.setdefault(key, []).append(gaps)
    for (seconds, group), rows in sorted(groups.items()):
        yield f"| **{group}** | {seconds} | {_cells(rows)} |"


def _gaps(asked, problem, best, seconds):
    """Run each engine; returns the gaps of ours, PyVRP, OR-Tools and nearest neighbour."""
    day = build(problem)
    own = [ours(problem, seconds, s + 1)[0].price for s in range(asked.seeds)]
    theirs = [rivals.pyvrp(day, seconds, s + 1)[0] for s in range(asked.rival_seeds)]
    prices = (own, theirs, [rivals.routing(day, seconds)[0]], [rivals.nearest(day)[0]])
    return [[(price / best - 1) * 100 for price in one] for one in prices]


def _cells(rows):
    """Put instances together: every run of each engine, and the mean ratio to PyVRP."""
    own, *others = [[gap for row in rows for gap in row[engine]] for engine in range(4)]
    ratio = mean((100 + mean(row[0])) / (100 + mean(row[1])) for row in rows)
    told = [spread(one) if max(one) < 1000 else "not all" for one in (own, *others)]
    return " | ".join([told[0], told[1], f"{ratio:.4f}", *told[2:]])


def days(asked):
    """Food days: price against the best OR-Tools routing model, and required stops left."""
    yield f"Price over OR-Tools' in 10 CPU seconds, mean / worst of {asked.seeds} seeds;"
    yield "in brackets, required stops left, all seeds together.\n"
    yield "| stops | vans | day | ours | OR-Tools | nearest neighbour | first, s | ours in 2 s |"
    yield "|---|---|---|---|---|---|---|---|"
    for stops, vans in DAYS:
        for number in range(1, asked.days + 1):
            problem = food_day(number, stops=stops, vans=vans)
            day = build(problem)
            price, left = rivals.routing(day, 10)
            near, near_left = rivals.nearest(day)
            long, quick = (
                [ours(problem, seconds, s + 1) for s in range(asked.seeds)] for seconds in (10, 2)
            )
            yield (
                f"| {stops} | {vans} | {number}"
                f" | {_against(problem, long, price)} | 1.000 ({left})"
                f" | {near / price:.3f} ({near_left}) | {max(row[2] for row in long):.3f}"
                f" | {_against(problem, quick, price)} |"
            )


def _against(problem, runs, price):
    ratios = [plan.price / price for plan, _, _ in runs]
    left = sum(required_left(problem, plan) for plan, _, _ in runs)
    return f"{mean(ratios):.3f} / {max(ratios):.3f} ({left})"


def plain_day(customers, seed=1):
    """A plain instance in the manner of Gehring and Homberger: half clustered, half spread."""
    rng = random.Random(seed)  # noqa: S311 - a reproducible draw, not a secret
    side = int(70 * math.sqrt(customers / 50))
    centres = [(rng.randrange(side), rng.randrange(side)) for _ in range(customers // 20 + 1)]
    spots = [(side // 2, side // 2)]
    for number in range(customers):
        x, y = rng.choice(centres)
        near = (round(rng.gauss(x, side / 25)), round(rng.gauss(y, side / 25)))
        spots.append(near if number % 2 else (rng.randrange(side), rng.randrange(side)))
    last, service = 15 * side + 1000, 100
    base, _ = read_solomon(
        "PLAIN\nVEHICLE\nNUMBER CAPACITY\n1 1\nCUSTOMER\nNO X Y DEMAND READY DUE SERVICE\n"
        f"0 0 0 0 0 {last // 10} 0"
    )
    stops = []
    for number, (x, y) in enumerate(spots[1:], start=1):
        away = int(10 * math.dist(spots[0], (x, y))) + 1
        middle = rng.randrange(away, last - away - service)
        half = rng.choice((300, 600, 1200, 10_000))
        start, end = max(0, middle - half), min(last - away - service, middle + half)
        stops.append(
            Stop(
                code=str(number),
                place=str(number),
                openings=(Opening(start=start, end=max(start, end)),),
                delivers=(Amount(kind="load", count=rng.randrange(1, 41)),),
                service_minutes=service,
            )
        )
    return replace(
        base,
        places=tuple(
            Place(code=str(i), lat_microdeg=y, lon_microdeg=x) for i, (x, y) in enumerate(spots)
        ),
        stops=tuple(stops),
        vehicles=tuple(
            Vehicle(
                code=f"{number:03d}", start=0, end=last, cents_per_km=1, fixed_cents=0,
                holds=(Amount(kind="load", count=200),),
            )
            for number in range(customers // 4 + 2)
        ),
    )  # fmt: skip


def growth(asked):
    """From 20 to 1,000 stops: first plan, gap, price against PyVRP's and nearest, memory."""
    yield "Plain generated days, half clustered."
    yield "The gap is to the cheapest plan of all engines and seeds, in %, mean / worst (runs).\n"
    yield "| stops | CPU s | first, s | gap | PyVRP | ours / PyVRP | ours / nearest | peak, MB |"
    yield "|---|---|---|---|---|---|---|---|"
    for stops, seconds in GROWTH:
        if stops > asked.most:
            break
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            runs = [
                apart.submit(_grown, stops, seconds, s + 1).result() for s in range(asked.seeds)
            ]
        own, first, peak = zip(*runs, strict=True)
        day = build(plain_day(stops))
        theirs = [rivals.pyvrp(day, seconds, s + 1)[0] for s in range(asked.rival_seeds)]
        best, near = min(*own, *theirs), rivals.nearest(day)[0]
        gaps = [[(price / best - 1) * 100 for price in one] for one in (own, theirs)]
        yield (
            f"| {stops} | {seconds} | {max(first):.2f} | {spread(gaps[0])} | {spread(gaps[1])}"
            f" | {mean(own) / mean(theirs):.4f} | {mean(own) / near:.3f} | {max(peak)} |"
        )


def _grown(stops, seconds, seed):
    """Plan in a process of its own, whose memory is ours alone: price, first plan, peak."""
    plan, _, first = ours(plain_day(stops), seconds, seed)
    return plan.price, first, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


SECTIONS = {"solomon": solomon, "days": days, "replan": replans, "growth": growth}


def write(name, lines):
    """Put a section's lines in their place in the results."""
    block = f"<!-- {name} -->\n## {name.capitalize()}\n\n" + "\n".join(lines) + "\n<!-- end -->"
    old = re.compile(rf"<!-- {name} -->.*?<!-- end -->", re.DOTALL)
    with RESULTS.open("a+") as file:
        flock(file, LOCK_EX)  # parts may run side by side
        file.seek(0)
        text = file.read() or f"# Tours, side by side\n\n`{COMMAND}`\n"
        file.truncate(0)
        file.write(old.sub(lambda _: block, text) if old.search(text) else f"{text}\n{block}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    data = os.environ.get("VRPTW_DATA", "vrptw")
    parser.add_argument("--data", type=Path, default=Path(data))
    parser.add_argument("--only", choices=SECTIONS, action="append")
    parser.add_argument("--replan", dest="only", action="append_const", const="replan")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rival-seeds", type=int, default=5)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--most", type=int, default=1000)
    asked = parser.parse_args()
    for name in asked.only or SECTIONS:
        lines = []
        for line in SECTIONS[name](asked):
            print(line, flush=True)
            lines.append(line)
            write(name, lines)


if __name__ == "__main__":
    main()
