"""Why a dish is on the board: what it uses, what it costs, whom it suits."""

from collections import defaultdict
from datetime import date, timedelta

from kitchen.catalogue.queries import Dish
from kitchen.core.i18n import day_name, euros, gettext, kilos
from planning.week.plan import Plan
from planning.week.problem import Problem


def why(
    problem: Problem, plan: Plan, dishes: dict[str, Dish], names: dict[str, str], chosen: str
) -> tuple[str, list[str]]:
    """Explain `service.recipe` in a few sentences; an unknown choice explains nothing."""
    service, _, code = chosen.partition(".")
    batch = next(
        (row for row in plan.batches if (row.service, row.recipe) == (service, code)), None
    )
    if batch is None or code not in dishes:
        return "", []
    start = date.fromisoformat(problem.start_date)
    day = start + timedelta(days=next(row.day for row in problem.services if row.code == service))
    title = gettext("Why %(dish)s on %(day)s?", dish=dishes[code].name, day=day_name(day))
    lots = {row.code: row for row in problem.lots}
    foods = {row.code: row.price_cents_per_kg or 0 for row in problem.ingredients}
    saved: dict[tuple[str, int], int] = defaultdict(int)
    local: dict[str, int] = defaultdict(int)
    value = 0
    for pick in plan.picks:
        if pick.batch != batch.code:
            continue
        lot = lots.get(pick.lot)
        value += pick.grams * (lot.value_cents_per_kg if lot else foods[pick.ingredient])
        if lot and lot.kind in ("stock", "donation") and lot.last_day is not None:
            saved[pick.ingredient, lot.last_day] += pick.grams
        if lot and lot.local:
            local[pick.ingredient] += pick.grams
    said = [
        gettext(
            "It uses %(weight)s of %(food)s that would be lost after %(day)s.",
            weight=kilos(grams),
            food=names.get(food, food),
            day=day_name(start + timedelta(days=last)),
        )
        for (food, last), grams in sorted(saved.items(), key=lambda row: -row[1])[:3]
    ]
    said += [
        gettext(
            "It uses %(weight)s of %(food)s from a neighbouring farm.",
            weight=kilos(grams),
            food=names.get(food, food),
        )
        for food, grams in sorted(local.items(), key=lambda row: -row[1])[:3]
    ]
    each = value // 1000 // max(1, batch.portions)
    said.append(gettext("Its food is worth %(price)s a portion.", price=euros(each)))
    if any(lock.keep and (lock.service, lock.recipe) == (service, code) for lock in problem.locks):
        said.insert(0, gettext("The manager locked it."))
    return title, said
