"""Tours: ours, OR-Tools guided local search, PyVRP and nearest neighbour, side by side.

    python -m tests.bench.bench_tours                  # all, into bench_tours_results.md
    python -m tests.bench.bench_tours --only days      # one section: solomon, days, replan, growth
    python -m tests.bench.bench_tours --replan         # the same as --only replan
    python -m tests.bench.bench_tours --data FOLDER    # where the public instances are

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
from dataclasses import replace
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

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("bench_tours_results.md")
COMMAND = "python -m tests.bench.bench_tours"
FEW = 100  # customers; larger public instances get more seconds
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
    """Gaps to the best known values, by instance and budget: mean / worst (runs)."""
    known = json.loads((asked.data / "best_known.json").read_text())["instances"]
    yield "Gap to the best known value in %, mean / worst (runs); distance, one decimal cut.\n"
    yield "| instance | CPU s | ours | PyVRP | OR-Tools GLS | nearest neighbour |"
    yield "|---|---|---|---|---|---|"
    every = {}
    for name, row in sorted(known.items()):
        problem, wrong = read_solomon((asked.data / row["file"]).read_text())
        assert not wrong
        day, best = build(problem), row["best_known"]
        solve(problem, SolveParams(budget=0.01))  # compiled before it counts
        for seconds in (2, 10) if row["customers"] <= FEW else (30,):
            own = [ours(problem, seconds, s + 1)[0].price for s in range(asked.seeds)]
            theirs = [rivals.pyvrp(day, seconds, s + 1)[0] for s in range(asked.rival_seeds)]
            library = [rivals.routing(day, seconds)[0]]
            prices = (own, theirs, library, [rivals.nearest(day)[0]])
            gaps = [[(price / best - 1) * 100 for price in one] for one in prices]
            cells = " | ".join(spread(one) if max(one) < 1000 else "not all" for one in gaps)
            yield f"| {name} | {seconds} | {cells} |"
            if row["customers"] <= FEW:
                every.setdefault(seconds, []).append(gaps)
    for seconds, rows in every.items():
        cells = [[gap for row in rows for gap in row[engine]] for engine in range(4)]
        yield f"| **all of 100** | {seconds} | {' | '.join(spread(one) for one in cells)} |"


def days(asked):
    """Food days: price against the best OR-Tools routing model, and required stops left."""
    yield "Price over OR-Tools', 10 CPU seconds each; in brackets, required stops left.\n"
    yield "| stops | vans | day | ours | OR-Tools | nearest neighbour | first, s | ours in 2 s |"
    yield "|---|---|---|---|---|---|---|---|"
    for stops, vans in DAYS:
        for seed in range(1, asked.days + 1):
            problem = food_day(seed, stops=stops, vans=vans)
            day = build(problem)
            plan, _, first = ours(problem, 10)
            quick = ours(problem, 2)[0]
            price, left = rivals.routing(day, 10)
            near, near_left = rivals.nearest(day)
            yield (
                f"| {stops} | {vans} | {seed}"
                f" | {plan.price / price:.3f} ({required_left(problem, plan)}) | 1.000 ({left})"
                f" | {near / price:.3f} ({near_left}) | {first:.3f}"
                f" | {quick.price / price:.3f} ({required_left(problem, quick)}) |"
            )


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
    """From 20 to 1,000 stops: first plan, price against PyVRP's and nearest neighbour's, memory."""
    yield "Plain generated days, half clustered (not the Homberger files, which are not here).\n"
    yield "| stops | CPU s | first plan, s | ours / PyVRP | ours / nearest | peak memory, MB |"
    yield "|---|---|---|---|---|---|"
    for stops, seconds in GROWTH:
        if stops > asked.most:
            break
        problem = plain_day(stops)
        plan, _, first = ours(problem, seconds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        day = build(problem)
        theirs = rivals.pyvrp(day, seconds, 1)[0]
        near = rivals.nearest(day)[0]
        yield (
            f"| {stops} | {seconds} | {first:.2f} | {plan.price / theirs:.4f}"
            f" | {plan.price / near:.3f} | {peak} |"
        )


SECTIONS = {"solomon": solomon, "days": days, "replan": replans, "growth": growth}


def write(name, lines):
    """Put a section's lines in their place in the results."""
    text = RESULTS.read_text() if RESULTS.exists() else f"# Tours, side by side\n\n`{COMMAND}`\n"
    block = f"<!-- {name} -->\n## {name.capitalize()}\n\n" + "\n".join(lines) + "\n<!-- end -->"
    old = re.compile(rf"<!-- {name} -->.*?<!-- end -->", re.DOTALL)
    text = old.sub(lambda _: block, text) if old.search(text) else f"{text}\n{block}\n"
    RESULTS.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    data = os.environ.get("VRPTW_DATA", ROOT.parent / "shared" / "data" / "vrptw")
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
