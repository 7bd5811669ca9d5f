"""Adds up what a plan achieves, on the planner's side; the verifier adds up for itself."""

from collections import defaultdict

from planning.week.model import is_at_risk
from planning.week.plan import Goals, Plan
from planning.week.problem import Problem


def add_up(problem: Problem, plan: Plan) -> Goals:
    """Return the goals of a plan."""
    lots = {row.code: row for row in problem.lots}
    foods = {row.code: row for row in problem.ingredients}
    recipes = {row.code: row for row in problem.recipes}
    at_risk = {row.code: row.grams for row in problem.lots if is_at_risk(row, problem.days)}
    sums: dict[str, int] = defaultdict(int)
    for pick in plan.picks:
        food = foods[pick.ingredient]
        sums["co2e"] += pick.grams * food.co2e_g_per_kg
        if pick.lot:
            lot = lots[pick.lot]
            price = lot.value_cents_per_kg
            sums["local"] += pick.grams * price if lot.local else 0
            sums["rescued"] += pick.grams if pick.lot in at_risk else 0
        else:
            price = food.price_cents_per_kg or 0
        sums["value"] += pick.grams * price
    served = {(line.service, line.recipe) for line in plan.menu}
    published = {(lock.service, lock.recipe) for lock in problem.published}
    cash = [row.cents for row in plan.takes] + [row.cents for row in plan.purchases]
    return Goals(
        unfed_portions=sum(row.portions for row in plan.shortages),
        cash_cents=sum(cash),
        value_cents=sums["value"] // 1000,
        local_value_cents=sums["local"] // 1000,
        lost_grams=sum(at_risk.values()) - sums["rescued"],
        rescued_grams=sums["rescued"],
        co2e_grams=sums["co2e"] // 1000,
        liking=sum(line.portions * recipes[line.recipe].liking for line in plan.menu),
        dishes=len(plan.batches),
        changed=len(served ^ published) if published else 0,
    )
