"""What a plan should be told about, without stopping it."""

from collections import defaultdict

from planning.reasons import Fact, Reason, reason
from planning.week.derive import is_at_risk
from planning.week.plan import Note, Plan, note
from planning.week.problem import Frequency, Problem


def warnings(problem: Problem, plan: Plan) -> tuple[Note, ...]:
    """Return the warnings of a plan: frequencies, budget, vegetarian services, food at risk."""
    found = [
        *_frequencies(problem, plan),
        *_vegetarian(problem, plan),
        *_lost(problem, plan),
        *_locks(problem, plan),
        *_energy(problem, plan),
        *_labels(problem, plan),
    ]
    budget = problem.rules.budget_cents
    if budget and plan.goals.cash_cents > budget:
        found.append(reason("budget.over", cents=plan.goals.cash_cents, most=budget))
    return tuple(note(entry) for entry in sorted(found))


def _advised(plan: Plan) -> dict[tuple[str, str], str]:
    """The dish most people eat, by service and component: the menu that is controlled (N-17)."""
    eaten: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in plan.menu:
        eaten[line.service, line.component][line.recipe] += line.portions
    return {
        key: max(sorted(dishes), key=lambda code: dishes[code]) for key, dishes in eaten.items()
    }


def _counts(problem: Problem, plan: Plan) -> list[tuple[Frequency, int]]:
    tags = {row.code: row.tags for row in problem.recipes}
    advised = _advised(plan)
    return [
        (
            rule,
            rule.before
            + len(
                {
                    service
                    for (service, _), code in advised.items()
                    if rule.tag in tags[code] and (not rule.services or service in rule.services)
                }
            ),
        )
        for rule in problem.frequencies
    ]


def missed_frequencies(problem: Problem, plan: Plan) -> int:
    """Return how many meals the week stands away from its frequency table."""
    return sum(
        rule.times * (max(0, rule.least - count) + max(0, count - rule.most))
        for rule, count in _counts(problem, plan)
    )


def _frequencies(problem: Problem, plan: Plan) -> list[Reason]:
    found = []
    for rule, count in _counts(problem, plan):
        facts: dict[str, Fact] = {"criterion": rule.tag, "found": count}
        low, high = "frequency.low", "frequency.high"
        meals = {row.meal for row in problem.services if row.code in rule.services}
        if len(meals) == 1:  # a table of one meal is named after it
            facts["meal"] = meals.pop()
            low, high = "frequency.meal_low", "frequency.meal_high"
        if count < rule.least:
            found.append(reason(low, least=rule.least, **facts))
        if count > rule.most:
            found.append(reason(high, most=rule.most, **facts))
    return found


def _vegetarian_services(problem: Problem, plan: Plan) -> int:
    tags = {row.code: row.tags for row in problem.recipes}
    dishes: dict[str, set[str]] = defaultdict(set)
    for line in plan.menu:
        dishes[line.service].add(line.recipe)
    return sum(all("vegetarian" in tags[code] for code in served) for served in dishes.values())


def missed_vegetarian(problem: Problem, plan: Plan) -> int:
    """Return how many vegetarian services the week lacks."""
    return max(0, problem.rules.vegetarian_services - _vegetarian_services(problem, plan))


def _vegetarian(problem: Problem, plan: Plan) -> list[Reason]:
    least = problem.rules.vegetarian_services
    found = _vegetarian_services(problem, plan)
    return [reason("vegetarian.missing", found=found, least=least)] if found < least else []


def _locks(problem: Problem, plan: Plan) -> list[Reason]:
    served = {(line.service, line.recipe) for line in plan.menu}
    served |= {(row.service, row.recipe) for row in problem.made}
    return [
        reason("lock.not_kept", service=lock.service, recipe=lock.recipe)
        for lock in problem.locks
        if lock.keep and (lock.service, lock.recipe) not in served
    ]


def _energy(problem: Problem, plan: Plan) -> list[Reason]:
    """Meals out of their diet's energy range, or short of protein: raw weights of a portion."""
    foods = {row.code: row for row in problem.ingredients}
    kcal, protein = (
        {
            row.code: sum(
                line.milligrams * getattr(foods[line.ingredient], name) for line in row.lines
            )
            // 100_000
            for row in problem.recipes
        }
        for name in ("kcal_per_100g", "protein_mg_per_100g")
    )
    eaten: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for line in plan.menu:
        eaten[line.diet, line.service][line.component] = line.recipe
    rows = {row.code: row for row in problem.diets}
    found = []
    for (diet, service), parts in sorted(eaten.items()):
        row = rows[diet]
        total = sum(kcal[code] for code in parts.values())
        built = sum(protein[code] for code in parts.values())
        facts: dict[str, Fact] = {"diet": diet, "service": service}
        if total < row.least_kcal:
            found.append(reason("energy.low", least=row.least_kcal, found=total, **facts))
        if row.most_kcal and total > row.most_kcal:
            found.append(reason("energy.high", most=row.most_kcal, found=total, **facts))
        if built < row.least_protein_mg:
            least = row.least_protein_mg
            found.append(reason("protein.low", least=least, found=built, **facts))
    return found


ORGANIC = ("organic", "conversion")


def _labels(problem: Problem, plan: Plan) -> list[Reason]:
    """Shares by value of labelled, organic, and labelled animal food (EGalim: 50, 20, 60)."""
    lots = {row.code: row for row in problem.lots}
    foods = {row.code: row for row in problem.ingredients}
    value = labelled = organic = animal = animal_labelled = 0
    for pick in plan.picks:
        food = foods[pick.ingredient]
        lot = lots.get(pick.lot)
        price = lot.value_cents_per_kg if lot else food.price_cents_per_kg or 0
        worth = pick.grams * price
        signs = set(lot.labels) if lot else set()
        value += worth
        labelled += worth if signs else 0
        organic += worth if signs & set(ORGANIC) else 0
        animal += worth if food.animal else 0
        animal_labelled += worth if food.animal and signs else 0
    rules = problem.rules
    return [
        reason(code, least=least, permille=part * 1000 // whole)
        for code, part, whole, least in (
            ("labels.quality", labelled, value, rules.quality_permille),
            ("labels.organic", organic, value, rules.organic_permille),
            ("labels.animal", animal_labelled, animal, rules.animal_permille),
        )
        if whole and part * 1000 < least * whole
    ]


def _lost(problem: Problem, plan: Plan) -> list[Reason]:
    used: dict[str, int] = defaultdict(int)
    for pick in plan.picks:
        used[pick.lot] += pick.grams
    return [
        reason(
            "waste.at_risk",
            lot=lot.code,
            grams=lot.grams - used[lot.code],
            last_day=lot.last_day if lot.last_day is not None else 0,
        )
        for lot in problem.lots
        if is_at_risk(lot, problem.days) and lot.grams > used[lot.code]
    ]
