"""What a plan should be told about, without stopping it."""

from collections import defaultdict

from planning.reasons import Reason, reason
from planning.week.model import is_at_risk
from planning.week.plan import Note, Plan, note
from planning.week.problem import Problem


def warnings(problem: Problem, plan: Plan) -> tuple[Note, ...]:
    """Return the warnings of a plan: frequencies, budget, vegetarian services, food at risk."""
    found = [*_frequencies(problem, plan), *_vegetarian(problem, plan), *_lost(problem, plan)]
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


def _frequencies(problem: Problem, plan: Plan) -> list[Reason]:
    tags = {row.code: row.tags for row in problem.recipes}
    advised = _advised(plan)
    found = []
    for rule in problem.frequencies:
        served = {service for (service, _), code in advised.items() if rule.tag in tags[code]}
        count = rule.before + len(served)
        if count < rule.least:
            found.append(reason("frequency.low", criterion=rule.tag, found=count, least=rule.least))
        if count > rule.most:
            found.append(reason("frequency.high", criterion=rule.tag, found=count, most=rule.most))
    return found


def _vegetarian(problem: Problem, plan: Plan) -> list[Reason]:
    least = problem.rules.vegetarian_services
    tags = {row.code: row.tags for row in problem.recipes}
    dishes: dict[str, set[str]] = defaultdict(set)
    for line in plan.menu:
        dishes[line.service].add(line.recipe)
    found = sum(all("vegetarian" in tags[code] for code in served) for served in dishes.values())
    return [reason("vegetarian.missing", found=found, least=least)] if found < least else []


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
