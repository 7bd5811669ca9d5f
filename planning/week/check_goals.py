"""The verifier's reading of goals: every figure of a plan added up again from its lines."""

from collections import defaultdict

from planning.params import SCENARIOS, Weights
from planning.reasons import Reason, reason
from planning.week.plan import Goals, Plan
from planning.week.prices import weights as weights_of
from planning.week.problem import Problem


def check(problem: Problem, plan: Plan) -> list[Reason]:
    """Return every figure of a plan that is not what its lines add up to."""
    found = recompute(problem, plan)
    named = [(name, getattr(found, name)) for name in Goals.__dataclass_fields__]
    wrong = [
        reason("goal.differs", goal=name, found=getattr(plan.goals, name), value=value)
        for name, value in named
        if getattr(plan.goals, name) != value
    ]
    if plan.scenario not in SCENARIOS:
        wrong.append(reason("plan.unknown_code", kind="scenario", value=plan.scenario))
        return wrong
    price = _price(weights_of(problem, plan.scenario), found)
    if plan.objective != price:
        wrong.append(reason("goal.differs", goal="objective", found=plan.objective, value=price))
    if plan.bound > plan.objective:
        wrong.append(reason("goal.differs", goal="bound", found=plan.bound, value=plan.objective))
    return wrong


def _price(weights: Weights, goals: Goals) -> int:
    price = goals.unfed_portions * weights.unfed_portion
    price += goals.cash_cents * weights.cash_cent + goals.far_cents * weights.far_cent
    price += goals.over_budget_cents * weights.over_budget_cent
    price += goals.lost_grams * weights.lost_gram + goals.co2e_grams * weights.co2e_gram
    price += (goals.portions * 100 - goals.liking) * weights.disliked_portion
    price += goals.dishes * weights.dish - goals.variants * weights.variant
    price += goals.family_again * weights.family_again
    price += goals.frequency_missed * weights.frequency_miss
    price += goals.vegetarian_missed * weights.vegetarian_miss
    return price + goals.changed * weights.changed_dish


def recompute(problem: Problem, plan: Plan) -> Goals:
    """Add up what a plan achieves, from the plan's own lines."""
    served = {(line.service, line.recipe) for line in plan.menu}
    published = {(lock.service, lock.recipe) for lock in problem.published}
    liking = {row.code: row.liking for row in problem.recipes}
    base = {row.code: row.variant_of for row in problem.recipes}
    value, local, lost, rescued, co2e = _food(problem, plan)
    cash = sum(row.cents for row in plan.takes) + sum(row.cents for row in plan.purchases)
    over = cash - problem.rules.budget_cents if problem.rules.budget_cents else 0
    return Goals(
        unfed_portions=sum(row.portions for row in plan.shortages),
        cash_cents=cash,
        value_cents=value,
        local_value_cents=local,
        lost_grams=lost,
        rescued_grams=rescued,
        co2e_grams=co2e,
        liking=sum(line.portions * liking[line.recipe] for line in plan.menu),
        dishes=len(plan.batches),
        changed=len(served ^ published) if published else 0,
        portions=sum(line.portions for line in plan.menu),
        far_cents=value - local,
        variants=len([row for row in plan.batches if (row.service, base[row.recipe]) in served]),
        family_again=_families(problem, plan),
        frequency_missed=_frequencies(problem, plan),
        vegetarian_missed=_vegetarian(problem, plan),
        over_budget_cents=max(over, 0),
    )


def _food(problem: Problem, plan: Plan) -> tuple[int, int, int, int, int]:
    lots = {row.code: row for row in problem.lots}
    foods = {row.code: row for row in problem.ingredients}
    ending = {
        row.code: row.grams
        for row in problem.lots
        if row.kind in ("stock", "donation")
        and row.last_day is not None
        and row.last_day < problem.days
    }
    value = local = co2e = rescued = 0
    for pick in plan.picks:
        co2e += pick.grams * foods[pick.ingredient].co2e_g_per_kg
        if pick.lot:
            worth = pick.grams * lots[pick.lot].value_cents_per_kg
            local += worth if lots[pick.lot].local else 0
            rescued += pick.grams if pick.lot in ending else 0
        else:
            worth = pick.grams * (foods[pick.ingredient].price_cents_per_kg or 0)
        value += worth
    lost = sum(ending.values()) - rescued
    return value // 1000, local // 1000, lost, rescued, co2e // 1000


def _families(problem: Problem, plan: Plan) -> int:
    family = {
        row.code: row.family for row in problem.recipes if row.component in ("main", "complete")
    }
    family |= {
        row.code: f"dessert {row.code}"
        for row in problem.recipes
        if row.component in ("dairy", "dessert")
    }
    met = {(family[line.recipe], line.service) for line in plan.menu if family.get(line.recipe, "")}
    return len(met) - len({name for name, _ in met})


def _frequencies(problem: Problem, plan: Plan) -> int:
    eaten: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for line in plan.menu:
        dishes = eaten[line.service, line.component]
        dishes[line.recipe] = dishes.get(line.recipe, 0) + line.portions
    tags = {row.code: row.tags for row in problem.recipes}
    advised = {
        where: min(dishes.items(), key=lambda entry: (-entry[1], entry[0]))[0]
        for where, dishes in eaten.items()
    }
    missed = 0
    for rule in problem.frequencies:
        services = {where[0] for where, code in advised.items() if rule.tag in tags[code]}
        if rule.services:
            services &= set(rule.services)
        count = rule.before + len(services)
        missed += rule.times * (max(rule.least - count, 0) + max(count - rule.most, 0))
    return missed


def _vegetarian(problem: Problem, plan: Plan) -> int:
    meat = {row.code for row in problem.recipes if "vegetarian" not in row.tags}
    served = {line.service for line in plan.menu}
    with_meat = {line.service for line in plan.menu if line.recipe in meat}
    return max(0, problem.rules.vegetarian_services - len(served - with_meat))
