"""Adds up what a plan achieves, on the planner's side; the verifier adds up for itself."""

from collections import defaultdict

from planning.params import Weights
from planning.week.derive import Derived, is_at_risk
from planning.week.plan import Goals, Plan
from planning.week.problem import Problem
from planning.week.warnings import missed_frequencies, missed_vegetarian


def add_up(problem: Problem, plan: Plan) -> Goals:
    """Return the goals of a plan."""
    recipes = {row.code: row for row in problem.recipes}
    served = {(line.service, line.recipe) for line in plan.menu}
    published = {(lock.service, lock.recipe) for lock in problem.published}
    cash = sum(row.cents for row in plan.takes) + sum(row.cents for row in plan.purchases)
    budget = problem.rules.budget_cents
    food = _food(problem, plan)
    return Goals(
        unfed_portions=sum(row.portions for row in plan.shortages),
        cash_cents=cash,
        value_cents=food["value"] // 1000,
        local_value_cents=food["local"] // 1000,
        lost_grams=food["at_risk"] - food["rescued"],
        rescued_grams=food["rescued"],
        co2e_grams=food["co2e"] // 1000,
        liking=sum(line.portions * recipes[line.recipe].liking for line in plan.menu),
        dishes=len(plan.batches),
        changed=len(served ^ published) if published else 0,
        portions=sum(line.portions for line in plan.menu),
        far_cents=food["value"] // 1000 - food["local"] // 1000,
        variants=sum(
            (batch.service, recipes[batch.recipe].variant_of) in served for batch in plan.batches
        ),
        family_again=_families(problem, plan),
        frequency_missed=missed_frequencies(problem, plan),
        vegetarian_missed=missed_vegetarian(problem, plan),
        over_budget_cents=max(0, cash - budget) if budget else 0,
    )


def _food(problem: Problem, plan: Plan) -> dict[str, int]:
    lots = {row.code: row for row in problem.lots}
    foods = {row.code: row for row in problem.ingredients}
    sums: dict[str, int] = defaultdict(int)
    for lot in problem.lots:
        sums["at_risk"] += lot.grams if is_at_risk(lot, problem.days) else 0
    for pick in plan.picks:
        food = foods[pick.ingredient]
        sums["co2e"] += pick.grams * food.co2e_g_per_kg
        price = food.price_cents_per_kg or 0
        if pick.lot:
            lot = lots[pick.lot]
            price = lot.value_cents_per_kg
            sums["local"] += pick.grams * price if lot.local else 0
            sums["rescued"] += pick.grams if is_at_risk(lot, problem.days) else 0
        sums["value"] += pick.grams * price
    return sums


def _families(problem: Problem, plan: Plan) -> int:
    families = {row.code: Derived.family(row) for row in problem.recipes}
    services: dict[str, set[str]] = defaultdict(set)
    for line in plan.menu:
        if families[line.recipe]:
            services[families[line.recipe]].add(line.service)
    return sum(len(found) - 1 for found in services.values())


def objective(weights: Weights, goals: Goals) -> int:
    """Return the price of a plan's goals, in hundredths of a cent."""
    return (
        weights.unfed_portion * goals.unfed_portions
        + weights.cash_cent * goals.cash_cents
        + weights.over_budget_cent * goals.over_budget_cents
        + weights.lost_gram * goals.lost_grams
        + weights.far_cent * goals.far_cents
        + weights.co2e_gram * goals.co2e_grams
        + weights.disliked_portion * (100 * goals.portions - goals.liking)
        + weights.dish * goals.dishes
        - weights.variant * goals.variants
        + weights.family_again * goals.family_again
        + weights.frequency_miss * goals.frequency_missed
        + weights.vegetarian_miss * goals.vegetarian_missed
        + weights.changed_dish * goals.changed
    )
