"""Chance of running short, by replaying seeded days against what a plan cooks.

People are drawn from the ranges of demand, food from the ranges of offers. What an offer lacks is
bought where it still can be; else the batches that count on it make fewer portions.
"""

from collections import defaultdict
from dataclasses import dataclass

from planning.week.draw import Draw
from planning.week.plan import Plan
from planning.week.problem import Problem
from planning.week.replay import REPLAYS, Group, drawn, harvest, quantile, replayed

SAFETY_PERMILLE = 950
LOT_SEED = 7_919  # offers and people are drawn apart: one more offer moves no headcount

Dish = tuple[str, str]  # service, recipe


@dataclass(frozen=True, slots=True)
class Risk:
    """How often a dish would run short, and the portions that would be safe."""

    service: str
    recipe: str
    portions: int
    reserve: int  # of them, beyond those asked
    short_permille: int
    expected_short: int  # portions short, mean over the replays, rounded up
    safe_portions: int
    short_of: str = ""  # the offer that lacks most often, where food is what lacks


@dataclass(frozen=True, slots=True)
class LotRisk:
    """How often an offer would bring less than the plan counts on, and what is lacking then."""

    lot: str
    grams: int  # counted on
    short_permille: int
    expected_short: int  # grams, mean over the days that lack some, rounded up
    can_buy: bool  # all that lacks could be bought in time


def risks(problem: Problem, plan: Plan, *, seed: int = 1, replays: int = REPLAYS) -> list[Risk]:
    """Return the risk of each dish of a plan, the same for the same seed."""
    cooked: dict[Dish, int] = defaultdict(int)
    reserve: dict[Dish, int] = defaultdict(int)
    fed: dict[Dish, int] = defaultdict(int)  # of its people, by what is cooked already
    eaters: dict[Dish, list[Group]] = defaultdict(list)
    expected: dict[Group, int] = defaultdict(int)
    for row in problem.demands:
        expected[row.service, row.diet, row.size, row.format] += row.portions
    for line in plan.menu:
        dish = (line.service, line.recipe)
        cooked[dish] += line.portions + line.reserve
        reserve[dish] += line.reserve
        group = (line.service, line.diet, line.size, line.format)
        eaters[dish].append(group)
        fed[dish] += expected[group] - line.portions
    came = replayed(
        problem.demands,
        dict(sorted(eaters.items())),
        seed=seed,
        together_permille=problem.rules.together_permille,
        replays=replays,
    )
    lost = _lost(problem, plan, _harvests(problem, seed, replays), replays)
    found = []
    for dish, counts in came.items():
        enough = cooked[dish] + fed[dish]
        made = [enough - gone for gone, _ in lost.get(dish, ())] or [enough] * replays
        short = [count - there for count, there in zip(counts, made, strict=True) if count > there]
        blamed = sorted(lot for gone, lot in lost.get(dish, ()) if gone)
        found.append(
            Risk(
                service=dish[0],
                recipe=dish[1],
                portions=cooked[dish],
                reserve=reserve[dish],
                short_permille=len(short) * 1000 // replays,
                expected_short=-(-sum(short) // replays),
                safe_portions=quantile(counts, SAFETY_PERMILLE) - fed[dish],
                short_of=max(blamed, key=blamed.count) if blamed else "",
            )
        )
    return found


def lot_risks(
    problem: Problem, plan: Plan, *, seed: int = 1, replays: int = REPLAYS
) -> list[LotRisk]:
    """Return the risk of each offer with a range that a plan counts on."""
    counted: dict[str, int] = defaultdict(int)
    for pick in plan.picks:
        counted[pick.lot] += pick.grams
    lots = {row.code: row for row in problem.lots}
    buyable = _buyable(problem, plan)
    found = []
    for code, harvests in _harvests(problem, seed, replays).items():
        lacking = [counted[code] - grams for grams in harvests if grams < counted[code]]
        if counted[code]:
            food = lots[code].ingredient
            found.append(
                LotRisk(
                    lot=code,
                    grams=counted[code],
                    short_permille=len(lacking) * 1000 // replays,
                    expected_short=-(-sum(lacking) // max(1, len(lacking))),
                    can_buy=all(
                        (pick.batch, food) in buyable for pick in plan.picks if pick.lot == code
                    ),
                )
            )
    return found


def _harvests(problem: Problem, seed: int, replays: int) -> dict[str, list[int]]:
    """Grams of each lot with a range, on each replayed day."""
    draw = Draw(seed + LOT_SEED)
    ranged = [lot for lot in problem.lots if lot.high_grams]
    found: dict[str, list[int]] = {lot.code: [] for lot in ranged}
    for _ in range(replays):
        for lot in ranged:
            found[lot.code].append(harvest(drawn(draw), lot))
    return found


def _buyable(problem: Problem, plan: Plan) -> set[tuple[str, str]]:
    """Batches and foods of which more could still be bought in time."""
    foods = {row.code: row for row in problem.ingredients}
    day = {row.code: row.day for row in plan.batches}
    return {
        (pick.batch, pick.ingredient)
        for pick in plan.picks
        if foods[pick.ingredient].price_cents_per_kg is not None
        and foods[pick.ingredient].first_day <= day[pick.batch]
    }


def _lost(
    problem: Problem, plan: Plan, harvests: dict[str, list[int]], replays: int
) -> dict[Dish, list[tuple[int, str]]]:
    """Portions that each dish loses on each replayed day, and the offer that lacks.

    The batches cooked first are served first. Dishes that lose none on any day are left out.
    """
    batches = {row.code: row for row in plan.batches}
    needs: dict[tuple[str, str], int] = defaultdict(int)
    for pick in plan.picks:
        needs[pick.batch, pick.ingredient] += pick.grams
    buyable = _buyable(problem, plan)
    picks = sorted(
        (pick for pick in plan.picks if pick.lot in harvests),
        key=lambda pick: (batches[pick.batch].day, pick.batch, pick.lot),
    )
    table: dict[Dish, list[tuple[int, str]]] = {}
    for at in range(replays):
        left = {code: grams[at] for code, grams in harvests.items()}
        lacking: dict[tuple[str, str], int] = defaultdict(int)
        blamed: dict[tuple[str, str], str] = {}
        for pick in picks:
            there = min(pick.grams, left[pick.lot])
            left[pick.lot] -= there
            key = (pick.batch, pick.ingredient)
            if there < pick.grams and key not in buyable:
                lacking[key] += pick.grams - there
                blamed[key] = pick.lot
        for key, grams in lacking.items():
            batch = batches[key[0]]
            gone = -(-batch.portions * grams // needs[key])
            rows = table.setdefault((batch.service, batch.recipe), [(0, "")] * replays)
            rows[at] = max(rows[at], (gone, blamed[key]))
    return table
