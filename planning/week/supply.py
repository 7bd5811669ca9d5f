"""Exact picks for a fixed menu: which lot, offer or purchase feeds which batch.

Ingredients do not compete for anything once the menu stands, so each is a small problem of its
own: cheapest sources first, food that would be lost before food that keeps.
"""

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planning.params import Weights
from planning.week.derive import Derived
from planning.week.model import is_at_risk, per_gram
from planning.week.plan import Pick, Purchase, Take
from planning.week.problem import Ingredient, Lot
from planning.week.schedule import Job

PURCHASE = ""


@dataclass(frozen=True, slots=True)
class Supplied:
    """Where the food of every batch comes from."""

    picks: tuple[Pick, ...]
    takes: tuple[Take, ...]
    purchases: tuple[Purchase, ...]


def supply(
    facts: Derived, weights: Weights, needs: dict[str, dict[str, int]], jobs: list[Job]
) -> Supplied | None:
    """Return the sources of every batch's grams, or None when some food cannot be had.

    `needs` gives grams by batch code and ingredient.
    """
    picks: list[Pick] = []
    takes: list[Take] = []
    purchases: list[Purchase] = []
    for food in facts.problem.ingredients:
        wanted: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for job in jobs:
            grams = needs[job.code].get(food.code, 0)
            if grams:
                wanted[job.day].append((job.code, grams))
        if not wanted:
            continue
        lots = [lot for lot in facts.problem.lots if lot.ingredient == food.code and lot.grams]
        flows = _flows(facts, weights, food, lots, wanted)
        if flows is None:
            return None
        picks += _share_out(food, lots, flows, wanted)
        takes += _takes(lots, flows)
        purchases += _purchase(food, flows)
    return Supplied(tuple(picks), tuple(takes), tuple(purchases))


Flows = dict[tuple[str, int], int]  # (lot code or PURCHASE, day) -> grams


def _flows(
    facts: Derived,
    weights: Weights,
    food: Ingredient,
    lots: list[Lot],
    wanted: dict[int, list[tuple[str, int]]],
) -> Flows | None:
    model = cp_model.CpModel()
    flows: dict[tuple[str, int], cp_model.IntVar] = {}
    cost: list[cp_model.LinearExprT] = []
    for rank, lot in enumerate(lots):
        drawn = []
        for day in sorted(wanted):
            if lot.first_day <= day and (lot.last_day is None or day <= lot.last_day):
                flows[lot.code, day] = model.new_int_var(0, lot.grams, "")
                drawn.append(flows[lot.code, day])
        if drawn:
            cost.append(_lot_cost(facts, weights, model, lot, drawn, rank))
    if food.price_cents_per_kg is not None:
        cost.append(_purchase_cost(weights, model, food, flows, wanted))
    for day, batches in wanted.items():
        sources = [var for (_, at), var in flows.items() if at == day]
        model.add(cp_model.LinearExpr.sum(sources) == sum(grams for _, grams in batches))
    model.minimize(cp_model.LinearExpr.sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 0.5
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {key: solver.value(var) for key, var in flows.items() if solver.value(var)}


def _purchase_cost(
    weights: Weights,
    model: cp_model.CpModel,
    food: Ingredient,
    flows: dict[tuple[str, int], cp_model.IntVar],
    wanted: dict[int, list[tuple[str, int]]],
) -> cp_model.LinearExprT:
    bought = []
    for day in sorted(wanted):
        if day >= food.first_day:
            most = sum(grams for _, grams in wanted[day])
            flows[PURCHASE, day] = model.new_int_var(0, most, "")
            bought.append(flows[PURCHASE, day])
    packs = model.new_int_var(0, 10**7, "")
    model.add(food.pack_grams * packs >= cp_model.LinearExpr.sum(bought))
    price = (food.price_cents_per_kg or 0) * (weights.cash_cent + weights.far_value_cent)
    return 1000 * per_gram(price) * food.pack_grams * packs


def _lot_cost(
    facts: Derived,
    weights: Weights,
    model: cp_model.CpModel,
    lot: Lot,
    drawn: list[cp_model.IntVar],
    rank: int,
) -> cp_model.LinearExpr:
    used = cp_model.LinearExpr.sum(drawn)
    model.add(used <= lot.grams)
    taken: cp_model.LinearExpr = used
    if lot.kind == "offer" and lot.pack_grams > 1:
        packs = model.new_int_var(0, lot.grams // lot.pack_grams, "")
        taken = lot.pack_grams * packs
        model.add(taken >= used)
    if lot.least_grams:
        wanted = model.new_bool_var("")
        model.add(used <= lot.grams * wanted)
        model.add(used >= lot.least_grams * wanted)
    per_kilo = lot.cents_per_kg * weights.cash_cent
    if not lot.local:
        per_kilo += lot.value_cents_per_kg * weights.far_value_cent
    # first expired, first out, among sources that cost the same
    tie = 1 + min(rank, 20) + (lot.last_day if lot.last_day is not None else 30)
    rescued = 1000 * weights.lost_gram if is_at_risk(lot, facts.problem.days) else 0
    price = per_gram(per_kilo) * 1000 if per_kilo else 0
    return price * taken + (tie - rescued) * used


def _share_out(
    food: Ingredient, lots: list[Lot], flows: Flows, wanted: dict[int, list[tuple[str, int]]]
) -> list[Pick]:
    order = [lot.code for lot in sorted(lots, key=_first_expired)]
    picks = []
    for day, batches in sorted(wanted.items()):
        held = {code: flows.get((code, day), 0) for code in [*order, PURCHASE]}
        for batch, grams in batches:
            left = grams
            for code, there in list(held.items()):
                taken = min(left, there)
                if taken:
                    held[code] = there - taken
                    left -= taken
                    pick = Pick(batch=batch, lot=code, ingredient=food.code, grams=taken)
                    picks.append(pick)
    return picks


def _first_expired(lot: Lot) -> tuple[int, int, str]:
    return (lot.last_day if lot.last_day is not None else 10**6, lot.first_day, lot.code)


def _takes(lots: list[Lot], flows: Flows) -> list[Take]:
    takes = []
    for lot in lots:
        used = sum(grams for (code, _), grams in flows.items() if code == lot.code)
        if lot.kind == "offer" and used:
            grams = -(-used // lot.pack_grams) * lot.pack_grams
            takes.append(Take(lot=lot.code, grams=grams, cents=_cents(grams, lot.cents_per_kg)))
    return takes


def _purchase(food: Ingredient, flows: Flows) -> list[Purchase]:
    days = sorted(day for code, day in flows if code == PURCHASE)
    if not days:
        return []
    used = sum(flows[PURCHASE, day] for day in days)
    grams = -(-used // food.pack_grams) * food.pack_grams
    cents = _cents(grams, food.price_cents_per_kg or 0)
    return [Purchase(ingredient=food.code, day=days[0], grams=grams, cents=cents)]


def _cents(grams: int, cents_per_kg: int) -> int:
    return -(-grams * cents_per_kg // 1000)
